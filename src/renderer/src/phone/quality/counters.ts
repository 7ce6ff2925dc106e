import type { Counters } from '#shared/domain/quality/sample.ts';

/** The names Chromium gives (W3C webrtc-stats, RTCStatsType); each may be missing. */
type Entry = Readonly<Record<string, unknown>>;

/**
 * One reading of a peer connection's statistics.
 * @param at milliseconds on a clock that does not jump
 */
export function readCounters(report: Iterable<readonly [string, unknown]>, at: number): Counters {
  const entries = new Map<string, Entry>();
  for (const [id, entry] of report) entries.set(id, entry as Entry);
  const all = [...entries.values()];
  const audio = (type: string): Entry[] =>
    all.filter((entry) => entry['type'] === type && entry['kind'] === 'audio');

  // After another offer an earlier stream may still be listed: the one that speaks counts.
  const inbound = newest(audio('inbound-rtp'), 'lastPacketReceivedTimestamp');
  const remote = newest(audio('remote-inbound-rtp'), 'timestamp');
  const source = audio('media-source')[0];
  const pair = all.find(
    (entry) =>
      entry['type'] === 'candidate-pair' &&
      entry['nominated'] === true &&
      entry['state'] === 'succeeded',
  );
  const codecId = (inbound ?? audio('outbound-rtp')[0])?.['codecId'];
  const mimeType = typeof codecId === 'string' ? entries.get(codecId)?.['mimeType'] : undefined;
  // Statistics share a clock: what the others were read at tells how old a report is.
  const readAt = number(source, 'timestamp') ?? number(inbound, 'timestamp');
  const reportedAt = number(remote, 'timestamp');

  return {
    at,
    inbound: inbound
      ? {
          id: typeof inbound['id'] === 'string' ? inbound['id'] : '',
          packetsReceived: number(inbound, 'packetsReceived') ?? 0,
          packetsLost: number(inbound, 'packetsLost') ?? 0,
          packetsDiscarded: number(inbound, 'packetsDiscarded') ?? 0,
          jitterS: number(inbound, 'jitter'),
          bufferDelayS: number(inbound, 'jitterBufferDelay') ?? 0,
          bufferEmitted: number(inbound, 'jitterBufferEmittedCount') ?? 0,
        }
      : null,
    report: remote
      ? {
          fractionLost: number(remote, 'fractionLost'),
          jitterS: number(remote, 'jitter'),
          ageMs: readAt === null || reportedAt === null ? 0 : Math.max(0, readAt - reportedAt),
        }
      : null,
    // From end to end where RTCP goes through; else as far as the next media server.
    roundTripS: number(remote, 'roundTripTime') ?? number(pair, 'currentRoundTripTime'),
    codec: typeof mimeType === 'string' ? (mimeType.split('/')[1] ?? null) : null,
    microphone: source
      ? {
          energy: number(source, 'totalAudioEnergy') ?? 0,
          durationS: number(source, 'totalSamplesDuration') ?? 0,
        }
      : null,
  };
}

function newest(entries: readonly Entry[], key: string): Entry | undefined {
  return entries.toSorted((a, b) => (number(b, key) ?? 0) - (number(a, key) ?? 0))[0];
}

function number(entry: Entry | undefined, key: string): number | null {
  const value = entry?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
