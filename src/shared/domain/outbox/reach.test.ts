import { describe, expect, it } from 'vitest';
import { NO_PREFERENCES } from '../customer/customer.ts';
import type { Consent, CustomerChannel } from '../customer/customer.ts';
import { missedTextsSchema } from './policy.ts';
import { countedBy, otherNumbers, reachOf, wayTo } from './reach.ts';
import type { Reach, ReachInput, ReachWay } from './reach.ts';

/** A Thursday, two in the afternoon. */
const NOW = new Date('2026-11-26T14:00:00').getTime();
const GATEWAY: ReachWay = {
  ...{ kind: 'gateway', numberKinds: ['mobile'], encoding: 'cp949', newline: 'crlf' },
};
const ABROAD: ReachWay = {
  ...{ kind: 'gateway', numberKinds: ['mobile', 'international'], newline: 'lf' },
  encoding: 'gsm7-or-ucs2',
};
const MOBILE = { dialled: '01012345678', e164: '+821012345678', practice: false };
const LANDLINE = { dialled: '025551234', e164: '+8225551234', practice: false };
const SAFE = { dialled: '050712345678', e164: '+8250712345678', practice: false };
const OTHER = { number: '010-2222-3333', e164: '+821022223333' };
const consent = (given: boolean, on: number): Consent => ({
  ...{ kind: 'informational', given, on, at: on, id: `c${on}`, source: '전화' },
});

const reach = (change: Partial<ReachInput> = {}): Reach =>
  reachOf({
    ...{ to: MOBILE, ways: [GATEWAY], preferences: null, consents: [], at: NOW },
    quiet: missedTextsSchema.parse({}),
    ...change,
  });

describe('what a text leaves by', () => {
  it('is the first way that reaches the number, and it is counted as that one counts', () => {
    expect(wayTo([GATEWAY, ABROAD], MOBILE)).toBe(GATEWAY);
    const abroad = { dialled: '+14155550100', e164: '+14155550100', practice: false };
    expect(countedBy(wayTo([GATEWAY, ABROAD], abroad)).encoding).toBe('gsm7-or-ucs2');
  });

  it('is the phone, to an extension, which carries every character', () => {
    const extension = { dialled: '2001', e164: null, practice: false };
    expect(wayTo([], extension)).toMatchObject({ kind: 'phone', encoding: null });
  });

  it('is none to a landline; then it is counted as Korean gateways do', () => {
    expect(wayTo([GATEWAY], LANDLINE)).toBeNull();
    expect(countedBy(null)).toMatchObject({ encoding: 'cp949', newline: 'lf' });
  });

  it('leaves nothing for practice', () => {
    expect(wayTo([ABROAD], { ...MOBILE, practice: true })).toMatchObject({ kind: 'practice' });
  });
});

describe('how a customer is reached', () => {
  it('is by text where one gets there', () => {
    expect(reach()).toEqual({
      ...{ unreached: null, rather: [], refused: null, outside: false, wanted: NOW },
    });
  });

  it.each<[string, Partial<ReachInput>, Reach['unreached']]>([
    ['a landline takes none', { to: LANDLINE }, 'number'],
    ['a safe number takes none', { to: SAFE }, 'number'],
    ['a gateway reaches no mobile', { ways: [{ ...GATEWAY, numberKinds: ['safe'] }] }, 'number'],
    ['nothing is set up', { ways: [] }, 'no-way'],
    ['nothing is set up, and a landline would take none', { ways: [], to: LANDLINE }, 'number'],
    ['practice reaches every customer', { ways: [], to: { ...LANDLINE, practice: true } }, null],
  ])('is said where none gets there: %s', (_name, change, unreached) => {
    expect(reach(change).unreached).toBe(unreached);
  });

  it('is by another of their numbers that takes texts, and never by the same again', () => {
    const numbers = [
      { number: '02-555-1234', e164: '+8225551234' },
      OTHER,
      { number: '010-1234-5678', e164: '+821012345678' },
    ];
    expect(otherNumbers([GATEWAY], LANDLINE, numbers)).toEqual([OTHER, numbers[2]]);
    expect(otherNumbers([GATEWAY], MOBILE, numbers)).toEqual([OTHER]);
    // By hand, where nothing leaves by itself.
    expect(otherNumbers([], LANDLINE, numbers)).toEqual([OTHER, numbers[2]]);
    expect(otherNumbers([GATEWAY], { ...LANDLINE, practice: true }, numbers)).toEqual([]);
  });

  it.each<[readonly CustomerChannel[], readonly CustomerChannel[]]>([
    [[], []],
    [['text', 'phone'], []],
    [['phone', 'text', 'mail'], ['phone']],
    [
      ['mail', 'phone'],
      ['mail', 'phone'],
    ],
  ])('is by what they named before a text: %j', (channels, rather) => {
    const preferences = { ...NO_PREFERENCES, channels: [...channels] };
    expect(reach({ preferences }).rather).toEqual(rather);
  });

  it('is not by text where their last word was no', () => {
    expect(reach({ consents: [consent(false, 1), consent(true, 2)] }).refused).toBeNull();
    const no = consent(false, 3);
    expect(reach({ consents: [consent(true, 2), no] }).refused).toBe(no);
  });

  it('is when it suits them', () => {
    const preferences = { ...NO_PREFERENCES, hours: { from: 600, to: 720 }, days: [4, 5] };
    const tomorrow = new Date('2026-11-27T10:00:00').getTime();
    expect(reach({ preferences })).toMatchObject({ outside: true, wanted: tomorrow });
    expect(reach({ preferences, at: tomorrow })).toMatchObject({ outside: false });
  });
});
