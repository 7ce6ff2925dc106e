import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  durationMs,
  hears,
  hearsIn,
  levelAt,
  loudness,
  loudnessOf,
  tone,
  writeTone,
} from './tones.ts';
import { readWav, writeWav } from './wav.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-tones-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A repeatable stand-in for chance (xorshift). */
function noise(count: number, peak: number): Int16Array<ArrayBuffer> {
  let seed = 0x2545f491;
  return Int16Array.from({ length: count }, () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed / 2 ** 31) * peak;
  });
}

/** ITU-T G.711 µ-law and back. */
function throughG711(samples: Int16Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(samples, (sample) => {
    const magnitude = Math.min(Math.abs(sample), 32635) + 132;
    const exponent = Math.floor(Math.log2(magnitude)) - 7;
    const mantissa = (magnitude >> (exponent + 3)) & 15;
    return Math.sign(sample) * ((((mantissa << 3) + 132) << exponent) - 132);
  });
}

function mix(one: Int16Array, two: Int16Array): Int16Array<ArrayBuffer> {
  return Int16Array.from(one, (sample, index) => (sample + (two[index] ?? 0)) / 2);
}

describe('levelAt', () => {
  it('is 0 dB at the frequency of a sine and far below beside it', () => {
    const samples = tone(440, { seconds: 1 });
    expect(levelAt(samples, 8000, 440)).toBeCloseTo(0, 1);
    expect(levelAt(samples, 8000, 700)).toBeLessThan(-40);
  });

  it('is -Infinity for silence and for nothing at all', () => {
    expect(levelAt(tone(0, { seconds: 1 }), 8000, 440)).toBe(-Infinity);
    expect(levelAt(new Int16Array(), 8000, 440)).toBe(-Infinity);
  });

  it('gives each of two equal tones half of the power', () => {
    const both = mix(tone(440, { seconds: 1 }), tone(1000, { seconds: 1 }));
    expect(levelAt(both, 8000, 440)).toBeCloseTo(-3, 1);
    expect(levelAt(both, 8000, 1000)).toBeCloseTo(-3, 1);
  });
});

describe('hearsIn', () => {
  it('recognises tones through G.711 and tells them apart', () => {
    for (const hz of [300, 440, 700, 1000, 1900, 3000]) {
      const heard = throughG711(tone(hz, { seconds: 1, amplitude: 0.3 }));
      expect(hearsIn(heard, 8000, hz), `${hz} Hz`).toBe(true);
      expect(hearsIn(heard, 8000, hz + 130), `${hz + 130} Hz`).toBe(false);
    }
  });

  it('recognises a tone whose clock is off by 0.1 %', () => {
    expect(hearsIn(tone(1001, { seconds: 1 }), 8000, 1000)).toBe(true);
  });

  it('does not hear a tone in noise, nor in silence', () => {
    expect(hearsIn(noise(8000, 8000), 8000, 440)).toBe(false);
    expect(hearsIn(tone(0, { seconds: 1 }), 8000, 440)).toBe(false);
    expect(hearsIn(new Int16Array(), 8000, 440)).toBe(false);
  });

  it('hears a tone over weaker noise', () => {
    const noisy = mix(tone(440, { seconds: 1 }), noise(8000, 8000));
    expect(hearsIn(noisy, 8000, 440)).toBe(true);
  });

  it('hears a tone with gaps, but not a beep in silence', () => {
    const gaps = tone(440, { seconds: 1 });
    gaps.fill(0, 3000, 4600);
    expect(hearsIn(gaps, 8000, 440)).toBe(true);
    const beep = tone(440, { seconds: 1 });
    beep.fill(0, 2400);
    expect(hearsIn(beep, 8000, 440)).toBe(false);
  });
});

describe('recordings', () => {
  it('are written and read again as they were', () => {
    const path = join(folder, 'tone.wav');
    writeTone(path, 440, { seconds: 0.5, rate: 48_000 });
    const { rate, channels, samples } = readWav(path);
    expect({ rate, channels, length: samples.length }).toEqual({
      rate: 48_000,
      channels: 1,
      length: 24_000,
    });
    expect(durationMs(path)).toBe(500);
    expect(hears(path, 440)).toBe(true);
  });

  it('are looked at in the part asked for', () => {
    const path = join(folder, 'parts.wav');
    const samples = new Int16Array(16_000);
    samples.set(tone(440, { seconds: 1 }), 0);
    samples.set(tone(1000, { seconds: 1 }), 8000);
    writeWav(path, 8000, samples);
    expect(hears(path, 440, { toMs: 1000 })).toBe(true);
    expect(hears(path, 440, { fromMs: 1000 })).toBe(false);
    expect(hears(path, 1000, { lastMs: 900 })).toBe(true);
    expect(hears(path, 1000, { fromMs: 5000 })).toBe(false);
    expect(hears(path, 1000, { lastMs: 60_000 })).toBe(false);
  });

  it('can be read while they grow: the header then says nothing of the length', () => {
    const path = join(folder, 'growing.wav');
    writeFileSync(path, '');
    expect(hears(path, 440)).toBe(false);
    writeWav(path, 8000, new Int16Array());
    expect(hears(path, 440)).toBe(false);
    appendFileSync(path, Buffer.from(tone(440, { seconds: 1 }).buffer));
    appendFileSync(path, Buffer.of(0));
    expect(readFileSync(path).readUInt32LE(40)).toBe(0);
    expect(durationMs(path)).toBe(1000);
    expect(hears(path, 440)).toBe(true);
  });

  it('are read to their end where an earlier writer left its own length in the header', () => {
    const path = join(folder, 'two-writers.wav');
    writeTone(path, 1000, { seconds: 0.04 });
    appendFileSync(path, Buffer.from(tone(440, { seconds: 1 }).buffer));
    expect(hears(path, 440, { lastMs: 900 })).toBe(true);
  });

  it('have a loudness', () => {
    const path = join(folder, 'loud.wav');
    writeTone(path, 440, { seconds: 1, amplitude: 0.5 });
    expect(loudnessOf(path)).toBeCloseTo(-9, 0);
    expect(loudness(new Int16Array(100))).toBe(-Infinity);
  });

  it('that are no 16-bit PCM are refused', () => {
    const path = join(folder, 'text.wav');
    writeFileSync(path, 'this is not a WAV file');
    expect(() => readWav(path)).toThrow('not a WAV file');
  });
});
