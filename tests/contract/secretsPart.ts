import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

const PASSPHRASE = 'a yellow umbrella by the sea';

/** A file of secrets from its making to its end, through one line; the line's own password with it. */
export async function secretsPart(
  client: RpcClient<IeumContract>,
  changed: () => Promise<{ kept: string }>,
): Promise<void> {
  expect((await client.call('account.get', {})).secretKept).toBe('memory');
  await expect(client.call('secrets.seal', { passphrase: 'short' })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  const told = changed();
  expect(await client.call('secrets.seal', { passphrase: PASSPHRASE })).toEqual({ kept: 'file' });
  expect(await told).toEqual({ kept: 'file' });
  expect((await client.call('account.get', {})).secretKept).toBe('file');
  expect(await client.call('secrets.open', { passphrase: 'of no use now' })).toEqual({
    kept: 'file',
  });
  expect(await client.call('secrets.remove', {})).toEqual({ kept: 'memory' });
}

/** Where the system keeps them, or nothing can, there is nothing to open. */
export async function noSecretsFilePart(client: RpcClient<IeumContract>): Promise<void> {
  await expect(client.call('secrets.seal', { passphrase: PASSPHRASE })).rejects.toMatchObject({
    code: 'secrets.keystore',
  });
}
