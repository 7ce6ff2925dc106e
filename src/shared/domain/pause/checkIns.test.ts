import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OFFICE_HOURS } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import { checkInState, checkInTimes, checkInToSay, nextCheckIn } from './checkIns.ts';
import { applyToPause } from './record.ts';
import type { PauseFact, PauseRow } from './record.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const zone = process.env['TZ'];

const ALWAYS: BusinessHours = {
  week: Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]),
  closed: [],
};
const SCHEDULE = { days: [3, 7, 14, 30], minute: 10 * 60 };
const at = (month: number, day: number, hour = 0, minute = 0): number =>
  new Date(2026, month - 1, day, hour, minute).getTime();

let ids = 0;
const id = (): string => `00000000-0000-7000-8000-${String((ids += 1)).padStart(12, '0')}`;

function paused(times: readonly number[], openedAt = 0): PauseRow {
  const row = applyToPause(
    null,
    {
      ...{ id: id(), pauseId: id(), at: openedAt, type: 'opened', since: openedAt },
      numbers: [{ address: '', dialled: '01012345678', e164: '+821012345678' }],
      ...{ name: null, practice: false, customerId: null, cause: 'unknown', causeNote: '' },
      ...{ owner: null, channels: [], origin: { callId: null, promiseId: null } },
      checkIns: times.map((time) => ({ id: id(), at: time })),
    },
    id(),
  );
  if (!row) throw new Error('not opened');
  return row;
}

type Body<F> = F extends PauseFact ? Omit<F, 'id' | 'pauseId' | 'at'> : never;
function after(row: PauseRow, now: number, body: Body<PauseFact>): PauseRow {
  const next = applyToPause(row, { ...body, id: id(), pauseId: row.id, at: now }, row.agentId);
  if (!next) throw new Error('gone');
  return next;
}

