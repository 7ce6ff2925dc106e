import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/support/fuzz/random.ts';
import { applyToStatus, NO_STATUS } from './status.ts';
import type { Absence, AvailabilityFactBody, Span, Status } from './status.ts';
import { afterCall, askWhetherBack, dueChange, onDesk } from './changes.ts';

const MINUTE = 60_000;
const TEN = new Date('2026-11-26T10:00:00').getTime();
const AGENT = '01890a5d-ac96-774b-bcce-b302099a8057';

const idOf = (number: number): string =>
  `01890a5d-ac96-7000-8000-${number.toString(16).padStart(12, '0')}`;

function absence(reasonId: string, back: Absence['back'] = null): Absence {
  return { reasonId, reasonName: null, back, note: '', alternate: '' };
}

/** Facts as they come, minutes after ten. */
function after(...facts: (AvailabilityFactBody & { readonly minute: number })[]): Status {
  return facts.reduce<Status>((status, { minute, ...body }, index) => {
    const fact = { ...body, id: idOf(index), at: TEN + minute * MINUTE };
    return applyToStatus(status, fact, AGENT).status;
  }, NO_STATUS);
}

const start = { minute: 0, type: 'available', by: 'start' } as const;
const meeting = (minute: number, back: Absence['back'] = { minutes: 60 }) =>
  ({ minute, type: 'away', by: 'agent', absence: absence('meeting', back) }) as const;

describe('a status is what its facts add up to', () => {
  it('an absence of so many minutes ends so many minutes after it began', () => {
    expect(after(start, meeting(5)).span).toMatchObject({
      kind: 'away',
      reasonId: 'meeting',
      from: TEN + 5 * MINUTE,
      until: TEN + 65 * MINUTE,
    });
  });

  it('an absence until a time ends then, however late it begins', () => {
    const { span } = after(start, meeting(5, { at: TEN + 300 * MINUTE }));
    expect(span?.until).toBe(TEN + 300 * MINUTE);
  });

  it('an open one has no end', () => {
    expect(after(start, meeting(5, null)).span?.until).toBeNull();
  });

  it('the end can be moved, and what is said of it, without beginning anew', () => {
    const { span } = after(
      start,
      meeting(5),
      { minute: 20, type: 'extended', until: TEN + 90 * MINUTE },
      { minute: 21, type: 'described', note: '3층 회의실', alternate: '박민지' },
    );
    expect(span).toMatchObject({
      from: TEN + 5 * MINUTE,
      until: TEN + 90 * MINUTE,
      note: '3층 회의실',
      alternate: '박민지',
    });
  });

  it('neither means anything while calls are taken', () => {
    const status = after(start);
    for (const body of [
      { type: 'extended', until: TEN } as const,
      { type: 'described', note: 'x', alternate: '' } as const,
    ]) {
      const fact = { ...body, id: idOf(9), at: TEN };
      expect(applyToStatus(status, fact, AGENT).status).toBe(status);
    }
  });

  it('being available again while available says nothing new', () => {
    const status = after(start);
    const fact = { id: idOf(9), at: TEN + MINUTE, type: 'available', by: 'agent' } as const;
    expect(applyToStatus(status, fact, AGENT)).toEqual({ status, ended: null });
  });

  it('one span ends where the next begins, also when the clock was set back', () => {
    const status = after(start, meeting(30));
    const fact = { id: idOf(9), at: TEN - 120 * MINUTE, type: 'available', by: 'agent' } as const;
    const step = applyToStatus(status, fact, AGENT);
    expect(step.ended).toMatchObject({ reasonId: 'meeting', to: TEN + 30 * MINUTE });
    expect(step.status.span?.from).toBe(TEN + 30 * MINUTE);
  });

  it('what is reserved waits through after-call work, and is forgotten by any other change', () => {
    const next = absence('meal', { minutes: 60 });
    const reserved = { minute: 1, type: 'reserved', next } as const;
    const wrapUp = { minute: 5, type: 'away', by: 'call', absence: absence('wrap-up') } as const;
    expect(after(start, reserved).reserved).toEqual(next);
    expect(after(start, reserved, wrapUp).reserved).toEqual(next);
    expect(after(start, reserved, wrapUp, meeting(6)).reserved).toBeNull();
    expect(after(start, reserved, { ...reserved, next: null }).reserved).toBeNull();
  });
});

describe('after a call', () => {
  const at = TEN + 10 * MINUTE;

  it('after-call work begins, and ends by itself at its time', () => {
    const change = afterCall(after(start), at, 30);
    expect(change?.body).toMatchObject({
      type: 'away',
      by: 'call',
      absence: { reasonId: 'wrap-up' },
    });
    const status = after(start, { minute: 10, ...change?.body } as never);
    expect(dueChange(status, at + 29_999)).toBeNull();
    expect(dueChange(status, at + 30_000)).toEqual({
      at: at + 30_000,
      body: { type: 'available', by: 'time' },
    });
  });

  it('it ended when it was due, also when the app was closed then', () => {
    const status = after(start, { minute: 10, ...afterCall(after(start), at, 30)?.body } as never);
    expect(dueChange(status, at + 86_400_000)?.at).toBe(at + 30_000);
  });

  it('another call in after-call work begins it anew', () => {
    const status = after(start, { minute: 10, ...afterCall(after(start), at, 30)?.body } as never);
    expect(afterCall(status, at + 20_000, 30)?.body).toMatchObject({
      absence: { back: { at: at + 50_000 } },
    });
  });

  it('what was reserved comes after it', () => {
    const next = absence('meal', { minutes: 60 });
    const status = after(start, { minute: 1, type: 'reserved', next }, {
      minute: 10,
      ...afterCall(after(start), at, 30)?.body,
    } as never);
    expect(dueChange(status, at + 30_000)?.body).toEqual({
      type: 'away',
      by: 'reserved',
      absence: next,
    });
  });

  it('without after-call work what was reserved comes at once, and nothing else does', () => {
    expect(afterCall(after(start), at, 0)).toBeNull();
    const status = after(start, { minute: 1, type: 'reserved', next: absence('meal') });
    expect(afterCall(status, at, 0)?.body).toMatchObject({ type: 'away', by: 'reserved' });
  });

  it('whoever calls during an absence stays away, or takes calls where they chose so', () => {
    expect(afterCall(after(start, meeting(5)), at, 30)).toBeNull();
    const status = after(start, meeting(5), { minute: 6, type: 'reserved', next: 'available' });
    expect(afterCall(status, at, 30)?.body).toEqual({ type: 'available', by: 'reserved' });
  });
});

