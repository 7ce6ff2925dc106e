import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { hashPassphrase } from '#host/roles/passphrase.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

const WORDS = '푸른 바다 위 등대';

/** A file that gives a passphrase to a lead, and what removes it. */
export async function leadProvisioned(): Promise<{ readonly file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-lead-'));
  const file = join(folder, 'provision.json');
  const account = { uri: 'sip:1001@pbx.example.com', servers: ['wss://pbx.example.com/ws'] };
  const lead = { passphrase: await hashPassphrase(WORDS, { ln: 14, r: 8, p: 1 }) };
  writeFileSync(file, JSON.stringify({ version: 1, account, policy: { lead } }));
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Refused, unlocked, used and locked through one line. */
export async function rolesPart(
  client: RpcClient<IeumContract>,
  told: () => Promise<unknown>,
): Promise<void> {
  const locked = await client.call('roles.state', {});
  expect(locked).toEqual({ role: 'agent', hasLead: true, may: [], until: null, waitMs: 0 });
  await expect(client.call('roles.unlock', { passphrase: '다른 말' })).rejects.toMatchObject({
    ...{ code: 'role.wrong', details: { waitMs: 0 } },
  });
  const change = told();
  const unlocked = await client.call('roles.unlock', { passphrase: WORDS });
  expect(unlocked).toMatchObject({ role: 'lead', hasLead: true, waitMs: 0 });
  expect(await change).toEqual({});
  expect((await client.call('exports.options', {})).unmasked).toBe(true);
  expect(await client.call('roles.lock', {})).toEqual(locked);
  expect((await client.call('exports.options', {})).unmasked).toBe(false);
}
