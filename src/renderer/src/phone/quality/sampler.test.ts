import { describe, expect, it } from 'vitest';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import { readCounters } from './counters.ts';
import { startReadings } from './readings.ts';
import { createSampler } from './sampler.ts';

/** Statistics as Chromium names them, shortened to what is read. */
function chromium(change: Record<string, Record<string, unknown>> = {}): Map<string, object> {
  const stats: Record<string, Record<string, unknown>> = {
    CIT01_8: { type: 'codec', mimeType: 'audio/PCMA', payloadType: 8, clockRate: 8_000 },
    CP1: {
      type: 'candidate-pair',
      nominated: true,
      state: 'succeeded',
      currentRoundTripTime: 0.003,
    },
    CP2: { type: 'candidate-pair', nominated: false, state: 'waiting' },
    IT01A7: {
      type: 'inbound-rtp',
      id: 'IT01A7',
      kind: 'audio',
      timestamp: 1_000_000,
      codecId: 'CIT01_8',
      packetsReceived: 500,
      packetsLost: 7,
      packetsDiscarded: 2,
      jitter: 0.006,
      jitterBufferDelay: 9_600,
      jitterBufferEmittedCount: 240_000,
      lastPacketReceivedTimestamp: 999_990,
    },
    OT01A3: { type: 'outbound-rtp', kind: 'audio', codecId: 'CIT01_8', packetsSent: 510 },
    RIA3: {
      type: 'remote-inbound-rtp',
      kind: 'audio',
      timestamp: 998_000,
      fractionLost: 0.04,
      jitter: 0.002,
      roundTripTime: 0.081,
    },
    SA1: {
      type: 'media-source',
      kind: 'audio',
      timestamp: 1_000_000,
      audioLevel: 0.1,
      totalAudioEnergy: 0.25,
      totalSamplesDuration: 10,
    },
  };
  for (const [id, part] of Object.entries(change)) stats[id] = { ...stats[id], ...part };
  return new Map(Object.entries(stats));
}

describe("a reading of Chromium's statistics", () => {
  it('finds what is needed', () => {
    expect(readCounters(chromium(), 42)).toEqual({
      at: 42,
      inbound: {
        id: 'IT01A7',
        packetsReceived: 500,
        packetsLost: 7,
        packetsDiscarded: 2,
        jitterS: 0.006,
        bufferDelayS: 9_600,
        bufferEmitted: 240_000,
      },
      report: { fractionLost: 0.04, jitterS: 0.002, ageMs: 2_000 },
      roundTripS: 0.081,
      codec: 'PCMA',
      microphone: { energy: 0.25, durationS: 10 },
    });
  });

  it('takes the round trip to the media server where the far end reports nothing', () => {
    const stats = chromium();
    stats.delete('RIA3');
    expect(readCounters(stats, 0)).toMatchObject({ report: null, roundTripS: 0.003 });
  });

  it('reads the stream that speaks, not the one before it', () => {
    const stats = chromium({
      IT00: {
        type: 'inbound-rtp',
        kind: 'audio',
        id: 'IT00',
        packetsReceived: 9_000,
        lastPacketReceivedTimestamp: 500_000,
      },
    });
    expect(readCounters(stats, 0).inbound?.id).toBe('IT01A7');
  });

  it('is empty before anything has come', () => {
    expect(readCounters(new Map(), 0)).toEqual({
      at: 0,
      inbound: null,
      report: null,
      roundTripS: null,
      codec: null,
      microphone: null,
    });
  });
});

describe('the sampler', () => {
  function call() {
    const samples: QualitySample[] = [];
    let talking = true;
    let received = 0;
    let now = 0;
    let tick = (): void => undefined;
    let stopped = false;
    let readings = 0;
    const stop = startReadings({
      connection: () => ({
        getStats: () => {
          readings += 1;
          return Promise.resolve(
            chromium({ IT01A7: { packetsReceived: received, packetsLost: 0 } }) as RTCStatsReport,
          );
        },
      }),
      read: createSampler({ talking: () => talking, report: (sample) => samples.push(sample) }),
      now: () => now,
      every: (_ms, run) => {
        tick = run;
        return () => (stopped = true);
      },
    });
    return {
      samples,
      stop,
      stopped: () => stopped,
      readings: () => readings,
      hold: (held: boolean) => (talking = !held),
      second: async (packets: number) => {
        await Promise.resolve();
        now += 1_000;
        received += packets;
        tick();
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  }

  it('tells each second, the first as well', async () => {
    const c = call();
    await c.second(50);
    await c.second(48);
    expect(c.samples.map((sample) => [sample.at, sample.received])).toEqual([
      [1_000, 50],
      [2_000, 48],
    ]);
  });

  it('is silent on hold, and what came meanwhile belongs to nobody', async () => {
    const c = call();
    await c.second(50);
    c.hold(true);
    await c.second(3);
    await c.second(0);
    c.hold(false);
    await c.second(20);
    await c.second(50);
    expect(c.samples.map(({ received }) => received)).toEqual([50, 50]);
  });

  it('reads once a second, held or not, and no more once stopped', async () => {
    const c = call();
    await c.second(50);
    c.hold(true);
    await c.second(0);
    expect(c.readings()).toBe(3);
    c.stop();
    expect(c.stopped()).toBe(true);
  });

  it('says nothing more once stopped', async () => {
    const c = call();
    await c.second(50);
    c.stop();
    await c.second(50);
    expect([c.samples.length, c.stopped()]).toEqual([1, true]);
  });
});
