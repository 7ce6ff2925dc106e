import { createInterface } from 'node:readline';
import { startHost } from './support.ts';
import { newId } from '#host/newId.ts';
import { disposedAs, ended, later, noted, started, treated } from './facts.ts';
import { received } from './messageFacts.ts';
import { nthPerson } from './people.ts';
import { inRun, movedTo, runStarted } from './runFacts.ts';

/*
 * A host in a process of its own, for tests that kill it. It says `ready`, and with `append` as its
 * second argument writes calls and messages as fast as it can and says `kept <id> …` only after the host has
 * acknowledged those facts. With `import` it imports 500 new contacts at a time and says
 * `importing <id>` before and `imported <id>` after. With `guide` it goes through a script in a call
 * and says `at <step> <run>` after each step is acknowledged.
 */
const [dataDir = '', mode, round = '0'] = process.argv.slice(2);
const running = startHost(dataDir);
const { client } = running.connect();
process.stdout.write('ready\n');

if (mode === 'append') {
  let at = 1_000_000;
  const absence = { reasonId: 'meeting', reasonName: null, back: null, note: '', alternate: '' };
  const set = { id: newId(), to: absence, by: 'agent' } as const;
  const { span } = await client.call('availability.set', set);
  for (;;) {
    const message = received({ at: (at += 10) });
    await client.call('messages.receive', { fact: message, answerBy: Date.now() + 60_000 });
    process.stdout.write(`kept ${message.id}\n`);
    const call = started({ callId: newId(), at });
    const facts = [
      call,
      later(call.callId, 'ringing', at),
      later(call.callId, 'answered', at + 1),
      noted(call.callId, at + 2, '메모 '.repeat(50)),
    ];
    const missed = started({ callId: newId(), at: Date.now() });
    const busy = treated(missed.callId, missed.at, { spanId: span?.id });
    const gaveUp = ended(missed.callId, missed.at + 1, { outcome: 'missed' });
    const about = [disposedAs(call.callId, at + 3, 'billing-twice')];
    for (const batch of [[missed, busy, gaveUp], facts.slice(0, 1), facts.slice(1), about]) {
      await client.call('calls.append', { facts: batch });
      process.stdout.write(`kept ${batch.map(({ id }) => id).join(' ')}\n`);
    }
  }
} else if (mode === 'import') {
  let n = Number(round) * 40_000;
  for (let file = 0; file < 80; file += 1) {
    const importId = newId();
    const people = Array.from({ length: 500 }, (_, index) => ({
      line: index + 2,
      fields: nthPerson((n += 1)),
    }));
    await client.call('contacts.importStage', { importId, from: 0, people });
    process.stdout.write(`importing ${importId}\n`);
    await client.call('contacts.import', { importId, onSame: 'merge', fileName: '', refused: 0 });
    process.stdout.write(`imported ${importId}\n`);
  }
} else if (mode === 'guide') {
  const call = started({ callId: newId(), at: Date.now() });
  await client.call('calls.append', { facts: [call] });
  const begun = runStarted({ callId: call.callId, at: call.at, stepId: 'step-0' });
  const { runId } = begun;
  await client.call('runs.append', { facts: [begun] });
  for (let step = 1; step < 250; step += 1) {
    const at = call.at + step;
    const value = `고객의 말 ${step}`;
    const facts = [
      movedTo(runId, at, `step-${step}`),
      inRun(runId, at, { type: 'field', fieldId: 'trouble', value }),
    ];
    await client.call('runs.append', { facts });
    process.stdout.write(`at ${step} ${runId}\n`);
  }
} else {
  // Until the parent goes. A host that nothing refers to any more is collected, and its folder is free.
  const stop = (): Promise<void> => running.host.stop();
  createInterface(process.stdin).on('close', () => void stop().then(() => process.exit(0)));
}
