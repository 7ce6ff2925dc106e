import { expect } from 'vitest';
import type { EncryptionState } from '#shared/contract/encryption.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { keystoreSecrets } from '../host/encryptionFacts.ts';
import { wholeCall } from '../host/facts.ts';
import { makeTempDir, startHost } from '../host/support.ts';

/** Switched on and off, its code shown until it is noted, and what is refused. */
export async function encryptionPart(client: RpcClient<IeumContract>): Promise<void> {
  await client.call('calls.append', { facts: wholeCall({ name: '첫째' }) });
  const off: EncryptionState = {
    ...{ state: 'off', fixed: null, codeOwed: false, failed: null, others: 0 },
  };
  expect(await client.call('encryption.state', {})).toEqual(off);
  for (const call of [
    () => client.call('encryption.code', {}),
    () => client.call('encryption.unlock', { code: '' }),
    () => client.call('encryption.beginEmpty', {}),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'encryption.refused' });
  }
  const told = new Promise<EncryptionState>((resolve) => {
    client.on('encryption.changed', (now) => now.state === 'on' && resolve(now));
  });
  const on = { ...off, state: 'on', codeOwed: true };
  expect(await client.call('encryption.switch', { on: true })).toEqual(on);
  expect(await told).toMatchObject({ state: 'on' });
  expect((await client.call('encryption.code', {})).code).toMatch(
    /^([0-9A-Z]{5}-){11}[0-9A-Z]{5}$/,
  );
  expect(await client.call('encryption.codeNoted', {})).toEqual({ ...on, codeOwed: false });
  const { rows } = await client.call('calls.list', {});
  expect(rows.map(({ name }) => name)).toEqual(['첫째']);
  expect(await client.call('encryption.switch', { on: false })).toEqual(off);
}

/** A folder whose key is not here, and its code. */
export async function lockedFolder(): Promise<{ dataDir: string; code: string; remove(): void }> {
  const dir = makeTempDir();
  const test = startHost(dir.path, {
    secrets: keystoreSecrets(),
    capabilities: { shell: 'electron', keystore: true },
  });
  const { client } = test.connect();
  await client.call('calls.append', { facts: wholeCall({ name: '잠긴 고객' }) });
  await client.call('encryption.switch', { on: true });
  const { code } = await client.call('encryption.code', {});
  await test.host.stop();
  return { dataDir: dir.path, code, remove: () => dir.remove() };
}
