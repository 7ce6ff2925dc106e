import { afterEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../tests/support/fuzz/random.ts';
import type { Random } from '../../../../tests/support/fuzz/random.ts';
import { minuteOf } from '../hours/businessHours.ts';
import { WORDS_ONLY } from './content.ts';
import type { Delivery } from './delivery.ts';
import { destinationOf } from './destination.ts';
import type { TextRow } from './record.ts';
import { afterSilence, isRefusedByAll, learnAfterMs, nextStep, restMs } from './sending.ts';
import type { Situation, Way } from './sending.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEED = 4_476;
const RUNS = 3_000;
/** A Thursday, two in the afternoon. */
const NOON = new Date('2026-11-26T14:00:00').getTime();
const NIGHT = { quiet: true, quietFrom: 21 * 60, quietTo: 8 * 60 };
const zone = process.env['TZ'];
afterEach(() => {
  process.env['TZ'] = zone;
});

const row = (change: Partial<TextRow> = {}): TextRow => ({
  ...{ id: 't', agentId: 'a', customer: '+821099991234', address: '', dialled: '01099991234' },
  ...{ e164: '+821099991234', name: null, practice: false, body: '안내드립니다.' },
  ...{ content: WORDS_ONLY, notBefore: null, delivery: null, writtenAt: NOON },
  origin: { kind: 'hand', callId: null, promiseId: null, reasonId: null, reasonName: null },
  ...{ editedAt: null, end: null, ...change },
});
const NO_TEXTS: Partial<Situation> = { refuses: () => true };
const DESPITE = { content: { ...WORDS_ONLY, despite: '예약이 취소되어' } };
const way = (change: Partial<Way> = {}): Way => ({
  ...{ id: 'g', kind: 'gateway', forms: ['sms', 'lms'], numberKinds: ['mobile'], left: null },
  ...{ encoding: 'cp949', newline: 'lf', restsUntil: 0, ...change },
});
const situation = (change: Partial<Situation> = {}): Situation => ({
  ...{ now: NOON, quiet: NIGHT, ways: [way()], heardSince: 0, volatile: false },
  ...{ refuses: () => false, agreed: () => false, hasPictures: () => true, ...change },
});
const delivery = (change: Partial<Delivery>): Delivery => ({
  ...{ state: 'delayed', attemptId: 'x', gatewayId: 'g', gatewayName: 'G', form: 'sms', key: 'k' },
  ...{ ref: null, attempts: 1, refused: [], code: null, words: null, at: NOON, retryAt: null },
  ...change,
});
const at = (hour: number): number => NOON + (hour - 14) * HOUR;

describe('a text that waits', () => {
  it.each([
    ['goes by what there is', {}, {}, 'send'],
    ['stays where records are in memory only', {}, { volatile: true }, 'memory'],
    ['waits for its time', { notBefore: NOON + 1 }, {}, 'scheduled'],
    ['waits for nothing that has passed', { notBefore: NOON }, {}, 'send'],
    ['is asked about once it is three days old', { writtenAt: NOON - 73 * HOUR }, {}, 'stale'],
    ['is young again for an edit', { writtenAt: NOON - 9 * DAY, editedAt: NOON }, {}, 'send'],
    ['waits at night', {}, { now: at(22) }, 'quiet'],
    ['stays where the customer wants none', {}, NO_TEXTS, 'unwanted'],
    ['leaves all the same for a reason', DESPITE, NO_TEXTS, 'send'],
    ['to a practice customer leaves nothing', { practice: true }, {}, 'no-way'],
    ['has nothing to go by', {}, { ways: [] }, 'no-way'],
    ['to a landline goes by none', { e164: '+8225551234' }, {}, 'number'],
    ['has a character that nothing carries', { body: '😀' }, {}, 'characters'],
    ['is too long', { body: '가'.repeat(1_001) }, {}, 'long'],
    [
      'is sent as a long one by none',
      { body: '가'.repeat(99) },
      { ways: [way({ forms: ['sms'] })] },
      'form',
    ],
    ['misses its picture', {}, { hasPictures: () => false }, 'picture'],
    ['is too many for today', {}, { ways: [way({ left: 0 })] }, 'day'],
    ['waits for a page', {}, { ways: [way({ kind: 'phone', left: 0 })] }, 'phone'],
    ['waits for its gateway', {}, { ways: [way({ restsUntil: NOON + 1 })] }, 'retry'],
    ['has been refused', { delivery: delivery({ refused: ['g sms'] }) }, {}, 'refused'],
  ] as const)('%s', (_name, text, change, expected) => {
    const step = nextStep(row(text), situation(change));
    expect(step.do === 'send' ? 'send' : step.why).toBe(expected);
  });

  it('about a missed call puzzles sooner than any other', () => {
    const origin = { ...row().origin, kind: 'missed' as const };
    const late = row({ origin, writtenAt: NOON - 13 * HOUR });
    expect(nextStep(late, situation())).toMatchObject({ why: 'stale' });
  });

  it('counts the ends of its lines as its gateway does', () => {
    const body = `${'가'.repeat(44)}\n${'a'.repeat(1)}`;
    const form = (newline: 'lf' | 'crlf'): unknown =>
      nextStep(row({ body }), situation({ ways: [way({ newline })] }));
    expect(form('lf')).toMatchObject({ form: 'sms' });
    expect(form('crlf')).toMatchObject({ form: 'lms' });
  });

  it('waits a little for the first gateway, and not for long', () => {
    const two = way({ id: 'two' });
    const step = (rest: number): unknown =>
      nextStep(row(), situation({ ways: [way({ restsUntil: NOON + rest }), two] }));
    expect(step(30_000)).toMatchObject({ do: 'hold', why: 'retry' });
    expect(step(120_000)).toMatchObject({ do: 'send', wayId: 'two' });
  });

  it('goes as a long one only where a short one was refused for being short', () => {
    const tried = (code: string): TextRow =>
      row({ delivery: delivery({ state: 'sending', form: 'sms', code: null }), body: code });
    expect(isRefusedByAll(tried('a'), situation(), 'gateway.form')).toBe(false);
    expect(isRefusedByAll(tried('a'), situation(), 'gateway.number')).toBe(true);
    const long = delivery({ form: 'lms', refused: ['g sms'], code: 'gateway.busy', retryAt: NOON });
    expect(nextStep(row({ delivery: long }), situation())).toMatchObject({ form: 'lms' });
  });
});

it('numbers are given as gateways want them', () => {
  const to = (e164: string | null, dialled = ''): string => destinationOf({ e164, dialled });
  expect(to('+821099991234')).toBe('01099991234');
  expect(to(null, '010-9999-1234')).toBe('01099991234');
  expect(to('+14155552671')).toBe('+14155552671');
});

it('a gateway is left alone twice as long each time, five minutes at most, or as it asks', () => {
  expect([1, 2, 3, 9, 10, 99].map((times) => restMs(times, null) / 1_000)).toEqual([
    ...[1, 2, 4, 256, 300, 300],
  ]);
  expect(restMs(1, 90_000)).toBe(90_000);
  expect(restMs(1, 400 * DAY)).toBe(DAY);
});

it('delivery is asked for ever more seldom, and no more after three days', () => {
  expect([0, 60_000, HOUR, DAY].map(learnAfterMs)).toEqual([5_000, 30_000, HOUR / 2, HOUR]);
  expect(learnAfterMs(73 * HOUR)).toBeNull();
});

it.each([
  ['with a key, soon', delivery({ state: 'sending' }), true, NOON + 60_000, 'ask'],
  ['without one', delivery({ state: 'sending', key: null }), true, NOON + 60_000, 'unsure'],
  ['of a gateway that takes none any more', delivery({}), false, NOON, 'unsure'],
  ['so late that the key is forgotten', delivery({}), true, NOON + 7 * HOUR, 'unsure'],
  ['by a clock that was set back', delivery({}), true, NOON - 60_000, 'unsure'],
  ['at night', delivery({ at: at(20) }), true, at(22), at(32)],
] as const)('an attempt without an answer %s', (_name, tried, takesKey, now, expected) => {
  expect(afterSilence(row({ delivery: tried }), takesKey, { now, quiet: NIGHT })).toBe(expected);
});

/** Some moment, near midnight, near a change of the clocks, or anywhere. */
function moment(random: Random): number {
  const around = random.pick([
    ...['2026-03-08T02:00:00', '2026-11-01T02:00:00', '2026-03-29T01:00:00'],
    ...['2026-10-25T02:00:00', '2026-11-27T00:00:00', '2026-04-05T02:00:00'],
  ]);
  const spread = random.pick([2 * HOUR, DAY, 40 * DAY]);
  return new Date(around).getTime() + Math.round((random.next() - 0.5) * 2 * spread);
}

describe.each(['Asia/Seoul', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe'])(
  'whatever the clock shows in %s',
  (name) => {
    it('nothing leaves in quiet hours, nothing is held for ever, and nothing waits for the past', () => {
      process.env['TZ'] = name;
      const random = randomFrom(SEED);
      let [sent, held] = [0, 0];
      for (let run = 0; run < RUNS; run += 1) {
        const now = moment(random);
        const from = random.below(1_440);
        const to = (from + 1 + random.below(1_439)) % 1_440;
        const quiet = { quiet: random.chance(0.8), quietFrom: from, quietTo: to };
        const advertising = random.chance(0.2);
        const text = row({
          writtenAt: now - random.below(2 * DAY),
          notBefore: random.chance(0.3) ? now + random.below(DAY) - DAY / 2 : null,
          content: { ...WORDS_ONLY, category: advertising ? 'advertising' : 'information' },
          delivery: random.chance(0.3)
            ? delivery({
                at: now - random.below(HOUR) + HOUR / 2,
                retryAt: now + random.below(HOUR),
              })
            : null,
        });
        const restsUntil = random.chance(0.3) ? now + random.below(HOUR) - HOUR / 2 : 0;
        const given = situation({
          ...{ now, quiet, agreed: () => random.chance(0.5) },
          ways: [way({ restsUntil, left: random.chance(0.1) ? 0 : null })],
        });
        const where = `seed ${SEED}, run ${run}, ${name}`;
        const step = nextStep(text, given);
        const minute = minuteOf(now);
        const inside = (a: number, b: number): boolean =>
          a < b ? a <= minute && minute < b : a <= minute || minute < b;
        if (step.do === 'send') {
          sent += 1;
          expect(quiet.quiet && inside(from, to), where).toBe(false);
          expect(advertising && inside(21 * 60, 8 * 60), where).toBe(false);
          expect(text.notBefore ?? 0, where).toBeLessThanOrEqual(now);
          expect(restsUntil, where).toBeLessThanOrEqual(now);
        } else {
          held += 1;
          if (step.why !== 'consent') expect(step.until, where).not.toBeNull();
          expect(step.until ?? Infinity, where).toBeGreaterThan(now);
          if (step.until !== null) expect(step.until - now, where).toBeLessThan(2 * DAY);
        }
      }
      expect(Math.min(sent, held)).toBeGreaterThan(RUNS / 20);
    });
  },
);
