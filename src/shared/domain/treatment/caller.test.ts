import { describe, expect, it } from 'vitest';
import { callerMatchSchema, fitsCaller, isHidden, numbersOf } from './caller.ts';
import type { Caller } from './caller.ts';

const MOBILE: Caller = { e164: '+821012345678', dialled: '01012345678' };
const SEOUL: Caller = { e164: '+82212345678', dialled: '0212345678' };
const HOUSE: Caller = { e164: '+8215881234', dialled: '15881234' };
const AMERICAN: Caller = { e164: '+14155552671', dialled: '0014155552671' };
const COLLEAGUE: Caller = { e164: null, dialled: '1001' };

const fits = (match: unknown, caller: Caller): boolean =>
  fitsCaller(callerMatchSchema.parse(match), numbersOf(caller) ?? []);

describe('a number in a rule', () => {
  it.each([
    '010-1234-5678',
    '01012345678',
    '010 1234 5678',
    '010.1234.5678',
    '+82 10-1234-5678',
    '+82(0)10-1234-5678',
    '0082 10 1234 5678',
    '82-10-1234-5678',
    '０１０－１２３４－５６７８',
    '＋８２ １０ １２３４ ５６７８',
  ])('%j is the caller +821012345678, however the exchange writes them', (exact) => {
    for (const dialled of ['01012345678', '+821012345678', '821012345678', '00821012345678']) {
      expect(fits({ exact }, { e164: '+821012345678', dialled })).toBe(true);
      // And where the number was not understood.
      expect(fits({ exact }, { e164: null, dialled })).toBe(true);
    }
    expect(fits({ exact }, SEOUL)).toBe(false);
  });

  it.each([
    ['15xx has no 0', { exact: '1588-1234' }, HOUSE, true],
    ['and is the same with +82', { exact: '+82 1588 1234' }, HOUSE, true],
    ['and is none of Seoul’s', { exact: '02-1588-1234' }, HOUSE, false],
    ['an extension', { exact: '1001' }, COLLEAGUE, true],
    ['another extension', { exact: '100' }, COLLEAGUE, false],
    ['a longer one', { exact: '10012' }, COLLEAGUE, false],
    ['abroad', { exact: '+1 415 555 2671' }, AMERICAN, true],
    ['a number is no beginning', { exact: '010-1234' }, MOBILE, false],
  ])('%s', (_, match, caller, fitting) => {
    expect(fits(match, caller)).toBe(fitting);
  });

  it.each([
    ['010', MOBILE, true],
    ['010-12', MOBILE, true],
    ['+82 10 12', MOBILE, true],
    ['0082-10-12', MOBILE, true],
    ['０１０', MOBILE, true],
    ['010-13', MOBILE, false],
    ['02', SEOUL, true],
    ['+822', SEOUL, true],
    ['1588', HOUSE, true],
    ['+82 1588', HOUSE, true],
    ['10', COLLEAGUE, true],
    ['1', COLLEAGUE, true],
    ['2', COLLEAGUE, false],
    ['+1', AMERICAN, true],
    ['001', AMERICAN, true],
    // Home is +82; 00 is where one begins to leave it.
    ['+82', SEOUL, true],
    ['+82', AMERICAN, false],
  ])('%j begins %j: %s', (prefix, caller, fitting) => {
    expect(fits({ prefix }, caller)).toBe(fitting);
  });

  it.each([
    ['neither', {}],
    ['both', { exact: '1', prefix: '1' }],
    ['nothing', { exact: ' ' }],
    ['words', { exact: '김철수' }],
    ['a user', { prefix: 'kim.minji' }],
    ['a name with a number', { exact: '김철수 010' }],
    ['unseen characters', { exact: '010\u202e1234' }],
    ['too much', { exact: '1'.repeat(41) }],
  ])('is refused as %s', (_, match) => {
    expect(callerMatchSchema.safeParse(match).success).toBe(false);
  });
});

describe('a withheld number', () => {
  it.each(['anonymous', 'Anonymous', 'unavailable', 'restricted', 'unknown', '', ' '])(
    'is %j, and is no number at all',
    (dialled) => {
      expect(isHidden({ e164: null, dialled })).toBe(true);
      expect(numbersOf({ e164: null, dialled })).toBeNull();
    },
  );

  it('is also what is said to be one', () => {
    expect(numbersOf({ ...MOBILE, hidden: true })).toBeNull();
  });

  it.each([MOBILE, COLLEAGUE, { e164: null, dialled: 'kim.minji' }])('is not %j', (caller) => {
    expect(isHidden(caller)).toBe(false);
  });
});
