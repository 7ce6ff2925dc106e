import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ExportState } from '#shared/contract/exports.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { MEDIA_PATH } from '#host/media.ts';
import { newId } from '#host/newId.ts';
import { wholeCall } from '../host/facts.ts';
import type { World } from './world.ts';

/** A file of calls, asked for, watched, fetched and written down, through one line. */
export async function exportsPart(
  client: RpcClient<IeumContract>,
  { dataDir, host }: Pick<World, 'dataDir' | 'host'>,
): Promise<void> {
  await client.call('calls.append', { facts: wholeCall({ name: '홍길동' }) });
  const { presets, unmasked } = await client.call('exports.options', {});
  expect(unmasked).toBe(false);
  expect(presets.map(({ title }) => title.ko)).toEqual([
    ...['상담 이력', '콜백 이행', '이석 기록', '문자 결과', '강성 고객 응대', '전체'],
  ]);
  expect(await client.call('exports.state', {})).toEqual({ state: null });
  const request = { preset: 'calls', format: 'csv', reason: '월말 점검' } as const;
  await expect(client.call('exports.start', { ...request, unmasked: true })).rejects.toMatchObject({
    code: 'export.unmasked',
  });
  await expect(client.call('exports.start', { ...request, reason: ' ' })).rejects.toMatchObject({
    code: 'input.invalid',
  });

  const over = ended(client);
  const begun = await client.call('exports.start', request);
  expect(begun).toMatchObject({ state: 'running', rows: 0, preset: 'calls' });
  await expect(client.call('exports.start', request)).rejects.toMatchObject({
    code: 'export.busy',
  });
  const done = await over;
  expect(done).toMatchObject({ id: begun.id, state: 'done', rows: 1 });
  expect(await client.call('exports.state', {})).toEqual({ state: done });
  expect(await client.call('exports.cancel', { id: begun.id })).toEqual(done);

  const { path } = await client.call('exports.download', { id: begun.id });
  const file = host.media(path.slice(MEDIA_PATH.length));
  expect(file).toMatchObject({ saveAs: done.name, size: done.bytes });
  const bytes = readFileSync(file?.path ?? '');
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(done.sha256);
  expect(bytes.toString()).toContain('홍*동');
  expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dataDir, 'exports'))).toEqual([`${begun.id}.csv`]);
  const { entries } = await client.call('access.list', {
    ...{ subjectKind: 'export', subjectId: begun.id },
  });
  expect(entries).toMatchObject([{ action: 'export', reason: '월말 점검' }]);
  expect(JSON.parse(entries[0]?.detail ?? '')).toMatchObject({
    ...{ preset: 'calls', format: 'csv', rows: 1, sha256: done.sha256, unmasked: false },
  });
  for (const method of ['exports.cancel', 'exports.download'] as const) {
    await expect(client.call(method, { id: newId() })).rejects.toMatchObject({
      code: 'export.unknown',
    });
  }
}

/** The state in which the next export ends. */
function ended(client: RpcClient<IeumContract>): Promise<ExportState> {
  return new Promise((resolve) => {
    const stop = client.on('exports.changed', (state) => {
      if (state.state === 'running') return;
      stop();
      resolve(state);
    });
  });
}

/** Records that are in memory only are on no disk to be read. */
export async function noExportPart(client: RpcClient<IeumContract>): Promise<void> {
  await expect(
    client.call('exports.start', { preset: 'all', format: 'xlsx', reason: '점검' }),
  ).rejects.toMatchObject({ code: 'export.in-memory' });
}
