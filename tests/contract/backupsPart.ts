import { expect } from 'vitest';
import type { BackupsState } from '#shared/contract/backups.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { wholeCall } from '../host/facts.ts';

/** Made, looked into and put back through one line. */
export async function backupsPart(client: RpcClient<IeumContract>): Promise<void> {
  await client.call('calls.append', { facts: wholeCall({ name: '첫째' }) });
  const over = written(client);
  expect(await client.call('backups.make', {})).toMatchObject({ working: true, backups: [] });
  await expect(client.call('backups.make', {})).rejects.toMatchObject({ code: 'backup.busy' });
  const state = await over;
  expect(state).toMatchObject({ working: false, failed: null });
  expect(await client.call('backups.state', {})).toEqual(state);
  const name = state.backups[0]?.name ?? '';

  await client.call('calls.append', { facts: wholeCall({ name: '둘째' }) });
  expect(await client.call('backups.preview', { name })).toMatchObject({
    ...{ name, newer: false, then: { calls: 1 }, now: { calls: 2 } },
  });
  const { setAside } = await client.call('backups.restore', { name });
  expect(setAside).toMatch(/^ieum\.replaced-/);
  const { rows } = await client.call('calls.list', {});
  expect(rows.map((row) => row.name)).toEqual(['첫째']);
  for (const method of ['backups.preview', 'backups.restore'] as const) {
    await expect(client.call(method, { name: 'ieum.sqlite' })).rejects.toMatchObject({
      code: 'backup.unknown',
    });
  }
}

function written(client: RpcClient<IeumContract>): Promise<BackupsState> {
  return new Promise((resolve) => {
    const stop = client.on('backups.changed', (state) => {
      if (state.working) return;
      stop();
      resolve(state);
    });
  });
}
