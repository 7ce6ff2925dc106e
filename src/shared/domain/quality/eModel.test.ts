import { describe, expect, it } from 'vitest';
import { delayImpairment, impairmentOf, lossImpairment, mosOf, rFactor } from './eModel.ts';

/** Computed apart, with a pocket calculator of another language. */
const WITH_CONCEALMENT = [
  // loss %, one way ms, R, MOS
  [0, 0, 93.2, 4.41],
  [0, 100, 90.8, 4.36],
  [0, 300, 72.5, 3.71],
  [1, 100, 87.16, 4.26],
  [2, 177.3, 81.93, 4.09],
  [3, 177.3, 78.8, 3.98],
  [5, 100, 75.02, 3.82],
  [10, 0, 66.13, 3.41],
  [20, 400, 16.97, 1.17],
] as const;

const WITHOUT_CONCEALMENT = [
  [1, 0, 75.28, 3.83],
  [2, 0, 63.04, 3.26],
  [5, 100, 39.72, 2.05],
  [10, 400, -7.33, 1],
] as const;

describe('the E-model', () => {
  it.each(WITH_CONCEALMENT)('G.711, %d %% lost, %d ms: R %d, MOS %d', (loss, delay, r, mos) => {
    const found = rFactor(loss, delay, impairmentOf('PCMA'));
    expect(found).toBeCloseTo(r, 2);
    expect(mosOf(found)).toBeCloseTo(mos, 2);
  });

  it.each(WITHOUT_CONCEALMENT)(
    'G.711 without concealment, %d %% lost, %d ms: R %d, MOS %d',
    (loss, delay, r, mos) => {
      const found = rFactor(loss, delay, { ie: 0, bpl: 4.3 });
      expect(found).toBeCloseTo(r, 2);
      expect(mosOf(found)).toBeCloseTo(mos, 2);
    },
  );

  it('has the marks that ITU-T G.109 gives for its limits', () => {
    expect([90, 80, 70, 60, 50].map((r) => mosOf(r).toFixed(2))).toEqual([
      '4.34',
      '4.02',
      '3.60',
      '3.10',
      '2.58',
    ]);
    expect([mosOf(-5), mosOf(1), mosOf(120)]).toEqual([1, 1, 4.5]);
  });

  it('lets delay hurt more from 177.3 ms on', () => {
    expect(delayImpairment(177.3)).toBeCloseTo(4.2552, 4);
    expect(delayImpairment(277.3)).toBeCloseTo(4.2552 + 2.4 + 11, 4);
  });

  it('can lose everything and no more', () => {
    const codec = impairmentOf('opus');
    expect(lossImpairment(0, codec)).toBe(0);
    expect(lossImpairment(100, codec)).toBeCloseTo(75.94, 2);
  });

  it.each(['opus', 'PCMU', 'G722', 'unheard-of', null])('knows or assumes %s', (codec) => {
    expect(impairmentOf(codec)).toEqual({ ie: 0, bpl: 25.1 });
  });
});
