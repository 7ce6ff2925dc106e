/** Whether the other side's sound still arrives, told by the RTP packets received. */
export interface MediaWatch {
  /** Packets at the last look. */
  readonly packets: number;
  readonly at: number;
  /** How long nothing has come although it should; milliseconds. */
  readonly silentMs: number;
  /** The agent has been told. */
  readonly told: boolean;
}

/** `quiet`: nothing came since the last look, for the first time; the agent is not told of that yet. */
export type MediaVerdict = 'fine' | 'quiet' | 'lost' | 'back' | 'over';

export interface MediaSample {
  /** RTP packets received since the call began. RFC 3550 §6.4.1, W3C webrtc-stats. */
  readonly packets: number;
  /** Nobody is on hold and the line to the exchange is up: sound has to come. */
  readonly expected: boolean;
}

/**
 * The banner comes within five seconds (QUALITY.md) also on a busy machine: up to one until the
 * first look at which nothing is new, these, and two to spare. Longer than any pause of a codec that sends nothing
 * while nobody speaks (Opus DTX, RFC 7587 §3.1.3: a packet every 400 ms).
 */
export const SILENT_AFTER_MS = 2_000;

/** A customer who is not heard for so long is gone. */
export const OVER_AFTER_MS = 30_000;

/** Between two looks no more than this counts: a page that slept heard nothing and missed nothing. */
const LONGEST_STEP_MS = 1_250;

/**
 * Looks come about once a second, some a few milliseconds early: without this a limit of two
 * seconds would be missed by a hair at the second look and wait for the third.
 */
const LOOK_SLACK_MS = 500;

export function newMediaWatch(now: number): MediaWatch {
  return { packets: 0, at: now, silentMs: 0, told: false };
}

/** @param now milliseconds */
export function watchMedia(
  watch: MediaWatch,
  { packets, expected }: MediaSample,
  now: number,
): { readonly watch: MediaWatch; readonly verdict: MediaVerdict } {
  const step = Math.min(Math.max(0, now - watch.at), LONGEST_STEP_MS);
  const next = { packets, at: now };
  if (packets !== watch.packets || !expected) {
    return {
      watch: { ...next, silentMs: 0, told: false },
      verdict: watch.told ? 'back' : 'fine',
    };
  }
  const silentMs = watch.silentMs + step;
  if (silentMs + LOOK_SLACK_MS >= OVER_AFTER_MS) {
    return { watch: { ...next, silentMs, told: true }, verdict: 'over' };
  }
  const begins = watch.silentMs === 0 && silentMs > 0;
  const tell = !watch.told && silentMs + LOOK_SLACK_MS >= SILENT_AFTER_MS;
  return {
    watch: { ...next, silentMs, told: watch.told || tell },
    verdict: tell ? 'lost' : begins ? 'quiet' : 'fine',
  };
}
