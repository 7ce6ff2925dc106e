import { describe, expect, it } from 'vitest';
import { outcomeOfAnswer } from './outcome.ts';

describe('what an answer says of a message', () => {
  it.each([
    [200, false, 'delivered'],
    [202, false, 'accepted'],
    [204, false, 'accepted'],
    [302, false, 'failed'],
    [403, false, 'failed'],
    [404, false, 'failed'],
    [407, false, 'failed'],
    [503, false, 'failed'],
    [603, false, 'failed'],
    // Time ran out somewhere on the way: it may have arrived.
    [408, false, 'uncertain'],
    [504, false, 'uncertain'],
    [408, true, 'uncertain'],
    // It could not even be sent.
    [503, true, 'failed'],
  ])('%i (made here: %s) is %s', (status, local, type) => {
    expect(outcomeOfAnswer(status, local)).toMatchObject({ type });
  });

  it('keeps the status and the far end’s words, cut', () => {
    expect(outcomeOfAnswer(480, false, 'x'.repeat(900))).toEqual({
      type: 'failed',
      cause: { code: 'sip.480', status: 480, text: 'x'.repeat(200) },
    });
  });
});
