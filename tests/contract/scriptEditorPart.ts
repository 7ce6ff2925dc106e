import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { SCRIPTS } from '../host/support.ts';

/** What a lead makes of a script, from the first check to the way back, through one line. */
export async function scriptEditorPart(
  client: RpcClient<IeumContract>,
  next: (name: 'scripts.changed') => Promise<EventDataOf<IeumContract, 'scripts.changed'>>,
): Promise<void> {
  const text = readFileSync(join(SCRIPTS, 'short.json'), 'utf8');
  const changed = text.replace('말씀해 주셔서 감사합니다', '고맙습니다');
  const wrong = changed.replace('{customer}, 말씀', '{custmer}, 말씀');
  const line = wrong.slice(0, wrong.indexOf('{custmer}')).split('\n').length;
  const faults = [{ code: 'unknown-token', line, path: 'steps[0].say[0].ko' }];

  expect(await client.call('scripts.check', { text: changed })).toMatchObject({
    script: { id: 'short', steps: [{}, { say: [{ ko: '고맙습니다.' }] }] },
    faults: [],
  });
  expect(await client.call('scripts.check', { text: wrong })).toEqual({ script: null, faults });
  const refused = client.call('scripts.publish', { id: newId(), text: wrong, note: '더 짧게' });
  await expect(refused).rejects.toMatchObject({ code: 'script.refused', details: { faults } });
  const unsaid = client.call('scripts.publish', { id: newId(), text: changed, note: ' ' });
  await expect(unsaid).rejects.toMatchObject({ code: 'input.invalid' });
  expect(await client.call('scripts.list', {})).toMatchObject({ scripts: [{ version: 1 }] });

  const told = next('scripts.changed');
  const note = '더 짧게';
  expect(await client.call('scripts.publish', { id: newId(), text: changed, note })).toEqual({
    scriptId: 'short',
    version: 2,
  });
  expect(await told).toEqual({});
  expect(await client.call('scripts.list', {})).toMatchObject({ scripts: [{ version: 2 }] });
  expect(await client.call('scripts.versions', { id: 'short' })).toMatchObject({
    rows: [
      { version: 2, source: 'own', note, again: null },
      { version: 1, source: 'built-in', note: '' },
    ],
    builtIn: { id: 'short', version: 1 },
    newer: false,
  });
  await expect(client.call('scripts.versions', { id: 'nobody' })).rejects.toMatchObject({
    code: 'script.unknown',
  });

  const back = { id: newId(), scriptId: 'short', version: 1 };
  expect(await client.call('scripts.use', back)).toEqual({ scriptId: 'short', version: 3 });
  expect(await client.call('scripts.use', back)).toEqual({ scriptId: 'short', version: 3 });
  await expect(
    client.call('scripts.use', { ...back, id: newId(), version: 9 }),
  ).rejects.toMatchObject({ code: 'script.unknown' });
}
