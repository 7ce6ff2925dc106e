import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import { newId } from '#host/newId.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { DIALOG } from './dialogFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const ACCOUNT = 'sip:1001@pbx.example';
const HOUR = 3_600_000;

let dir: ReturnType<typeof makeTempDir>;
let started: TestHost | null = null;
let now = Date.now();
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(async () => {
  await started?.host.stop();
  dir.remove();
});

async function start(): Promise<RpcClient<IeumContract>> {
  await started?.host.stop();
  started = startHost(dir.path, { clock: () => now });
  return started.connect().client;
}
const open = async (client: RpcClient<IeumContract>): Promise<string[]> =>
  (await client.call('desk.openDialogs', { account: ACCOUNT })).dialogs.map(({ callId }) => callId);

describe('the dialog of an answered call', () => {
  it('is there after a restart, and of the newest keeping', async () => {
    const callId = newId();
    let client = await start();
    await client.call('desk.keepDialog', { callId, account: ACCOUNT, dialog: DIALOG });
    const renewed = { ...DIALOG, sequence: 7 };
    await client.call('desk.keepDialog', { callId, account: ACCOUNT, dialog: renewed });
    client = await start();
    expect(await client.call('desk.openDialogs', { account: ACCOUNT })).toEqual({
      dialogs: [{ callId, dialog: renewed }],
    });
  });

  it('is of no use after a day, and goes with the next one that is kept', async () => {
    const client = await start();
    await client.call('desk.keepDialog', { callId: newId(), account: ACCOUNT, dialog: DIALOG });
    now += 23 * HOUR;
    expect(await open(client)).toHaveLength(1);
    now += HOUR;
    expect(await open(client)).toEqual([]);
    const callId = newId();
    await client.call('desk.keepDialog', { callId, account: ACCOUNT, dialog: DIALOG });
    now -= 2 * HOUR;
    expect(await open(client)).toEqual([callId]);
  });

  it('of an exchange that names things beyond all measure is not kept', async () => {
    const client = await start();
    const dialog = { ...DIALOG, remoteTag: 'x'.repeat(257) };
    await expect(
      client.call('desk.keepDialog', { callId: newId(), account: ACCOUNT, dialog }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
    expect(await open(client)).toEqual([]);
  });
});
