/**
 * What one second of a call was like, from the counters a peer connection keeps. Counters only
 * grow, over the whole life of a stream; a sample is the difference of two readings.
 */

/** One reading, in the units of W3C webrtc-stats: seconds, packets, 0 to 1. */
export interface Counters {
  /** Milliseconds on a clock that does not jump. */
  readonly at: number;
  /** What arrives here. Null before the first packet. */
  readonly inbound: {
    /** Another stream has another id: its counters begin again. */
    readonly id: string;
    readonly packetsReceived: number;
    /** May shrink: a packet that comes late was counted as lost before. RFC 3550 §6.4.1. */
    readonly packetsLost: number;
    /** Arrived, but too late to be played. */
    readonly packetsDiscarded: number;
    readonly jitterS: number | null;
    /** Sum over all samples that were played of the time each waited. */
    readonly bufferDelayS: number;
    readonly bufferEmitted: number;
  } | null;
  /** The far end's last report of what arrives there. RFC 3550 §6.4.2. */
  readonly report: {
    /** 0 to 1, since the report before. */
    readonly fractionLost: number | null;
    readonly jitterS: number | null;
    readonly ageMs: number;
  } | null;
  readonly roundTripS: number | null;
  /** E.g. `opus`, `PCMA`. */
  readonly codec: string | null;
  /** What the microphone gives to the connection; null where it is not told. */
  readonly microphone: {
    readonly energy: number;
    readonly durationS: number;
  } | null;
}

export interface QualitySample {
  /** Milliseconds, as in `Counters`: when the interval ended. */
  readonly at: number;
  readonly durationMs: number;
  /** Packets in this interval. */
  readonly received: number;
  readonly lost: number;
  readonly discarded: number;
  readonly jitterMs: number | null;
  /** How long sound waited in the jitter buffer. */
  readonly bufferMs: number | null;
  readonly rttMs: number | null;
  /** Percent of what we send that does not arrive, by the far end's report. */
  readonly lossOutPercent: number | null;
  readonly jitterOutMs: number | null;
  readonly codec: string | null;
  /** RMS, 0 to 1; exactly 0 is a microphone that gives nothing at all. */
  readonly microphoneLevel: number | null;
}

/** Milliseconds. RTCP comes about every 5 s (RFC 3550 §6.2); three missing ones say nothing more. */
export const REPORT_IS_OLD_MS = 15_000;

/** @returns null when the two readings have nothing between them that could be measured */
export function sampleBetween(before: Counters, after: Counters): QualitySample | null {
  const durationMs = after.at - before.at;
  if (durationMs <= 0) return null;
  const earlier = before.inbound;
  const now = after.inbound;
  const restarted =
    now !== null &&
    earlier !== null &&
    (earlier.id !== now.id || now.packetsReceived < earlier.packetsReceived);
  if (restarted) return null;
  const report = after.report && after.report.ageMs <= REPORT_IS_OLD_MS ? after.report : null;
  const emitted = (now?.bufferEmitted ?? 0) - (earlier?.bufferEmitted ?? 0);
  const waitedS = (now?.bufferDelayS ?? 0) - (earlier?.bufferDelayS ?? 0);
  return {
    at: after.at,
    durationMs,
    received: (now?.packetsReceived ?? 0) - (earlier?.packetsReceived ?? 0),
    lost: (now?.packetsLost ?? 0) - (earlier?.packetsLost ?? 0),
    discarded: (now?.packetsDiscarded ?? 0) - (earlier?.packetsDiscarded ?? 0),
    jitterMs: inMs(now?.jitterS ?? null),
    bufferMs: emitted > 0 ? inMs(waitedS / emitted) : null,
    rttMs: inMs(after.roundTripS),
    lossOutPercent: report?.fractionLost == null ? null : report.fractionLost * 100,
    jitterOutMs: inMs(report?.jitterS ?? null),
    codec: after.codec,
    microphoneLevel: levelBetween(before.microphone, after.microphone),
  };
}

/** W3C webrtc-stats, RTCAudioSourceStats.totalAudioEnergy: RMS = sqrt(energy / duration). */
function levelBetween(
  before: Counters['microphone'],
  after: Counters['microphone'],
): number | null {
  if (!before || !after) return null;
  const durationS = after.durationS - before.durationS;
  // Another track, whose sums begin again.
  if (durationS < 0) return null;
  // No time has passed for it: the device gives nothing, not even silence.
  if (durationS === 0) return 0;
  return Math.sqrt(Math.max(0, after.energy - before.energy) / durationS);
}

function inMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1_000;
}

/**
 * Percent of the packets of these intervals that never came. Summed before it is divided: one
 * packet of one second's fifty is already two percent.
 */
export function lossPercent(samples: readonly QualitySample[], withLate = false): number | null {
  let lost = 0;
  let received = 0;
  for (const sample of samples) {
    lost += sample.lost + (withLate ? sample.discarded : 0);
    received += sample.received - (withLate ? sample.discarded : 0);
  }
  // Late packets can make a stretch's losses negative.
  const missing = Math.max(0, lost);
  const expected = missing + Math.max(0, received);
  return expected === 0 ? null : (missing / expected) * 100;
}
