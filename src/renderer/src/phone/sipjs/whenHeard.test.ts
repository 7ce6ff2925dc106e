import { describe, expect, it } from 'vitest';
import { FIRST_PACKET_MS, whenHeard } from './whenHeard.ts';

/** A connection whose state and packets follow from the time. */
function setUp(course: { openAt: number; packetAt: number; overAt?: number }) {
  let now = 0;
  const connection = {
    get connectionState(): RTCPeerConnectionState {
      return now >= course.openAt ? 'connected' : 'connecting';
    },
    getStats: () =>
      Promise.resolve(
        new Map([
          ['a', { type: 'inbound-rtp', packetsReceived: now >= course.packetAt ? 1 : 0 }],
        ]) as unknown as RTCStatsReport,
      ),
  };
  const heard = whenHeard(
    () => connection,
    () => now >= (course.overAt ?? Infinity),
    {
      now: () => now,
      pause: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
  );
  return { heard, at: () => now };
}

describe('waiting until an answered customer can hear', () => {
  it('waits for the way to be open and for the first packet of theirs', async () => {
    const call = setUp({ openAt: 400, packetAt: 640 });
    expect(await call.heard).toBe(true);
    expect(call.at()).toBe(640);
  });

  it('never begins while the way is not open, however long that takes', async () => {
    const call = setUp({ openAt: 8_000, packetAt: 0 });
    expect(await call.heard).toBe(true);
    expect(call.at()).toBe(8_000);
  });

  it('speaks to a muted phone that sends nothing, after a second', async () => {
    const call = setUp({ openAt: 0, packetAt: Infinity });
    expect(await call.heard).toBe(true);
    expect(call.at()).toBe(FIRST_PACKET_MS);
  });

  it('gives up with the call', async () => {
    const call = setUp({ openAt: Infinity, packetAt: 0, overAt: 200 });
    expect(await call.heard).toBe(false);
  });
});
