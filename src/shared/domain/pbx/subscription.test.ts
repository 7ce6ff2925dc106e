import { describe, expect, it } from 'vitest';
import { afterSubscriptionEnd, countNotify, MOST_IN_TEN_S, refreshAfter } from './subscription.ts';
import type { AfterEnd, Flow, SubscriptionEnd } from './subscription.ts';

const refused = (status: number, more: { retryAfter?: number; minExpires?: number } = {}) =>
  ({ type: 'refused', status, ...more }) as const;
const terminated = (reason: string | null, retryAfter?: number) =>
  ({ type: 'terminated', reason, retryAfter }) as const;
const STOP: AfterEnd = { do: 'stop' };
const wait = (ms: number): AfterEnd => ({ do: 'wait', ms });

describe('after the end of a subscription', () => {
  it.each<[SubscriptionEnd, number, AfterEnd]>([
    // This exchange does not tell: quiet.
    [refused(403), 0, STOP],
    [refused(404), 0, STOP],
    [refused(405), 0, STOP],
    [refused(489), 0, STOP],
    [refused(501), 0, STOP],
    [refused(603), 0, STOP],
    [terminated('rejected'), 0, STOP],
    [terminated('noresource'), 0, STOP],
    [terminated('invariant'), 0, STOP],
    // It could not for the moment.
    [refused(408), 0, wait(5_000)],
    [refused(481), 0, wait(5_000)],
    [refused(503), 1, wait(10_000)],
    [refused(503, { retryAfter: 60 }), 0, wait(60_000)],
    [refused(503, { retryAfter: 1e9 }), 0, wait(3_600_000)],
    [refused(500), 20, wait(600_000)],
    // Never at once, whatever the reason: a server that says so each time would never be left alone.
    [terminated('deactivated'), 0, wait(5_000)],
    [terminated('timeout'), 3, wait(40_000)],
    [terminated('probation', 120), 0, wait(120_000)],
    [terminated('giveup'), 0, wait(5_000)],
    [terminated('<b>'), 0, wait(5_000)],
    [terminated(null), 0, wait(5_000)],
    [{ type: 'unusable' }, 0, wait(5_000)],
    // Too brief: once more with what is asked for, within reason.
    [refused(423, { minExpires: 7_200 }), 0, { do: 'wait', ms: 0, expires: 7_200 }],
    [refused(423, { minExpires: 7_200 }), 1, STOP],
    [refused(423, { minExpires: 1e9 }), 0, STOP],
    [refused(423, { minExpires: 60 }), 0, STOP],
    [refused(423), 0, STOP],
  ])('%j, failure %i', (end, failures, after) => {
    expect(afterSubscriptionEnd(end, failures, 0)).toEqual(after);
  });

  it('is spread, and never sooner than the server asks', () => {
    expect(afterSubscriptionEnd(refused(503), 0, 1)).toEqual(wait(7_500));
    expect(afterSubscriptionEnd(refused(503, { retryAfter: 60 }), 0, 1)).toEqual(wait(72_000));
  });
});

it('a subscription is renewed between 70 and 80 % of its time, and not all the time', () => {
  expect(refreshAfter(3_600, 0)).toBe(2_520_000);
  expect(refreshAfter(3_600, 1)).toBeCloseTo(2_880_000);
  expect(refreshAfter(0, 0)).toBe(3_500);
});

it('more documents than calls can come and go are a flood, ten seconds at a time', () => {
  let flow: Flow | null = null;
  const at = (now: number): boolean => {
    const step: { flow: Flow; flood: boolean } = countNotify(flow, now);
    flow = step.flow;
    return step.flood;
  };
  for (let count = 1; count <= MOST_IN_TEN_S; count += 1) expect(at(1_000)).toBe(false);
  expect(at(10_999)).toBe(true);
  expect(at(11_000)).toBe(false);
});
