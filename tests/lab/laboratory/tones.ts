/**
 * Tones: written for those who speak, recognised in what was heard.
 *
 * Goertzel's algorithm measures one frequency at a time. A tone counts as heard by its share of
 * the power present, which G.711, a jitter buffer and a resampler leave nearly alone, and not by
 * its loudness, which automatic gain control does change.
 */
import { readWav, writeWav } from './wav.ts';

export interface ToneOptions {
  readonly seconds: number;
  /** Samples a second; default 8000. */
  readonly rate?: number;
  /** Peak, 0 … 1 of full scale; default 0.5. */
  readonly amplitude?: number;
}

/** A tone must hold at least this share of the power: -6 dB is a quarter. */
const HEARD_DB = -6;

/** Below this the line is silent, whatever frequency the noise has; dB of full scale. */
const SILENCE_DBFS = -50;

/** The samples of a sine; 0 Hz gives silence. */
export function tone(hz: number, options: ToneOptions): Int16Array<ArrayBuffer> {
  const rate = options.rate ?? 8000;
  const peak = 32767 * (options.amplitude ?? 0.5);
  const samples = new Int16Array(Math.round(options.seconds * rate));
  const step = (2 * Math.PI * hz) / rate;
  for (let i = 0; i < samples.length; i += 1) samples[i] = Math.round(peak * Math.sin(step * i));
  return samples;
}

export function writeTone(path: string, hz: number, options: ToneOptions): void {
  writeWav(path, options.rate ?? 8000, tone(hz, options));
}

/**
 * The power at a frequency relative to the whole, in dB: 0 for a pure sine, about
 * -10·log10(n/2) for white noise of n samples, -Infinity for silence.
 */
export function levelAt(samples: Int16Array, rate: number, hz: number): number {
  const total = power(samples);
  if (total === 0 || samples.length === 0) return -Infinity;
  const step = (2 * Math.PI * hz) / rate;
  const coefficient = 2 * Math.cos(step);
  let one = 0;
  let two = 0;
  for (const sample of samples) {
    const next = sample + coefficient * one - two;
    two = one;
    one = next;
  }
  const square = one * one + two * two - coefficient * one * two;
  // A sine of power P gives |X|² = P·n²/2.
  return 10 * Math.log10((2 * square) / (samples.length * samples.length * total));
}

/** Loudness in dB of full scale; -Infinity for digital silence. */
export function loudness(samples: Int16Array): number {
  return 10 * Math.log10(power(samples) / (32768 * 32768));
}

/**
 * Whether a tone is heard in these samples. Judged in windows of 100 ms, the louder half of
 * which must carry it: a gap or the click at its edge does not hide a tone that is there,
 * and a short beep does not pass for a steady one.
 */
export function hearsIn(samples: Int16Array, rate: number, hz: number): boolean {
  const size = Math.round(rate / 10);
  let windows = 0;
  let heard = 0;
  for (let at = 0; at + size <= samples.length; at += size) {
    const window = samples.subarray(at, at + size);
    windows += 1;
    if (loudness(window) > SILENCE_DBFS && levelAt(window, rate, hz) > HEARD_DB) heard += 1;
  }
  return windows > 0 && heard * 2 >= windows;
}

export type Span =
  { readonly fromMs?: number; readonly toMs?: number } | { readonly lastMs: number };

/**
 * Whether a recording holds a tone, in all of it or in a part; times in ms from its beginning.
 * A file with no samples in that span, or none yet, or fewer than the last ms asked for, hears nothing.
 */
export function hears(wavPath: string, hz: number, span: Span = {}): boolean {
  const { rate, samples } = part(wavPath, span);
  return hearsIn(samples, rate, hz);
}

/** Loudness of a recording or of a part of it; dB of full scale. */
export function loudnessOf(wavPath: string, span: Span = {}): number {
  return loudness(part(wavPath, span).samples);
}

/** How long a recording is; ms. */
export function durationMs(wavPath: string): number {
  const { rate, channels, samples } = readWav(wavPath);
  return (samples.length / channels / rate) * 1000;
}

function part(wavPath: string, span: Span): { rate: number; samples: Int16Array } {
  const { rate, channels, samples } = readWav(wavPath);
  const mono = channels === 1 ? samples : samples.filter((_, i) => i % channels === 0);
  const index = (ms: number): number => Math.max(0, Math.round((ms / 1000) * rate));
  if ('lastMs' in span) {
    // Shorter than asked for is not there yet: it would pass for a whole span of sound.
    const from = mono.length - index(span.lastMs);
    return { rate, samples: mono.subarray(from < 0 ? mono.length : from) };
  }
  const end = span.toMs === undefined ? mono.length : index(span.toMs);
  return { rate, samples: mono.subarray(index(span.fromMs ?? 0), end) };
}

function power(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : sum / samples.length;
}
