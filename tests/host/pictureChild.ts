import { jpeg } from '../support/pictures.ts';
import { startHost } from './support.ts';

/*
 * A host in a process of its own that keeps pictures until it is killed. It says `kept <sha256>`
 * after each that the host has acknowledged.
 */
const [dataDir = '', first = '0'] = process.argv.slice(2);
const { client } = startHost(dataDir).connect();
for (let n = Number(first); ; n += 1) {
  // Each is another picture: its width is.
  const bytes = jpeg({ width: 1 + (n % 60_000), bytes: 150_000 }).toString('base64');
  const { sha256 } = await client.call('pictures.put', { bytes });
  process.stdout.write(`kept ${sha256}\n`);
}
