import { describe, expect, it } from 'vitest';
import type { Reply } from './transport.ts';
import { verdictOn } from './verdict.ts';
import type { Manner, Told } from './verdict.ts';

const NOW = Date.UTC(2026, 10, 26, 9);

const TOLD: Readonly<Record<string, Told>> = {
  taken: { kind: 'accepted', ref: 'r' },
  no: { kind: 'refused', code: 'gateway.sender', words: '1062 no' },
  later: { kind: 'delayed', code: 'gateway.busy', words: 'slow' },
};
const manner: Manner = { read: (body) => TOLD[body] ?? null };

const answered = (
  status: number,
  body = '',
  more: Partial<Extract<Reply, { kind: 'answer' }>> = {},
): Reply => ({ kind: 'answer', status, body, date: null, retryAfterMs: null, ...more });

describe('what an exchange with a gateway means for a text', () => {
  it.each<[string, Reply, string, string]>([
    ['nothing was asked', { kind: 'unreached', why: 'address' }, 'refused', 'gateway.address'],
    ['nobody is there', { kind: 'unreached', why: 'offline' }, 'delayed', 'gateway.offline'],
    [
      'nobody answers the call',
      { kind: 'unreached', why: 'timeout' },
      'delayed',
      'gateway.offline',
    ],
    [
      'somebody else is there',
      { kind: 'unreached', why: 'certificate' },
      ...(['refused', 'gateway.certificate'] as const),
    ],
    ['no answer in time', { kind: 'lost', why: 'timeout' }, 'unsure', 'gateway.timeout'],
    ['the line went', { kind: 'lost', why: 'cut' }, 'unsure', 'gateway.cut'],
    ['an endless answer', { kind: 'lost', why: 'too-large' }, 'unsure', 'gateway.malformed'],
    ['200 with a refusal', answered(200, 'no'), 'refused', 'gateway.sender'],
    ['200 and later', answered(200, 'later'), 'delayed', 'gateway.busy'],
    ['200 with riddles', answered(200, '<html>'), 'unsure', 'gateway.malformed'],
    ['202 with nothing', answered(202), 'unsure', 'gateway.malformed'],
    ['301', answered(301, 'taken'), 'refused', 'gateway.redirected'],
    ['307', answered(307), 'refused', 'gateway.redirected'],
    ['400', answered(400), 'refused', 'gateway.refused'],
    ['400 with a reason', answered(400, 'no'), 'refused', 'gateway.sender'],
    ['400 and later', answered(400, 'later'), 'delayed', 'gateway.busy'],
    ['400 that says it was taken', answered(400, 'taken'), 'refused', 'gateway.refused'],
    ['401', answered(401), 'refused', 'gateway.auth'],
    ['403', answered(403), 'refused', 'gateway.auth'],
    ['404', answered(404), 'refused', 'gateway.refused'],
    ['408', answered(408), 'unsure', 'gateway.timeout'],
    ['429', answered(429), 'delayed', 'gateway.busy'],
    ['500', answered(500), 'unsure', 'gateway.server'],
    ['500 that says it was not taken', answered(500, 'no'), 'unsure', 'gateway.server'],
    ['502', answered(502), 'unsure', 'gateway.server'],
    ['503', answered(503), 'unsure', 'gateway.server'],
    ['504', answered(504), 'unsure', 'gateway.server'],
    ['101', answered(101), 'unsure', 'gateway.server'],
  ])('%s', (_what, reply, kind, code) => {
    expect(verdictOn(reply, manner, NOW)).toMatchObject({ kind, code });
  });

  it('takes a text for taken where the gateway says so', () => {
    expect(verdictOn(answered(200, 'taken'), manner, NOW)).toEqual({ kind: 'accepted', ref: 'r' });
  });

  it('forgets a name that is too long to be kept, and not that the text was taken', () => {
    const read = (): Told => ({ kind: 'accepted', ref: 'x'.repeat(201) });
    expect(verdictOn(answered(200), { read }, NOW)).toEqual({ kind: 'accepted', ref: null });
  });

  it('waits as long as it is told', () => {
    const wait = { retryAfterMs: 3_000 };
    expect(verdictOn(answered(429, '', wait), manner, NOW)).toMatchObject({ afterMs: 3_000 });
    expect(verdictOn(answered(200, 'later', wait), manner, NOW)).toMatchObject({ afterMs: 3_000 });
    expect(verdictOn(answered(429), manner, NOW)).toMatchObject({ afterMs: null });
  });

  describe('a refused signature', () => {
    const signing: Manner = { ...manner, clockWindowMs: 5 * 60_000 };
    const at = (offMs: number) => answered(401, '', { date: NOW - offMs });

    it.each([
      [5 * 60_000 + 1_000, '+5:01'],
      [-90 * 60_000, '-90:00'],
    ])('is the fault of a clock that is off by %d ms', (offMs, words) => {
      expect(verdictOn(at(offMs), signing, NOW)).toEqual({
        ...{ kind: 'refused', code: 'gateway.clock', words },
      });
    });

    it('is that of the key where the clock is right, or nobody told the time', () => {
      expect(verdictOn(at(5 * 60_000), signing, NOW)).toMatchObject({ code: 'gateway.auth' });
      expect(verdictOn(answered(401), signing, NOW)).toMatchObject({ code: 'gateway.auth' });
      expect(verdictOn(at(3_600_000), manner, NOW)).toMatchObject({ code: 'gateway.auth' });
    });
  });
});
