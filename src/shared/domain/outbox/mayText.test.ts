import { describe, expect, it } from 'vitest';
import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import { whyNoText } from './mayText.ts';
import type { MissedCall } from './mayText.ts';
import { missedTextsSchema } from './policy.ts';

const NOW = new Date('2026-11-26T14:00:00').getTime();
const policy = missedTextsSchema.parse({});
const callerOf = (dialled: string) => ({
  dialled,
  e164: parsePhoneNumber(dialled).e164,
  startedAt: NOW - 20_000,
});
const why = (change: Partial<MissedCall> = {}) =>
  whyNoText({
    ...{ policy, reason: { text: true }, caller: callerOf('01012345678') },
    ...{ refused: false, already: false, leaves: NOW },
    now: NOW,
    ...change,
  });

describe('whether a caller gets a text', () => {
  it('is yes for a mobile number, in a reason that says so', () => expect(why()).toBeNull());

  it.each(['02-555-1234', '0507-1234-5678', '1588-1234', '080-123-4567', '060-123-4567', '1001'])(
    'is no for %s, which takes none, whatever the policy says',
    (number) => {
      const all = missedTextsSchema.parse({ numberKinds: ['mobile', 'internet', 'international'] });
      expect(why({ caller: callerOf(number), policy: all })).toBe('number');
    },
  );

  it.each([
    ['+1 415 555 2671', 'international'],
    ['070-1234-5678', 'internet'],
  ] as const)('is no for %s unless the policy says %s', (number, kind) => {
    const caller = callerOf(number);
    expect(why({ caller })).toBe('number');
    expect(why({ caller, policy: { ...policy, numberKinds: [kind] } })).toBeNull();
  });

  it.each([
    ['off', { policy: { ...policy, automatic: false } }],
    ['reason', { reason: { text: false } }],
    ['reason', { reason: null }],
    ['hidden', { caller: { dialled: 'anonymous', e164: null, startedAt: NOW } }],
    ['refused', { refused: true }],
    ['late', { now: NOW + 13 * 3_600_000 }],
    ['already', { already: true }],
    ['hours', { leaves: null }],
    ['hours', { leaves: NOW + 25 * 3_600_000 }],
  ] as const)('is no, and says why: %s', (code, change) => expect(why(change)).toBe(code));

  it('is yes where it suits them the next morning', () => {
    expect(why({ leaves: NOW + 20 * 3_600_000 })).toBeNull();
  });

  it('goes on as it was where the clock was set back', () => {
    expect(why({ now: NOW - 2 * 3_600_000 })).toBeNull();
  });
});
