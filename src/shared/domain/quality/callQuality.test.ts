import { describe, expect, it } from 'vitest';
import {
  addSample,
  gradeOfSummary,
  noteNothingReceived,
  pauseQuality,
  percentile,
  summaryOf,
  UNKNOWN_QUALITY,
} from './callQuality.ts';
import type { CallQuality } from './callQuality.ts';
import type { QualitySample } from './sample.ts';
import { qualitySummarySchema } from './summary.ts';

const SECOND: Omit<QualitySample, 'at'> = {
  durationMs: 1_000,
  received: 50,
  lost: 0,
  discarded: 0,
  jitterMs: 5,
  bufferMs: 40,
  rttMs: 20,
  lossOutPercent: 0,
  jitterOutMs: 5,
  codec: 'PCMA',
  microphoneLevel: 0.02,
};

/** A call so many seconds long; each is as `change` says. */
function after(
  from: CallQuality,
  seconds: number,
  change: Partial<QualitySample> = {},
  muted = false,
): CallQuality {
  let quality = from;
  for (let n = 0; n < seconds; n += 1) {
    const at = (quality.window.at(-1)?.at ?? 0) + 1_000;
    quality = addSample(quality, { ...SECOND, ...change, at }, { muted });
  }
  return quality;
}

/** Seconds of this until the grade is no longer what it was. */
function secondsUntilChange(from: CallQuality, change: Partial<QualitySample>): number {
  let quality = from;
  for (let seconds = 1; seconds <= 60; seconds += 1) {
    quality = after(quality, 1, change);
    if (quality.grade !== from.grade) return seconds;
  }
  return Infinity;
}

const good = after(UNKNOWN_QUALITY, 20);
const tenPercent = { received: 45, lost: 5 };

describe('the quality of a call', () => {
  it('is good while nothing is lost', () => {
    expect(good).toMatchObject({ grade: 'good', microphoneSilent: false });
    // One way 10 ms and a buffer of 40 ms: R 93.2 - 0.024 × 50.
    expect(good.figures.mos).toBeCloseTo(4.385, 3);
  });

  it.each([
    ['a tenth is lost on the way in', tenPercent, 'poor', 'far-side'],
    ['a tenth is lost on the way out', { lossOutPercent: 10 }, 'poor', 'my-network'],
    [
      'a twentieth is lost both ways',
      { received: 95, lost: 5, lossOutPercent: 5 },
      'fair',
      'my-network',
    ],
    [
      'a tenth comes too late and the far end reports nothing',
      { discarded: 5, lossOutPercent: null },
      'poor',
      'unknown',
    ],
    ['a word takes half a second', { rttMs: 900 }, 'poor', 'unknown'],
    ['one of a hundred is lost', { received: 99, lost: 1 }, 'good', 'unknown'],
  ] as const)('when %s', (_case, change, grade, cause) => {
    const quality = after(good, 15, change);
    expect(quality.grade).toBe(grade);
    if (grade !== 'good') expect(quality.cause).toBe(cause);
  });

  it('is in words within 10 s of a change, to the worse and to the better', () => {
    expect(secondsUntilChange(good, tenPercent)).toBeLessThanOrEqual(10);
    expect(secondsUntilChange(good, { received: 95, lost: 5 })).toBeLessThanOrEqual(10);
    expect(secondsUntilChange(after(good, 30, tenPercent), {})).toBeLessThanOrEqual(10);
  });

  it('is not judged by one bad second', () => {
    expect(secondsUntilChange(after(good, 1, { received: 45, lost: 5 }), {})).toBe(Infinity);
  });

  it('keeps the course of the last 60 s', () => {
    const long = after(good, 300, { lossOutPercent: 1 });
    expect(long.course).toHaveLength(60);
    expect(long.window).toHaveLength(5);
  });

  it('leaves out of the course what it knows nothing of', () => {
    const unheard = after(UNKNOWN_QUALITY, 4, { received: 0, lossOutPercent: null });
    expect(unheard.course).toEqual([]);
    expect(unheard.grade).toBe('good');
  });

  it('says that it is our microphone, and stops saying it on hold', () => {
    const silent = after(good, 10, { microphoneLevel: 0 });
    expect(silent).toMatchObject({ microphoneSilent: true, cause: 'my-microphone' });
    expect(pauseQuality(silent).microphoneSilent).toBe(false);
    expect(after(pauseQuality(silent), 9, { microphoneLevel: 0 }).microphoneSilent).toBe(false);
  });

  it('does not say so when the agent has muted it', () => {
    expect(after(good, 10, { microphoneLevel: 0 }, true).microphoneSilent).toBe(false);
  });
});

describe('what is kept of it', () => {
  it('sums up the whole call', () => {
    const call = after(after(good, 20, tenPercent), 60, { jitterMs: 30, rttMs: 100 });
    const summary = summaryOf(call);
    expect(qualitySummarySchema.parse(summary)).toEqual(summary);
    // 100 of 5,000 packets.
    expect(summary).toMatchObject({
      codec: 'PCMA',
      lossPercent: 2,
      lossOutPercent: 0,
      jitterP95Ms: 30,
      rttP95Ms: 100,
      nothingReceived: false,
      microphoneSilent: false,
    });
    // A tenth lost, 50 ms: R 93.2 - 1.2 - 27.07.
    expect(summary?.mosMin).toBeCloseTo(3.35, 2);
    expect(summary?.mosMean).toBeGreaterThan(4);
    expect(summary?.poorS).toBeGreaterThanOrEqual(15);
    expect(summary?.poorS).toBeLessThanOrEqual(25);
  });

  it('remembers one-way audio that has passed', () => {
    const call = after(after(noteNothingReceived(good), 10, { microphoneLevel: 0 }), 5);
    expect(summaryOf(call)).toMatchObject({ nothingReceived: true, microphoneSilent: true });
  });

  it('is nothing where nothing was measured', () => {
    expect(summaryOf(UNKNOWN_QUALITY)).toBeNull();
    expect(summaryOf(after(UNKNOWN_QUALITY, 2, { received: 0, lossOutPercent: null }))).toBeNull();
  });

  it('is kept of a call in which nothing ever came', () => {
    expect(summaryOf(noteNothingReceived(UNKNOWN_QUALITY))).toMatchObject({
      nothingReceived: true,
      mosMean: null,
    });
  });

  it.each([
    [
      [
        [10, 95],
        [200, 5],
      ],
      10,
    ],
    [
      [
        [10, 94],
        [200, 6],
      ],
      200,
    ],
    [[[7, 1]], 7],
    [[], null],
  ] as [[number, number][], number | null][])(
    'takes the 95th percentile of %j: %s',
    (counts, value) => {
      expect(percentile(new Map(counts), 0.95)).toBe(value);
    },
  );

  it.each([
    [4.4, 0, 'good'],
    // MOS 4.02 is R 80, 3.60 is R 70.
    [4.03, 0, 'good'],
    [4.01, 0, 'fair'],
    [4.3, 1, 'fair'],
    [3.61, 30, 'fair'],
    [3.59, 30, 'poor'],
    [null, 0, null],
  ] as const)('MOS %s with %d s poor is %s in one word', (mosMean, poorS, grade) => {
    const summary = summaryOf(good);
    expect(summary && gradeOfSummary({ ...summary, mosMean, poorS })).toBe(grade);
  });
});
