import { describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { AWAKE_MS } from '#host/services/power.ts';
import type { PowerShell } from '#host/services/power.ts';
import { makeTempDir, startHost } from './support.ts';

const DESK = newId();
const CALL = newId();

/** A host in a shell with power, a page that holds the phone, and time that a test lets pass. */
async function open() {
  const dir = makeTempDir();
  const awake: boolean[] = [];
  const waiting = new Set<{ ms: number; run: () => void }>();
  let tell: Parameters<PowerShell['listen']>[0] | null = null;
  const { host, connect } = startHost(dir.path, {
    later: (ms, run) => {
      const one = { ms, run };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    powerShell: {
      watched: () => ({ locked: false, idleSince: null }),
      listen: (told) => {
        tell = told;
        return () => (tell = null);
      },
      keepAwake: (on) => awake.push(on),
    },
  });
  const page = connect();
  await page.client.call('desk.claim', { deskId: DESK, takeOver: false });
  return {
    ...{ awake, page, host },
    told: () => tell,
    beat: (callIds: string[]) => page.client.call('calls.heartbeat', { callIds, at: Date.now() }),
    pass: () => {
      for (const one of [...waiting].filter(({ ms }) => ms === AWAKE_MS)) {
        waiting.delete(one);
        one.run();
      }
    },
    close: async () => {
      await host.stop();
      dir.remove();
    },
  };
}

describe('the computer', () => {
  it('is kept awake from the first sign of a call on, once', async () => {
    const { awake, beat, close } = await open();
    await beat([]);
    expect(awake).toEqual([]);
    await beat([CALL]);
    await beat([CALL]);
    expect(awake).toEqual([true]);
    await close();
  });

  it('may sleep when no call says any more that it goes on', async () => {
    const { awake, beat, pass, close } = await open();
    await beat([CALL]);
    await beat([CALL]);
    pass();
    expect(awake).toEqual([true, false]);
    await close();
  });

  it('may sleep at once when the page with the call is gone', async () => {
    const { awake, beat, page, close } = await open();
    await beat([CALL]);
    page.pair.client.close();
    expect(awake).toEqual([true, false]);
    await close();
  });

  it('is let go of, and listened to no more, when the host ends', async () => {
    const { awake, beat, told, close } = await open();
    await beat([CALL]);
    await close();
    expect(awake).toEqual([true, false]);
    expect(told()).toBeNull();
  });
});