describe('check-ins', () => {
  beforeEach(() => {
    process.env['TZ'] = 'Asia/Seoul';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('come so many days after, at ten by the clock on the wall', () => {
    expect(checkInTimes(at(11, 25, 15, 20), SCHEDULE, ALWAYS)).toEqual([
      at(11, 28, 10),
      at(12, 2, 10),
      at(12, 9, 10),
      at(12, 25, 10),
    ]);
  });

  it('that fall on a closed day move to the next open moment, and two that meet are one', () => {
    // Saturday, Sunday and Monday.
    const days = { days: [3, 4, 5], minute: 10 * 60 };
    expect(checkInTimes(at(11, 25, 15), days, OFFICE_HOURS)).toEqual([
      at(11, 30, 9),
      at(11, 30, 10),
    ]);
    const closed = { ...OFFICE_HOURS, closed: ['2026-11-30'] };
    expect(checkInTimes(at(11, 25, 15), days, closed)).toEqual([at(12, 1, 9)]);
    // Before the office opens: at its opening.
    expect(checkInTimes(at(11, 25), { days: [1], minute: 0 }, OFFICE_HOURS)).toEqual([
      at(11, 26, 9),
    ]);
  });

  it('are not lost where the table says that it is never open', () => {
    const never = { week: ALWAYS.week.map(() => []), closed: [] };
    expect(checkInTimes(at(11, 25, 15), SCHEDULE, never)).toHaveLength(4);
  });

  it.each([
    ['America/New_York', at(11, 1), 'the clocks went back'],
    ['Europe/Berlin', at(3, 29), 'the clocks went forward'],
  ])('stand at ten on the wall in %s whatever summer time does', (name) => {
    process.env['TZ'] = name;
    for (let day = 0; day < 365; day += 1) {
      const now = new Date(2026, 0, 1 + day, 23, 59).getTime();
      const times = checkInTimes(now, SCHEDULE, ALWAYS);
      expect(times).toHaveLength(4);
      for (const [place, time] of times.entries()) {
        const wall = new Date(time);
        expect([wall.getHours(), wall.getMinutes()]).toEqual([10, 0]);
        const date = new Date(2026, 0, 1 + day + (SCHEDULE.days[place] ?? 0));
        expect(wall.toDateString()).toBe(date.toDateString());
      }
    }
  });

  it('are overdue from their time on, not a millisecond before; over midnight too', () => {
    const row = paused([at(11, 26)]);
    expect(checkInState(row, at(11, 25, 23, 59))).toBe('later');
    expect(checkInState(row, at(11, 26) - 1)).toBe('later');
    expect(checkInState(row, at(11, 26))).toBe('overdue');
    expect(checkInState(paused([at(11, 26, 10)]), at(11, 26))).toBe('today');
    expect(checkInState(paused([]), at(11, 26))).toBe('none');
    // A clock that was put back: it is ahead again, and it is not lost.
    expect(checkInState(row, at(11, 25, 22))).toBe('later');
  });

  it('done, moved and removed leave the next', () => {
    const row = paused([at(11, 26), at(11, 27)]);
    const [first, second] = row.checkIns;
    if (!first || !second) throw new Error('two');
    const done = { type: 'check-in-done', checkInId: first.id, channel: null, note: '' } as const;
    expect(nextCheckIn(after(row, at(11, 26), done))?.id).toBe(second.id);
    const moved = { type: 'check-in-moved', checkInId: first.id, to: at(12, 1) } as const;
    expect(nextCheckIn(after(row, at(11, 26), moved))?.id).toBe(second.id);
    const dropped = { type: 'check-in-dropped', checkInId: first.id } as const;
    expect(after(row, at(11, 26), dropped).checkIns).toEqual([second]);
    // What was done is past, and stays in the record.
    const kept = after(after(row, at(11, 26), done), at(11, 26), dropped);
    expect(kept.checkIns).toHaveLength(2);
    const once = after(row, at(11, 26), done);
    expect(after(once, at(11, 27), moved)).toBe(once);
  });

  it('are said once each, never early, whatever the clock does, and none is lost', () => {
    // A small generator with a seed of its own: every run sees the same clocks.
    let seed = 17;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const name of ['Asia/Seoul', 'America/New_York', 'Europe/Berlin', 'Pacific/Apia']) {
      process.env['TZ'] = name;
      for (let run = 0; run < 200; run += 1) {
        // Also over midnight and over both changes of the clocks.
        const start = Date.UTC(2026, random(12), 1 + random(28), random(24), random(60));
        const days = [...new Set([1, 1 + random(3), 4, 5 + random(9)])];
        const times = checkInTimes(start, { days, minute: random(1_440) }, ALWAYS);
        let row = paused(times, start);
        const told: [string, string][] = [];
        let clock = start;
        const tick = (): void => {
          const due = checkInToSay(row, clock);
          if (!due) return;
          expect(clock).toBeGreaterThanOrEqual(due.at);
          told.push([due.id, due.armedBy]);
          const said = { type: 'reminded', checkInId: due.id, armedBy: due.armedBy } as const;
          row = after(row, clock, said);
          // As after a restart: nothing but what is stored goes on.
          row = JSON.parse(JSON.stringify(row)) as PauseRow;
          if (random(4) === 0) {
            const to = clock + (1 + random(48)) * HOUR;
            row = after(row, clock, { type: 'check-in-moved', checkInId: due.id, to });
            if (!told.every(([one]) => one !== due.id)) return;
          } else if (random(3) > 0) {
            const done = { checkInId: due.id, channel: null, note: '' };
            row = after(row, clock, { type: 'check-in-done', ...done });
          }
        };
        for (let step = 0; step < 400; step += 1) {
          clock += random(120) * MINUTE;
          if (random(40) === 0) clock += (random(2) === 0 ? 2 : -2) * HOUR;
          tick();
        }
        const pairs = told.map((one) => one.join(' '));
        expect(new Set(pairs).size).toBe(pairs.length);
        // In the end somebody looks after each that is left: it is said, then done.
        clock = start + 400 * 24 * HOUR;
        for (let next = nextCheckIn(row); next; next = nextCheckIn(row)) {
          const due = checkInToSay(row, clock);
          expect(due === null).toBe(next.reminded);
          const done = { checkInId: next.id, channel: null, note: '' };
          row = after(row, clock, { type: 'check-in-done', ...done });
        }
        expect(row.checkIns).toHaveLength(times.length);
        expect(row.checkIns.every(({ doneAt }) => doneAt !== null)).toBe(true);
      }
    }
  });
});
