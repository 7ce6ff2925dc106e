import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** A host without a shell that could renew it says so, and refuses. */
export async function updatesPart(client: RpcClient<IeumContract>): Promise<void> {
  expect(await client.call('updates.state', {})).toEqual({
    ...{ refusal: 'not-installed', step: 'idle', version: null, checkedAt: null, failed: null },
  });
  await expect(client.call('updates.check', {})).rejects.toMatchObject({ code: 'update.off' });
  await expect(client.call('updates.install', {})).rejects.toMatchObject({
    code: 'update.not-ready',
  });
}
