import { describe, expect, it } from 'vitest';
import { keptRate, shareInTime } from './keptRate.ts';
import type { PromiseRow } from './record.ts';

const MINUTE = 60_000;
const CALL = '0193494a-5a00-7000-8000-00000000000c';
const kept = (minutes: number, late = false): Pick<PromiseRow, 'end'> => ({
  end: { how: 'kept', at: 1, callId: CALL, late, waitMs: minutes * MINUTE },
});
const closed: Pick<PromiseRow, 'end'> = {
  end: { how: 'closed', at: 1, reason: 'withdrawn', words: '' },
};
const owed: Pick<PromiseRow, 'end'> = { end: null };

describe('how well promises are kept', () => {
  it('tells in time, late and still owed apart; what was closed with a reason counts for nothing', () => {
    const rate = keptRate([kept(5), kept(10), kept(90, true), closed, owed]);
    expect(rate).toEqual({ inTime: 2, late: 1, broken: 1, closed: 1, medianWaitMs: 10 * MINUTE });
    expect(shareInTime(rate)).toBe(0.5);
  });

  it('tells how long half of the customers really waited, and never zero for want of any', () => {
    expect(keptRate([kept(5), kept(10), kept(300, true)]).medianWaitMs).toBe(10 * MINUTE);
    expect(keptRate([kept(5), kept(10)]).medianWaitMs).toBe(10 * MINUTE);
    expect(keptRate([owed, closed]).medianWaitMs).toBeNull();
  });

  it('is no share of nothing', () => {
    expect(shareInTime(keptRate([]))).toBeNull();
    expect(shareInTime(keptRate([closed]))).toBeNull();
    expect(shareInTime(keptRate([owed]))).toBe(0);
  });
});
