import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { jpeg } from '../support/pictures.ts';

/** A picture of the largest size from its file to its removal, through one line. */
export async function picturesPart(client: RpcClient<IeumContract>): Promise<void> {
  const bytes = jpeg({ width: 1_500, height: 1_440, bytes: 307_200 }).toString('base64');
  const put = await client.call('pictures.put', { bytes });
  const { sha256 } = put;
  expect(put).toEqual({
    ...{ sha256, type: 'image/jpeg', size: 307_200, width: 1_500, height: 1_440 },
  });
  expect(await client.call('pictures.put', { bytes })).toEqual(put);
  expect(await client.call('pictures.get', { sha256 })).toEqual({ type: 'image/jpeg', bytes });
  const none = Buffer.from('no picture at all').toString('base64');
  await expect(client.call('pictures.put', { bytes: none })).rejects.toMatchObject({
    code: 'picture.invalid',
  });
  const large = jpeg({ bytes: 307_201 }).toString('base64');
  await expect(client.call('pictures.put', { bytes: large })).rejects.toMatchObject({
    code: 'picture.too-large',
  });
  await expect(client.call('pictures.get', { sha256: '../ieum.sqlite' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  expect(await client.call('pictures.remove', { sha256 })).toEqual({ removed: true });
  expect(await client.call('pictures.remove', { sha256 })).toEqual({ removed: false });
  await expect(client.call('pictures.get', { sha256 })).rejects.toMatchObject({
    code: 'picture.unknown',
  });
}
