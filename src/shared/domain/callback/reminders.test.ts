import { afterEach, describe, expect, it } from 'vitest';
import { callbackPolicySchema } from './policy.ts';
import type { Reminder } from './record.ts';
import { reminderDue, reminderTimes } from './reminders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const THREE = Date.UTC(2026, 10, 25, 6);
const policy = callbackPolicySchema.parse({});
const SEOUL = process.env['TZ'];
afterEach(() => (process.env['TZ'] = SEOUL));

interface Timed {
  window: { from: number; to: number };
  snoozedUntil: number | null;
  armedAt: number;
  reminded: Reminder | null;
  end: null;
  talk: null;
}
/** Promised at one for three to five. */
const promise = (change: Partial<Timed> = {}): Timed => ({
  window: { from: THREE, to: THREE + 2 * HOUR },
  snoozedUntil: null,
  armedAt: THREE - 2 * HOUR,
  reminded: null,
  end: null,
  talk: null,
  ...change,
});

/** What is said, when the host asks at these moments and keeps what it has said. */
function saidAt(row: Timed, moments: readonly number[]): [Reminder, number][] {
  const told: [Reminder, number][] = [];
  let now = row;
  for (const moment of moments) {
    const kind = reminderDue(now, moment, policy);
    if (kind === null) continue;
    told.push([kind, moment]);
    now = { ...now, reminded: kind };
  }
  return told;
}
const everyMinute = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / MINUTE) }, (_, index) => from + index * MINUTE);

describe('reminders', () => {
  it('come ten minutes before, at the time, and when it is past, each once', () => {
    expect(saidAt(promise(), everyMinute(THREE - 2 * HOUR, THREE + 9 * HOUR))).toEqual([
      ['before', THREE - 10 * MINUTE],
      ['at', THREE],
      ['after', THREE + 2 * HOUR],
    ]);
  });

  it('of a window that had begun come before its end and after it', () => {
    expect(reminderTimes(promise({ armedAt: THREE }), policy)).toEqual({
      before: THREE + 110 * MINUTE,
      after: THREE + 2 * HOUR,
    });
    // Too short to be told before.
    const short = promise({
      armedAt: THREE,
      window: { from: THREE, to: THREE + 5 * MINUTE },
    });
    expect(reminderTimes(short, policy)).toEqual({ after: THREE + 5 * MINUTE });
  });

  it('that were slept through are not made up for: the newest is said, once', () => {
    expect(saidAt(promise(), [THREE + 30 * MINUTE, THREE + 31 * MINUTE])).toEqual([
      ['at', THREE + 30 * MINUTE],
    ]);
    expect(saidAt(promise(), [THREE + 9 * HOUR, THREE + 10 * HOUR])).toEqual([
      ['after', THREE + 9 * HOUR],
    ]);
  });

  it('come again for a snooze, at its end, and when the window is past', () => {
    const soon = promise({ snoozedUntil: THREE + 15 * MINUTE, armedAt: THREE });
    expect(saidAt(soon, everyMinute(THREE, THREE + 5 * HOUR))).toEqual([
      ['at', THREE + 15 * MINUTE],
      ['after', THREE + 2 * HOUR],
    ]);
    const overdue = promise({ snoozedUntil: THREE + 3 * HOUR, armedAt: THREE + 2.5 * HOUR });
    expect(saidAt(overdue, everyMinute(THREE, THREE + 9 * HOUR))).toEqual([
      ['at', THREE + 3 * HOUR],
    ]);
  });

  it('are not given while they talk, nor after the end', () => {
    const talk = { callId: 'x', at: THREE };
    const end = { how: 'kept', at: THREE, callId: 'x', late: false, waitMs: 0 } as const;
    expect(reminderDue({ ...promise(), talk }, THREE, policy)).toBeNull();
    expect(reminderDue({ ...promise(), end }, THREE, policy)).toBeNull();
  });

  it('come once each whatever the clock does, never early, and in order', () => {
    // A small generator with a seed of its own: every run sees the same clocks.
    let seed = 11;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const zone of ['Asia/Seoul', 'America/New_York', 'Europe/Berlin', 'Pacific/Apia']) {
      process.env['TZ'] = zone;
      for (let run = 0; run < 300; run += 1) {
        // Also over midnight and over both changes of the clocks.
        const from = Date.UTC(2026, random(12), 1 + random(28), random(24), random(60));
        const row = promise({
          window: { from, to: from + (1 + random(300)) * MINUTE },
          armedAt: from - random(300) * MINUTE + 60 * MINUTE,
          snoozedUntil: random(4) === 0 ? from + random(400) * MINUTE : null,
        });
        const times = reminderTimes(row, policy);
        let clock = row.armedAt;
        const moments: number[] = [];
        for (let tick = 0; tick < 400; tick += 1) {
          clock += random(5) * MINUTE;
          if (random(60) === 0) clock += (random(2) === 0 ? 2 : -2) * HOUR;
          moments.push(clock);
        }
        const last = row.window.to + 12 * HOUR;
        const told = saidAt(row, [...moments, last, last + MINUTE]);
        const kinds = told.map(([kind]) => kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(kinds).toEqual([...kinds].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
        for (const [kind, moment] of told) {
          expect(moment).toBeGreaterThanOrEqual(times[kind] ?? Infinity);
        }
        // Whatever happened on the way, the last word is said.
        const final = ORDER.filter((kind) => times[kind] !== undefined).at(-1);
        expect(kinds.at(-1)).toBe(final);
      }
    }
  });
});

const ORDER: readonly Reminder[] = ['before', 'at', 'after'];
