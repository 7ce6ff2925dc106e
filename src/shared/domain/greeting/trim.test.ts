import { describe, expect, it } from 'vitest';
import { columnsOf, judgeLevel, proposeTrim } from './trim.ts';

const RATE = 16_000;

/** Parts of a sound: a peak from 0 to 1, and how long. */
function sound(...parts: readonly (readonly [peak: number, ms: number])[]): Float32Array {
  const samples = parts.flatMap(([peak, ms]) =>
    Array.from({ length: (ms * RATE) / 1_000 }, (_, at) => peak * Math.sin(at * 0.3)),
  );
  return Float32Array.from(samples);
}

const ms = (samples: number): number => (samples / RATE) * 1_000;

describe('what is proposed to be cut', () => {
  it('leaves a breath before the first word and after the last', () => {
    const { from, to } = proposeTrim(
      sound([0.001, 900], [0.3, 2_000], [0.001, 400], [0.3, 600], [0.001, 1_500]),
      RATE,
    );
    expect(ms(from)).toBe(900 - 120);
    expect(ms(to)).toBe(3_900 + 250);
  });

  it('never reaches beyond what there is', () => {
    const whole = sound([0.3, 500]);
    expect(proposeTrim(whole, RATE)).toEqual({ from: 0, to: whole.length });
  });

  it('cuts nothing of silence', () => {
    const nothing = sound([0.001, 800]);
    expect(proposeTrim(nothing, RATE)).toEqual({ from: 0, to: nothing.length });
    expect(proposeTrim(new Float32Array(), RATE)).toEqual({ from: 0, to: 0 });
  });

  it('takes a quiet ending for a part of it', () => {
    const { to } = proposeTrim(sound([0.5, 1_000], [0.03, 500], [0.0005, 1_000]), RATE);
    expect(ms(to)).toBe(1_750);
  });
});

describe('how loud it is', () => {
  it.each([
    ['good', sound([0.25, 2_000], [0.001, 1_000])],
    ['too-quiet', sound([0.015, 2_000], [0.001, 1_000])],
    ['too-loud', sound([1, 2_000])],
    ['nothing', sound([0.001, 3_000])],
    ['nothing', sound([0.3, 100])],
    ['nothing', new Float32Array()],
  ] as const)('is %s', (verdict, samples) => {
    expect(judgeLevel(samples, RATE)).toBe(verdict);
  });

  it('of a pause in the middle does not matter', () => {
    expect(judgeLevel(sound([0.25, 800], [0.004, 5_000], [0.25, 800]), RATE)).toBe('good');
  });
});

it('draws as many columns as are asked for', () => {
  const columns = columnsOf(sound([0.01, 500], [0.81, 500]), 10);
  expect(columns).toHaveLength(10);
  expect(columns[1]).toBeCloseTo(0.1, 1);
  expect(columns[8]).toBeCloseTo(0.9, 1);
});
