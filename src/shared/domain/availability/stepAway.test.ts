import { describe, expect, it } from 'vitest';
import { applyToStatus, NO_STATUS } from './status.ts';
import type { CHANGED_BY, Status } from './status.ts';
import { askAfterReturn, stepAwaySchema, whenGone } from './stepAway.ts';
import { STEPPED_OUT } from './reasons.ts';

const TEN = Date.UTC(2026, 10, 26, 1);
const MINUTE = 60_000;
const AGENT = '0193494a-5a00-7000-8000-00000000000a';
const FACT = '0193494a-5a00-7000-8000-00000000000b';

const available = applyToStatus(
  NO_STATUS,
  { id: FACT, at: TEN, type: 'available', by: 'start' },
  AGENT,
).status;

function away(by: (typeof CHANGED_BY)[number]): Status {
  const absence = {
    ...{ reasonId: STEPPED_OUT, reasonName: null, back: null, note: '', alternate: '' },
  };
  return applyToStatus(NO_STATUS, { id: FACT, at: TEN, type: 'away', by, absence }, AGENT).status;
}

const there = { locked: false, idleSince: null };
const locked = { locked: true, idleSince: null };
const idle = (since: number) => ({ locked: false, idleSince: since });
const both = stepAwaySchema.parse({ onLock: true, idleMinutes: 5 });

describe('an agent who leaves without a word', () => {
  it('stays available where the desk has decided nothing', () => {
    const policy = stepAwaySchema.parse({});
    expect(whenGone(available, locked, policy, 0)).toBeNull();
    expect(whenGone(available, idle(TEN), policy, 0)).toBeNull();
  });

  it('is away at once with a locked screen', () => {
    expect(whenGone(available, locked, both, 0)).toEqual({ at: TEN, by: 'lock' });
    expect(whenGone(available, there, both, 0)).toBeNull();
  });

  it('is away after so many minutes without a touch', () => {
    const since = TEN + 20 * MINUTE;
    expect(whenGone(available, idle(since), both, 0)).toEqual({
      at: since + 5 * MINUTE,
      by: 'idle',
    });
  });

  it('is not idle by talking, nor by being idle before they took calls again', () => {
    const hungUp = TEN + 40 * MINUTE;
    expect(whenGone(available, idle(TEN + MINUTE), both, hungUp)?.at).toBe(hungUp + 5 * MINUTE);
    expect(whenGone(available, idle(TEN - 60 * MINUTE), both, 0)?.at).toBe(TEN + 5 * MINUTE);
  });

  it('keeps the reason they have chosen themselves', () => {
    expect(whenGone(away('agent'), locked, both, 0)).toBeNull();
    expect(whenGone(NO_STATUS, locked, both, 0)).toBeNull();
  });
});

describe('an agent who is there again', () => {
  it('is asked where the app had made them away, and only then', () => {
    for (const by of ['lock', 'idle'] as const) {
      expect(askAfterReturn(away(by), there)).toBe(true);
      expect(askAfterReturn(away(by), locked)).toBe(false);
      expect(askAfterReturn(away(by), idle(TEN))).toBe(false);
    }
    expect(askAfterReturn(away('agent'), there)).toBe(false);
    expect(askAfterReturn(available, there)).toBe(false);
  });
});
