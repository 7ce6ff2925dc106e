import { describe, expect, it } from 'vitest';
import { hearMore, isEmpty, LONG_SILENCE_MS, NEW_MESSAGE, overBecause } from './message.ts';
import type { Message } from './message.ts';

const LIMIT = 120_000;
const VOICE = -28;
const ROOM = -58;

/** Tenths of a second, as they are heard. */
function said(...parts: readonly (readonly [db: number, ms: number])[]): Message {
  let message = NEW_MESSAGE;
  for (const [db, ms] of parts) {
    for (let at = 0; at < ms; at += 100) message = hearMore(message, { db, ms: 100 });
  }
  return message;
}

describe('a message that is being left', () => {
  it('goes on while somebody speaks, also after a pause to think', () => {
    const message = said([VOICE, 20_000], [ROOM, LONG_SILENCE_MS - 100], [VOICE, 500]);
    expect(overBecause(message, LIMIT)).toBeNull();
  });

  it('is over after a long silence', () => {
    expect(overBecause(said([VOICE, 3_000], [ROOM, LONG_SILENCE_MS]), LIMIT)).toBe('silence');
  });

  it('is over at its limit, however much there is to say', () => {
    expect(overBecause(said([VOICE, LIMIT - 100]), LIMIT)).toBeNull();
    expect(overBecause(said([VOICE, LIMIT]), LIMIT)).toBe('limit');
  });

  it('is none when nobody spoke: neither a room nor a click of the receiver counts', () => {
    expect(isEmpty(said([ROOM, 10_000]))).toBe(true);
    expect(isEmpty(said([-Infinity, 10_000]))).toBe(true);
    expect(isEmpty(said([ROOM, 4_000], [-20, 200], [ROOM, 6_000]))).toBe(true);
  });

  it('is one as soon as there is a word, also of a quiet speaker', () => {
    expect(isEmpty(said([ROOM, 2_000], [-43, 600], [ROOM, 10_000]))).toBe(false);
  });
});
