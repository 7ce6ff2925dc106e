import { newId } from '#host/newId.ts';
import { makePieces } from './recordingPieces.ts';
import { startHost } from './support.ts';

/*
 * A host in a process of its own that records until it is killed. It says `ready`, and
 * `kept <id> <pieces> <bytes>` after each piece that the host has acknowledged.
 */
const [dataDir = '', provisioningFile = ''] = process.argv.slice(2);
const { client } = startHost(dataDir, { provisioningFile }).connect();
process.stdout.write('ready\n');
for (;;) {
  const id = newId();
  const piece = makePieces();
  await client.call('recordings.begin', {
    ...{ id, callId: newId(), kind: 'call', startedAt: Date.now() },
  });
  for (let seq = 0; seq < 20; seq += 1) {
    const { bytes } = await client.call('recordings.append', { id, seq, data: piece() });
    process.stdout.write(`kept ${id} ${seq + 1} ${bytes}\n`);
  }
  await client.call('recordings.end', { id, endedAt: Date.now(), reason: 'call-ended' });
}
