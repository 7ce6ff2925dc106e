import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { wholeCall } from '../host/facts.ts';
import { open, PASSPHRASE, send, settled } from '../host/moveFolder.ts';

/** Everything in one file, taken, opened, put in the place of what is here, and taken back. */
export async function movePart(
  client: RpcClient<IeumContract>,
  fileAt: (path: string) => string,
): Promise<void> {
  await client.call('calls.append', { facts: wholeCall({ name: '첫째' }) });
  const over = settled(client);
  expect(await client.call('move.pack', { passphrase: PASSPHRASE })).toMatchObject({
    ...{ step: 'packing', packed: null, failed: null },
  });
  expect(await over).toMatchObject({ step: 'packed', failed: null });
  const { path } = await client.call('move.download', {});
  const file = readFileSync(fileAt(path));
  expect((await client.call('move.state', {})).packed?.bytes).toBe(file.length);

  await client.call('calls.append', { facts: wholeCall({ name: '둘째' }) });
  await send(client, file);
  await expect(client.call('move.piece', { at: 0, data: 'eHg=' })).rejects.toMatchObject({
    code: 'move.unknown',
  });
  expect(await open(client, 'another passphrase')).toMatchObject({
    ...{ step: 'received', failed: { code: 'move.passphrase' } },
  });
  expect(await open(client)).toMatchObject({
    ...{ step: 'opened', failed: null },
    opened: { then: { calls: 1 }, now: { calls: 2 } },
  });
  const names = async (): Promise<unknown[]> =>
    (await client.call('calls.list', {})).rows.map((row) => row.name).sort();
  const { replaced } = await client.call('move.replace', {});
  expect(await names()).toEqual(['첫째']);
  const back = await client.call('move.takeBack', { name: replaced });
  expect(await names()).toEqual(['둘째', '첫째']);
  expect(await client.call('move.forget', { name: back.replaced })).toMatchObject({
    ...{ step: 'idle', replaced: [] },
  });
  await client.call('move.receive', { bytes: 10 });
  expect(await client.call('move.cancel', {})).toMatchObject({ step: 'idle' });
  for (const method of ['move.replace', 'move.download'] as const) {
    await expect(client.call(method, {})).rejects.toMatchObject({ code: 'move.unknown' });
  }
}
