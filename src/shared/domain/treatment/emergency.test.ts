import { describe, expect, it } from 'vitest';
import { lastEmergencyCall, mayBeEmergencyCallback } from './emergency.ts';

const TEN = Date.UTC(2026, 10, 26, 1);
const MINUTE = 60_000;
const call = (dialled: string, startedAt = TEN) => ({
  ...{ direction: 'outbound' as const, practice: false, dialled, startedAt },
});

describe('a call to the emergency services', () => {
  it('is one to 112 or 119, however it was dialled', () => {
    expect(lastEmergencyCall([call('119'), call('112', TEN + MINUTE)])).toBe(TEN + MINUTE);
    expect(lastEmergencyCall([call('1 1 9')])).toBe(TEN);
    expect(lastEmergencyCall([call('114'), call('01012345678')])).toBeNull();
  });

  it('is none that came in, and none in practice', () => {
    expect(lastEmergencyCall([{ ...call('119'), direction: 'inbound' }])).toBeNull();
    expect(lastEmergencyCall([{ ...call('119'), practice: true }])).toBeNull();
    expect(lastEmergencyCall([])).toBeNull();
  });
});

describe('whoever calls after it', () => {
  it('may be them for an hour, also when the clock is set back', () => {
    expect(mayBeEmergencyCallback(TEN, TEN + 59 * MINUTE)).toBe(true);
    expect(mayBeEmergencyCallback(TEN, TEN + 60 * MINUTE)).toBe(false);
    expect(mayBeEmergencyCallback(TEN, TEN - 120 * MINUTE)).toBe(true);
    expect(mayBeEmergencyCallback(null, TEN)).toBe(false);
  });
});
