import { realLater } from '#host/later.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import { httpWay } from '../support/httpWay.ts';
import { startHost } from './support.ts';
import { written } from './textFacts.ts';

/*
 * A host in a process of its own that sends texts by a gateway over HTTP, for tests that kill it.
 * It writes as many as it is told, says `written <number>` of each that is stored, and goes on with
 * what an earlier one has left. After `settled` nothing is on its way.
 */
const [dataDir = '', url = '', keyed = '', first = '0', many = '0'] = process.argv.slice(2);
const way = httpWay(url, keyed === 'keyed');
const { client } = startHost(dataDir, { textWays: () => [way], later: realLater }).connect();
const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
await client.call('settings.update', { patch: { missedTexts } });
for (let n = Number(first); n < Number(first) + Number(many); n += 1) {
  const digits = String(10_000_000 + n);
  const to = {
    dialled: `010${digits}`,
    e164: `+8210${digits}`,
    address: `sip:010${digits}@a.example`,
  };
  await client.call('outbox.append', { facts: [written({ at: Date.now(), ...to })] });
  process.stdout.write(`written 010${digits}\n`);
}
client.on('outbox.changed', () => void look());
async function look(): Promise<void> {
  if ((await client.call('outbox.counts', {})).open === 0) process.stdout.write('settled\n');
}
await look();
// Until the parent goes, or kills.
process.stdin.on('close', () => process.exit(0)).resume();
