import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { wholeCall } from '../host/facts.ts';
import { inRun, movedTo, runStarted } from '../host/runFacts.ts';
import { SCRIPTS } from '../host/support.ts';
import type { World } from './world.ts';

type GuidanceEvent = 'scripts.changed' | 'runs.changed';

/**
 * A run of a script from its first step to the end of its call, and what a lead does to the script
 * meanwhile, through one line.
 * @param scriptsDir the folder that the host reads
 */
export async function guidancePart(
  client: RpcClient<IeumContract>,
  { tick, scriptsDir }: Pick<World, 'tick'> & { readonly scriptsDir: string },
  next: <E extends GuidanceEvent>(name: E) => Promise<EventDataOf<IeumContract, E>>,
): Promise<void> {
  const file = join(scriptsDir, 'short.json');
  const first = readFileSync(join(SCRIPTS, 'short.json'), 'utf8');
  expect(await client.call('scripts.list', {})).toEqual({ scripts: [], refused: [] });
  const told = next('scripts.changed');
  writeFileSync(file, first);
  tick();
  expect(await told).toEqual({});
  const { scripts, refused } = await client.call('scripts.list', {});
  expect(scripts).toMatchObject([{ id: 'short', version: 1, steps: [{ id: 'hear' }, {}] }]);
  expect(refused).toEqual([]);

  const [started, ...later] = wholeCall();
  const end = later.at(-1);
  if (!started || !end) throw new Error('a call');
  await client.call('calls.append', { facts: [started, ...later.slice(0, -1)] });
  const begun = runStarted({ callId: started.callId, at: started.at + 1 });
  const { runId } = begun;
  const changed = next('runs.changed');
  expect(await client.call('runs.append', { facts: [begun] })).toEqual({ stored: 1 });
  expect(await changed).toEqual({ ids: [runId] });
  const at = begun.at + 1;
  const facts: RunFact[] = [
    inRun(runId, at, { type: 'tone', tone: 'rational' }),
    inRun(runId, at, { type: 'trigger', trigger: 'deadline' }),
    inRun(runId, at, { type: 'field', fieldId: 'trouble', value: '배송이 늦음' }),
    inRun(runId, at, { type: 'acted', action: 'promise', ref: newId() }),
    movedTo(runId, at, 'thank'),
  ];
  expect(await client.call('runs.append', { facts: [begun, ...facts] })).toEqual({ stored: 5 });
  const open = await client.call('runs.open', {});
  expect(open).toMatchObject({
    rows: [
      {
        ...{ id: runId, stepId: 'thank', tone: 'rational', trigger: 'deadline', end: null },
        fields: { trouble: '배송이 늦음' },
        visits: [{ stepId: 'hear', leftAt: at, how: 'next' }, { stepId: 'thank' }],
      },
    ],
  });
  const unknown = [movedTo(newId(), at, 'thank')];
  await expect(client.call('runs.append', { facts: unknown })).rejects.toMatchObject({
    code: 'run.unknown',
  });

  // The lead changes the script in the middle of it.
  const again = next('scripts.changed');
  writeFileSync(
    file,
    first.replace('"version": 1', '"version": 2').replace('감사합니다', '고맙습니다'),
  );
  tick();
  await again;
  expect(await client.call('scripts.list', {})).toMatchObject({ scripts: [{ version: 2 }] });
  expect(await client.call('scripts.version', { id: 'short', version: 1 })).toEqual(scripts[0]);
  await expect(client.call('scripts.version', { id: 'short', version: 3 })).rejects.toMatchObject({
    code: 'script.unknown',
  });

  const over = next('runs.changed');
  await client.call('calls.append', { facts: [end] });
  expect(await over).toEqual({ ids: [runId] });
  expect(await client.call('runs.open', {})).toEqual({ rows: [] });
  const ofCall = await client.call('runs.ofCall', { callId: started.callId });
  expect(ofCall).toMatchObject({ rows: [{ id: runId, end: { at: end.at, how: 'call-over' } }] });
  const times = { from: begun.at, to: begun.at + 1, practice: begun.practice };
  expect(await client.call('runs.patterns', times)).toMatchObject({ runs: 1 });
  const before = { ...times, from: begun.at - 1, to: begun.at };
  expect(await client.call('runs.patterns', before)).toMatchObject({ runs: 0 });
}
