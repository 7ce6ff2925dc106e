import { describe, expect, it } from 'vitest';
import { newMediaWatch, watchMedia } from './mediaWatch.ts';
import type { MediaSample, MediaVerdict } from './mediaWatch.ts';

/** One look a second; what was said to the agent, and after how many seconds. */
function verdicts(samples: readonly MediaSample[], stepMs = 1_000): [number, MediaVerdict][] {
  return allVerdicts(samples, stepMs).filter(([, verdict]) => verdict !== 'quiet');
}

function allVerdicts(samples: readonly MediaSample[], stepMs: number): [number, MediaVerdict][] {
  let watch = newMediaWatch(0);
  const said: [number, MediaVerdict][] = [];
  for (const [index, sample] of samples.entries()) {
    const now = (index + 1) * stepMs;
    const step = watchMedia(watch, sample, now);
    watch = step.watch;
    if (step.verdict !== 'fine') said.push([now / 1_000, step.verdict]);
  }
  return said;
}

const talking = (seconds: number, from = 0): MediaSample[] =>
  Array.from({ length: seconds }, (_, s) => ({ packets: from + 50 * (s + 1), expected: true }));
const still = (seconds: number, packets: number, expected = true): MediaSample[] =>
  Array.from({ length: seconds }, () => ({ packets, expected }));

describe('the watch on the other side’s sound', () => {
  it('says nothing while packets come', () => {
    expect(verdicts(talking(120))).toEqual([]);
  });

  it('says once, within five seconds, that none come any more', () => {
    expect(verdicts([...talking(10), ...still(20, 500)])).toEqual([[12, 'lost']]);
  });

  it('is suspicious at the first look without any, once a silence', () => {
    const samples = [...talking(10), ...still(1, 500), ...talking(5, 500), ...still(3, 750)];
    expect(allVerdicts(samples, 1_000)).toEqual([
      [11, 'quiet'],
      [17, 'quiet'],
      [18, 'lost'],
    ]);
    expect(allVerdicts([...talking(10), ...still(5, 500, false)], 1_000)).toEqual([]);
  });

  it('says it of a call in which none ever came', () => {
    expect(verdicts(still(10, 0))).toEqual([[2, 'lost']]);
  });

  it('does not wait for one look more when the looks come a hair early', () => {
    const early = verdicts([...talking(10), ...still(30, 500)], 998);
    expect(early.map(([seconds]) => Math.round(seconds / 0.998))).toEqual([12, 40]);
  });

  it('takes it back when they come again', () => {
    const samples = [...talking(10), ...still(10, 500), ...talking(5, 500)];
    expect(verdicts(samples)).toEqual([
      [12, 'lost'],
      [21, 'back'],
    ]);
  });

  it('ends the call after thirty seconds', () => {
    expect(verdicts([...talking(10), ...still(30, 500)])).toEqual([
      [12, 'lost'],
      [40, 'over'],
    ]);
  });

  it('expects nothing on hold, or while the line is down, and begins anew afterwards', () => {
    const samples = [
      ...talking(10),
      ...still(600, 500, false),
      ...still(1, 500),
      ...talking(2, 500),
    ];
    expect(verdicts(samples)).toEqual([]);
    expect(verdicts([...talking(10), ...still(600, 500, false), ...still(5, 500)])).toEqual([
      [612, 'lost'],
    ]);
  });

  it('does not hold against the customer that the computer slept', () => {
    expect(verdicts([...talking(1), ...still(1, 50)], 3_600_000)).toEqual([]);
  });

  it('is not confused by a count that begins again after a new connection', () => {
    expect(verdicts([...talking(10), ...talking(10)])).toEqual([]);
  });
});
