import { fileSecrets } from './encryptionFacts.ts';
import { wholeCall } from './facts.ts';
import { startHost } from './support.ts';

/*
 * A host in a process of its own that encrypts its records and decrypts them again until it is killed. It
 * says `kept <name>` after each call that the host has acknowledged, and `switched` after each change.
 */
const [dataDir = '', keystore = '', first = '0'] = process.argv.slice(2);
const { client } = startHost(dataDir, {
  secrets: fileSecrets(keystore),
  capabilities: { shell: 'electron', keystore: true },
}).connect();
for (let n = Number(first); ; n += 1) {
  const name = `고객 ${n}`;
  await client.call('calls.append', { facts: wholeCall({ name }) });
  process.stdout.write(`kept ${name}\n`);
  const { state } = await client.call('encryption.state', {});
  await client.call('encryption.switch', { on: state === 'off' });
  process.stdout.write(`switched\n`);
}
