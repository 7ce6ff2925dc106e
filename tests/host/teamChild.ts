import { newId } from '#host/newId.ts';
import { ended, later, noted, started } from './facts.ts';
import { startHost } from './support.ts';

/*
 * A desk of a team in a process of its own, which takes calls and tells the team of them until it is
 * killed. It says `told <ids>` when the calls are in the folder.
 */
const [dataDir = '', folder = '', code = ''] = process.argv.slice(2);
const { client } = startHost(dataDir).connect();
await client.call('team.enterKey', { code });
await client.call('settings.update', {
  patch: { team: { role: 'write', folder, name: '김상담', numbers: 'all', notes: true } },
});
for (;;) {
  const callId = newId();
  const at = Date.now();
  await client.call('calls.append', {
    facts: [
      started({ callId, at }),
      later(callId, 'answered', at + 1),
      ended(callId, at + 2),
      // Long enough that a kill meets the writing.
      noted(callId, at + 3, '긴 메모입니다. '.repeat(200)),
    ],
  });
  const { writeFault } = await client.call('team.look', {});
  if (writeFault !== null) throw new Error(writeFault);
  process.stdout.write(`told ${callId}\n`);
}
