import { describe, expect, it } from 'vitest';
import { numberKey, readContactNumber } from './contactNumber.ts';

describe('a number in a spreadsheet', () => {
  it.each([
    ['1012345678', '010-1234-5678', true],
    ['10-1234-5678', '010-1234-5678', true],
    ['1012345678.0', '010-1234-5678', true],
    ['212345678', '02-1234-5678', true],
    ['21234567', '02-123-4567', true],
    ['311234567', '031-123-4567', true],
    ['7012345678', '070-1234-5678', true],
    ['50712345678', '0507-1234-5678', true],
    ['010-1234-5678', '010-1234-5678', false],
    ['821012345678', '010-1234-5678', false],
    ['15881234', '1588-1234', false],
    ['1001', '1001', false],
    ['119', '119', false],
    ['+1 415 555 2671', '+1 415 555 2671', false],
  ])('%j is %s, put right: %s', (text, number, corrected) => {
    expect(readContactNumber(text, true)).toMatchObject({ number, corrected });
  });

  it.each(['1.01235E+09', 'haneul', '없음', '-', '', '9'.repeat(70), '123456789012345'])(
    '%j is none',
    (text) => {
      expect(readContactNumber(text, true)).toBeNull();
    },
  );
});

it('elsewhere nothing is said to be put right, and a SIP user is a number', () => {
  expect(readContactNumber('1012345678')).toMatchObject({ corrected: false });
  expect(readContactNumber('alice.kim')).toMatchObject({ number: 'alice.kim', e164: null });
});

describe('two numbers are the same', () => {
  it.each([
    [{ e164: '+821012345678', dialled: '01012345678' }, '+821012345678'],
    [{ e164: null, dialled: '010-1234-5678' }, '+821012345678'],
    [{ e164: null, dialled: '1001' }, '1001'],
    [{ e164: null, dialled: '02-120' }, '02120'],
    [{ e164: null, dialled: 'Alice' }, 'alice'],
  ])('by their key: %j', (number, key) => {
    expect(numberKey(number)).toBe(key);
  });
});
