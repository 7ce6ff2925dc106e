import { describe, expect, it } from 'vitest';
import { afterCall, onDesk } from './changes.ts';
import { clockJump, heldBackUntil, longEnough, protectedUntil } from './protectedBreak.ts';
import { PROTECTED_BREAK } from './reasons.ts';
import { applyToStatus, CHANGED_BY, NO_STATUS } from './status.ts';
import type { Absence, AvailabilityFactBody, Status } from './status.ts';

const MINUTE = 60_000;
const TEN = new Date('2026-11-26T10:00:00').getTime();
const AGENT = '01890a5d-ac96-774b-bcce-b302099a8057';
const END = TEN + 10 * MINUTE;

function absence(reasonId: string, back: Absence['back']): Absence {
  return { reasonId, reasonName: null, back, note: '', alternate: '' };
}
const breakOf = (minutes: number): Absence => absence(PROTECTED_BREAK, { minutes });

function add(status: Status, body: AvailabilityFactBody, at: number): Status {
  const id = crypto.randomUUID();
  return applyToStatus(status, { ...body, id, at }, AGENT).status;
}
const RESTING = add(NO_STATUS, { type: 'away', by: 'agent', absence: breakOf(10) }, TEN);

const SHORTENING: readonly (readonly [string, AvailabilityFactBody])[] = [
  ...CHANGED_BY.map((by) => [`calls again, by ${by}`, { type: 'available', by }] as const),
  ...CHANGED_BY.map(
    (by) =>
      [
        `another reason, by ${by}`,
        { type: 'away', by, absence: absence('meeting', { minutes: 600 }) },
      ] as const,
  ),
  [
    'a shorter break',
    { type: 'away', by: 'agent', absence: absence(PROTECTED_BREAK, { at: END - 1 }) },
  ],
  [
    'a break without an end',
    { type: 'away', by: 'agent', absence: absence(PROTECTED_BREAK, null) },
  ],
  ['an earlier end', { type: 'extended', until: END - 1 }],
  ['no end, which could be any', { type: 'extended', until: null }],
];

describe('a protected break stands until its time', () => {
  it.each(SHORTENING)('%s changes nothing', (_, body) => {
    for (const at of [TEN, TEN + MINUTE, END - 1]) {
      expect(heldBackUntil(RESTING, body, at)).toBe(END);
      expect(add(RESTING, body, at)).toBe(RESTING);
    }
  });

  it.each(SHORTENING)('%s is free again at its end', (_, body) => {
    expect(heldBackUntil(RESTING, body, END)).toBeNull();
    expect(add(RESTING, body, END)).not.toBe(RESTING);
  });

  it('nothing is reserved for after a call in it; what was can be taken back', () => {
    const reserve = { type: 'reserved', next: 'available' } as const;
    expect(heldBackUntil(RESTING, reserve, TEN)).toBe(END);
    expect(heldBackUntil(RESTING, { type: 'reserved', next: null }, TEN)).toBeNull();
    // A call out is the agent's own wish; afterwards the break goes on.
    expect(afterCall(RESTING, TEN + MINUTE, 30)).toBeNull();
  });

  it('may be made longer, and described', () => {
    expect(add(RESTING, { type: 'extended', until: END + MINUTE }, TEN).span?.until).toBe(
      END + MINUTE,
    );
    expect(add(RESTING, { type: 'away', by: 'agent', absence: breakOf(20) }, TEN).span?.until).toBe(
      TEN + 20 * MINUTE,
    );
    const described = { type: 'described', note: '1층', alternate: '' } as const;
    expect(add(RESTING, described, TEN).span?.note).toBe('1층');
  });

  it.each([
    ['meal', { minutes: 10 }],
    ['rest', { minutes: 10 }],
  ] as const)('no other absence is protected: %s', (reasonId, back) => {
    const away = { type: 'away', by: 'agent', absence: absence(reasonId, back) } as const;
    expect(protectedUntil(add(NO_STATUS, away, TEN), TEN)).toBeNull();
  });

  it('goes on after a restart, with the end it had', () => {
    const changes = onDesk(RESTING, TEN + MINUTE, TEN + 4 * MINUTE);
    const status = changes.reduce<Status>((now, { at, body }) => add(now, body, at), RESTING);
    expect(protectedUntil(status, TEN + 4 * MINUTE)).toBe(END);
  });

  it('reserved in a call it begins with the end of the call, before after-call work', () => {
    const next = breakOf(10);
    const status = add(
      add(NO_STATUS, { type: 'available', by: 'start' }, TEN),
      { type: 'reserved', next },
      TEN,
    );
    expect(afterCall(status, END, 30)).toEqual({
      at: END,
      body: { type: 'away', by: 'reserved', absence: next },
    });
  });
});

describe('how long it is', () => {
  it.each([
    [null, 5],
    [{ minutes: 1 }, 5],
    [{ minutes: 10 }, 10],
    [{ at: TEN + 2 * MINUTE }, 5],
    [{ at: TEN - MINUTE }, 5],
    [{ at: TEN + 7.2 * MINUTE }, 8],
  ] as const)('wanted until %j it is %i minutes', (back, minutes) => {
    expect(longEnough(absence(PROTECTED_BREAK, back), TEN).back).toEqual({ minutes });
  });

  it('any other absence is as it was chosen', () => {
    const meal = absence('meal', { minutes: 1 });
    expect(longEnough(meal, TEN)).toBe(meal);
  });
});

describe('a clock that is set', () => {
  it.each([
    ['runs', 1_000, 1_000, 0],
    ['is looked at late', 31_000, 30_000, 0],
    ['is set forward by two hours', 7_201_000, 1_000, 7_200_000],
    ['is set back by two hours', -7_199_000, 1_000, -7_200_000],
  ])('%s', (_, wall, real, jump) => {
    expect(clockJump(wall, real)).toBe(jump);
  });

  it('takes the end of the break along', () => {
    const moved = { type: 'clock-moved', ms: 120 * MINUTE } as const;
    expect(add(RESTING, moved, TEN + 121 * MINUTE).span?.until).toBe(END + 120 * MINUTE);
    const none = add(NO_STATUS, { type: 'available', by: 'start' }, TEN);
    expect(add(none, moved, TEN)).toBe(none);
  });
});
