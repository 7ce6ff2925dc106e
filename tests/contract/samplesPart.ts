import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import type { SamplesState } from '#shared/contract/samples.ts';

/** Put in, told of to every page, and taken away in one step. */
export async function samplesPart(client: RpcClient<IeumContract>): Promise<void> {
  expect(await client.call('samples.state', {})).toEqual({ shown: 0, touched: 0 });
  const told = new Promise<SamplesState>((resolve) => {
    const stop = client.on('samples.changed', (state) => {
      stop();
      resolve(state);
    });
  });
  const state = await client.call('samples.add', {});
  expect(state.shown).toBeGreaterThan(60);
  expect(await told).toEqual(state);
  // Twice is once.
  expect(await client.call('samples.add', {})).toEqual(state);
  const { rows } = await client.call('calls.list', {});
  expect(rows.every(({ practice }) => practice)).toBe(true);
  expect(await client.call('samples.remove', { touched: 'keep' })).toEqual({
    ...{ shown: 0, touched: 0 },
  });
  expect((await client.call('calls.list', {})).rows).toEqual([]);
}
