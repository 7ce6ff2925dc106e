import { received } from './messageFacts.ts';
import { offer } from './replyFacts.ts';
import { startHost } from './support.ts';

/*
 * A host in a process of its own that is told of replies to offered times, for tests that kill it.
 * It says `kept <copy key>` of each that was stored.
 */
const [dataDir = '', from = '0'] = process.argv.slice(2);
const { client } = startHost(dataDir).connect();
const HOUR = 3_600_000;
process.stdout.write('ready\n');
for (let n = Number(from); n < Number(from) + 500; n += 1) {
  const at = Date.now();
  const digits = String(10_000_000 + n);
  const someone = { at, dialled: `010${digits}`, e164: `+8210${digits}` };
  const slots = [4, 6].map((hours) => ({ from: at + hours * HOUR, to: at + (hours + 1) * HOUR }));
  await offer(client, { ...someone, slots });
  const copyKey = `reply ${n}`;
  const body = n % 3 === 0 ? '1번 말고 2번' : '2번이요';
  const fact = received({ ...someone, body, copyKey });
  await client.call('messages.receive', { fact, answerBy: at + HOUR });
  process.stdout.write(`kept ${copyKey}\n`);
}
// Until the parent goes, or kills.
process.stdin.on('close', () => process.exit(0)).resume();
