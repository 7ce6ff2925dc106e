import { describe, expect, it } from 'vitest';
import { lossPercent, sampleBetween } from './sample.ts';
import type { Counters } from './sample.ts';

type Inbound = NonNullable<Counters['inbound']>;

function counters(at: number, change: Partial<Counters> = {}): Counters {
  return {
    at,
    inbound: null,
    report: null,
    roundTripS: null,
    codec: 'PCMA',
    microphone: null,
    ...change,
  };
}

function inbound(change: Partial<Inbound>): { inbound: Inbound } {
  return {
    inbound: {
      id: 'IT01A1',
      packetsReceived: 0,
      packetsLost: 0,
      packetsDiscarded: 0,
      jitterS: 0,
      bufferDelayS: 0,
      bufferEmitted: 0,
      ...change,
    },
  };
}

describe('a second of a call', () => {
  it('is the difference of two readings', () => {
    const before = counters(10_000, {
      ...inbound({
        packetsReceived: 500,
        packetsLost: 10,
        bufferDelayS: 40_000,
        bufferEmitted: 480_000,
      }),
      microphone: { energy: 0.5, durationS: 10 },
    });
    const after = counters(11_000, {
      ...inbound({
        packetsReceived: 545,
        packetsLost: 15,
        packetsDiscarded: 2,
        jitterS: 0.012,
        bufferDelayS: 42_880,
        bufferEmitted: 528_000,
      }),
      roundTripS: 0.08,
      report: { fractionLost: 0.125, jitterS: 0.004, ageMs: 3_000 },
      microphone: { energy: 0.51, durationS: 11 },
    });
    expect(sampleBetween(before, after)).toEqual({
      at: 11_000,
      durationMs: 1_000,
      received: 45,
      lost: 5,
      discarded: 2,
      jitterMs: 12,
      bufferMs: 60,
      rttMs: 80,
      lossOutPercent: 12.5,
      jitterOutMs: 4,
      codec: 'PCMA',
      microphoneLevel: expect.closeTo(0.1, 6) as number,
    });
  });

  it('has nothing received where there is no stream yet', () => {
    expect(sampleBetween(counters(0), counters(1_000))).toMatchObject({
      received: 0,
      lost: 0,
      jitterMs: null,
      bufferMs: null,
      microphoneLevel: null,
    });
  });

  it('counts from nothing when the first packets come', () => {
    const after = counters(1_000, inbound({ packetsReceived: 30, packetsLost: 1 }));
    expect(sampleBetween(counters(0), after)).toMatchObject({ received: 30, lost: 1 });
  });

  it.each([
    ['another stream', { id: 'IT02', packetsReceived: 900 }],
    ['counters that began again', { packetsReceived: 3 }],
  ])('is not made up across %s', (_case, change) => {
    const before = counters(0, inbound({ packetsReceived: 500 }));
    expect(sampleBetween(before, counters(1_000, inbound(change)))).toBeNull();
  });

  it('is not made up when no time has passed', () => {
    expect(sampleBetween(counters(5), counters(5))).toBeNull();
  });

  it('does not trust a report of the far end that is too old', () => {
    const report = { fractionLost: 0.5, jitterS: 0.1, ageMs: 15_001 };
    expect(sampleBetween(counters(0), counters(1_000, { report }))).toMatchObject({
      lossOutPercent: null,
      jitterOutMs: null,
    });
  });

  it.each([
    ['zeros', { energy: 0.5, durationS: 11 }, 0],
    ['no samples at all', { energy: 0.5, durationS: 10 }, 0],
    ['another track', { energy: 0, durationS: 0.2 }, null],
  ])('tells a microphone that gives %s', (_case, microphone, level) => {
    const before = counters(0, { microphone: { energy: 0.5, durationS: 10 } });
    const after = counters(1_000, { microphone });
    expect(sampleBetween(before, after)?.microphoneLevel).toBe(level);
  });
});

describe('loss', () => {
  const second = (received: number, lost: number, discarded = 0) => {
    const made = sampleBetween(
      counters(0, inbound({ packetsLost: 100 })),
      counters(
        1_000,
        inbound({
          packetsReceived: received,
          packetsLost: 100 + lost,
          packetsDiscarded: discarded,
        }),
      ),
    );
    if (!made) throw new Error('no sample');
    return made;
  };

  it('is summed before it is divided', () => {
    expect(lossPercent([second(90, 10), second(50, 0)])).toBeCloseTo(6.667, 3);
  });

  it('takes back what was late, and is never negative', () => {
    expect(lossPercent([second(45, 5), second(50, -5)])).toBe(0);
    expect(lossPercent([second(50, -5)])).toBe(0);
  });

  it('counts what came too late to be played only where it is asked to', () => {
    expect(lossPercent([second(50, 0, 5)])).toBe(0);
    expect(lossPercent([second(50, 0, 5)], true)).toBe(10);
  });

  it('is unknown when nothing was to come', () => {
    expect(lossPercent([second(0, 0)])).toBeNull();
    expect(lossPercent([])).toBeNull();
  });
});