describe('back at the desk', () => {
  const later = (minutes: number): number => TEN + minutes * MINUTE;

  it('the first time calls are taken', () => {
    expect(onDesk(NO_STATUS, null, TEN)).toEqual([
      { at: TEN, body: { type: 'available', by: 'start' } },
    ]);
  });

  it('a reload changes nothing', () => {
    expect(onDesk(after(start, meeting(5)), later(30), later(31))).toEqual([]);
  });

  it.each([
    ['taking calls, an hour ago', after(start), 60, { type: 'available', by: 'start' }],
    ['in a meeting that still goes on', after(start, meeting(5, { minutes: 180 })), 60, 'goes on'],
    [
      'in a meeting whose time passed while closed',
      after(start, meeting(5)),
      120,
      { type: 'available', by: 'start' },
    ],
    ['in an open absence of this day', after(start, meeting(5, null)), 120, 'goes on'],
    [
      'in an open absence of yesterday',
      after(start, meeting(5, null)),
      24 * 60,
      { type: 'available', by: 'start' },
    ],
    [
      'in after-call work',
      after(start, { minute: 5, type: 'away', by: 'call', absence: absence('wrap-up') }),
      60,
      { type: 'available', by: 'start' },
    ],
  ] as const)('%s', (_, status, minute, next) => {
    const changes = onDesk(status, later(10), later(minute));
    expect(changes[0]).toEqual({ at: later(10), body: { type: 'off' } });
    expect(changes).toHaveLength(2);
    if (next === 'goes on') {
      expect(changes[1]).toMatchObject({
        body: { type: 'away', by: 'start', absence: { reasonId: 'meeting' } },
      });
    } else expect(changes[1]).toEqual({ at: later(minute), body: next });
  });

  it('a crash of a few minutes takes nobody out of an absence that was over', () => {
    expect(onDesk(after(start, meeting(5)), later(66), later(70))[1]).toMatchObject({
      body: { type: 'away', absence: { back: { at: later(65) } } },
    });
  });
});

describe('the question whether somebody is back', () => {
  it.each([
    ['before the time', after(start, meeting(5)), 64, false],
    ['at the time', after(start, meeting(5)), 65, true],
    ['open', after(start, meeting(5, null)), 600, false],
    ['while taking calls', after(start), 600, false],
  ])('%s', (_, status, minute, asked) => {
    expect(askWhetherBack(status, TEN + minute * MINUTE)).toBe(asked);
  });

  it('is not asked of after-call work, which ends by itself', () => {
    const wrapUp = {
      minute: 5,
      type: 'away',
      by: 'call',
      absence: absence('wrap-up', { minutes: 1 }),
    } as const;
    expect(askWhetherBack(after(start, wrapUp), TEN + 60 * MINUTE)).toBe(false);
  });
});

describe('whatever happens, in whatever order, on whatever clock', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))('seed %i', (seed) => {
    const random = randomFrom(seed);
    let now = TEN;
    let status = NO_STATUS;
    const spans: Span[] = [];
    const at = (): number => (now += Math.floor((random.next() - 0.3) * 120 * MINUTE));
    for (let index = 0; index < 60; index += 1) {
      const bodies: AvailabilityFactBody[] = [
        { type: 'available', by: 'agent' },
        {
          type: 'away',
          by: 'agent',
          absence: absence(
            random.pick(['meeting', 'meal']),
            random.pick([null, { minutes: 30 }, { at: now }]),
          ),
        },
        { type: 'extended', until: random.pick([null, now + MINUTE]) },
        { type: 'reserved', next: random.pick([null, 'available' as const, absence('meal')]) },
        { type: 'off' },
      ];
      const due = dueChange(status, now);
      const ended = random.next() < 0.2 ? afterCall(status, now, random.pick([0, 30])) : null;
      const change = due ?? ended ?? { at: at(), body: random.pick(bodies) };
      const step = applyToStatus(status, { ...change.body, id: idOf(index), at: change.at }, AGENT);
      if (step.ended) spans.push(step.ended);
      status = step.status;
    }
    const all = status.span ? [...spans, status.span] : spans;
    for (const [index, span] of all.entries()) {
      const following = all[index + 1];
      // Without a gap, and none of them backwards.
      expect(span.to ?? Infinity).toBeGreaterThanOrEqual(span.from);
      if (following) expect(span.to).toBe(following.from);
    }
    expect(all.filter(({ to }) => to === null).length).toBeLessThanOrEqual(1);
  });
});
