import { describe, expect, it } from 'vitest';
import { minimise } from '../support/fuzz/minimise.ts';
import { oversizeFrame, spoiltFrame } from '../support/fuzz/mutate.ts';
import { randomFrom, seedOf } from '../support/fuzz/random.ts';
import type { Aim } from '../support/fuzz/templates.ts';
import { TORTURE } from '../support/torture/corpus.ts';

const AIM: Aim = { contact: 'sip:x@y.invalid', dialog: null, asked: null, offered: null };

const frames = (seed: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    spoiltFrame(randomFrom(seedOf(seed, index)), AIM, index),
  );

it('RFC 4475 has 49 messages', () => {
  expect(new Set(TORTURE.map(({ name }) => name)).size).toBe(49);
});

describe('spoilt frames', () => {
  it('are the same again for the same seed, and others for another', () => {
    expect(frames(7, 200)).toEqual(frames(7, 200));
    expect(frames(8, 200)).not.toEqual(frames(7, 200));
  });

  it('are of every kind: each method, answers, and none above what a phone reads', () => {
    const all = frames(1, 2_000);
    for (const kind of [
      'INVITE',
      'BYE',
      'CANCEL',
      'REFER',
      'NOTIFY',
      'MESSAGE',
      'INFO',
      'UPDATE',
    ]) {
      expect(all.some((frame) => frame.startsWith(`${kind} sip:`))).toBe(true);
    }
    expect(all.some((frame) => frame.startsWith('SIP/2.0 '))).toBe(true);
    expect(new Set(all).size).toBeGreaterThan(1_950);
  });

  it('too large ones are 64 kB to 5 MB and more', () => {
    for (let index = 0; index < 20; index += 1) {
      const frame = oversizeFrame(randomFrom(seedOf(3, index)), AIM, index);
      expect(frame.length).toBeGreaterThan(64 * 1_024);
      expect(frame.length).toBeLessThan(6 * 1_024 * 1_024);
    }
  });
});

describe('a frame that fails, made small', () => {
  it('is only what it takes', async () => {
    const frame = `INVITE a\r\nVia: b\r\nX: ${'y'.repeat(500)}BAD${'z'.repeat(300)}\r\nTo: c\r\n\r\nbody`;
    const small = await minimise(frame, (text) => Promise.resolve(text.includes('BAD')));
    expect(small).toBe('BAD');
  });

  it('is not sent more often than allowed', async () => {
    let sent = 0;
    const fails = (): Promise<boolean> => {
      sent += 1;
      return Promise.resolve(false);
    };
    await minimise('a\r\n'.repeat(500), fails, 40);
    expect(sent).toBe(40);
  });
});
