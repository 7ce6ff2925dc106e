import { expect } from 'vitest';
import type { HealthState } from '#shared/contract/health.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** How the app is, and a look through the database, through one line. */
export async function healthPart(
  client: RpcClient<IeumContract>,
  changed: () => Promise<HealthState>,
): Promise<void> {
  const before = await client.call('health.state', {});
  expect(before).toMatchObject({
    ...{ storage: { state: 'ok' }, check: { running: false, last: null }, errors: [] },
    ...{ texts: { waiting: 0, retrying: 0, unsure: 0 }, backup: { lastAt: null, failed: null } },
    versions: { app: '0.0.0-test', electron: null, node: process.versions.node },
  });
  expect(before.database.bytes).toBeGreaterThan(0);
  expect(before.database.pages * before.database.pageBytes).toBeGreaterThan(100_000);
  expect(before.freeBytes).toBeGreaterThan(0);
  const told = changed();
  expect(await client.call('health.check', {})).toMatchObject({ check: { running: true } });
  await expect(client.call('health.check', {})).rejects.toMatchObject({ code: 'backup.busy' });
  const after = await told;
  expect(after.check).toMatchObject({ running: false, last: { code: null } });
  expect((await client.call('health.state', {})).check).toEqual(after.check);
}
