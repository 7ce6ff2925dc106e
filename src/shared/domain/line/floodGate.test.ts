import { describe, expect, it } from 'vitest';
import { admitCall, CALLS_A_MINUTE } from './floodGate.ts';
import type { Admitted } from './floodGate.ts';

function offer(times: readonly number[]): boolean[] {
  let admitted: Admitted = [];
  return times.map((now) => {
    const decision = admitCall(admitted, now);
    admitted = decision.admitted;
    return decision.admit;
  });
}

describe('a flood of incoming calls', () => {
  it('lets an ordinary day through', () => {
    const everyTenSeconds = Array.from({ length: 100 }, (_, index) => index * 10_000);
    expect(offer(everyTenSeconds)).not.toContain(false);
  });

  it('lets twenty a minute through, whatever comes', () => {
    const fiftyASecond = Array.from({ length: 3_000 }, (_, index) => index * 20);
    expect(offer(fiftyASecond).filter(Boolean)).toHaveLength(CALLS_A_MINUTE);
  });

  it('is open again a minute later', () => {
    const first = Array.from({ length: CALLS_A_MINUTE + 1 }, () => 0);
    expect(offer([...first, 59_999, 60_000]).slice(-3)).toEqual([false, false, true]);
  });
});
