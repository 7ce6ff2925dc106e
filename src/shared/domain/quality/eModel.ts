/**
 * How a call sounds, computed from the network alone: the E-model of ITU-T G.107 with everything
 * a network does not change at its default. It judges no person and hears no word.
 */

/** R with all defaults and no impairment. ITU-T G.107 (06/2015) §7.7. */
const BEST_R = 93.2;

interface CodecImpairment {
  /** Equipment impairment without loss. */
  readonly ie: number;
  /** Packet-loss robustness: the larger, the better losses are hidden. */
  readonly bpl: number;
}

/**
 * ITU-T G.113 Appendix I, random loss: G.711 with concealment has Ie 0 and Bpl 25.1 (without, 4.3).
 * Chromium conceals every codec (NetEq), and so does every telephone of today: 25.1 it is.
 */
const G711: CodecImpairment = { ie: 0, bpl: 25.1 };

/**
 * Assumed, since G.113 has no value on the narrowband scale for these: no worse than G.711 without
 * loss, and concealed as well. Opus with its own error correction does better than this says.
 */
const OPUS: CodecImpairment = G711;
const G722: CodecImpairment = G711;

const CODECS: Readonly<Record<string, CodecImpairment>> = {
  pcmu: G711,
  pcma: G711,
  opus: OPUS,
  g722: G722,
};

/** A codec that is not in the table is judged as G.711. */
export function impairmentOf(codec: string | null): CodecImpairment {
  return CODECS[codec?.toLowerCase() ?? ''] ?? G711;
}

/** ITU-T G.107 §7.5, equation 7-29, losses at random (BurstR = 1). */
export function lossImpairment(lossPercent: number, { ie, bpl }: CodecImpairment): number {
  return ie + ((95 - ie) * lossPercent) / (lossPercent + bpl);
}

/**
 * Id for a call without echo: 0.024 d, and 0.11 for each millisecond above 177.3. Cole and
 * Rosenbluth, "Voice over IP performance monitoring" (2001), fitted to G.107's Id.
 * @param oneWayMs mouth to ear: half the round trip and the jitter buffer
 */
export function delayImpairment(oneWayMs: number): number {
  return 0.024 * oneWayMs + 0.11 * Math.max(0, oneWayMs - 177.3);
}

/** @returns R, at most 93.2; may be below 0 */
export function rFactor(
  lossPercent: number,
  oneWayMs: number,
  codec: CodecImpairment = G711,
): number {
  return BEST_R - delayImpairment(oneWayMs) - lossImpairment(lossPercent, codec);
}

/** ITU-T G.107 Annex B, equation B-4. @returns 1 to 4.5 */
export function mosOf(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  // Just above 0 the polynomial dips under the lowest mark there is.
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
