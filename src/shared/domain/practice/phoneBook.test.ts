import { describe, expect, it } from 'vitest';
import { findPhoneBookEntry, nationalDigits, type PracticePhoneBook } from './phoneBook.ts';

describe('nationalDigits', () => {
  it.each([
    ['010-0000-0001', '01000000001'],
    ['01000000001', '01000000001'],
    ['+821000000001', '01000000001'],
    ['+82 10-0000-0001', '01000000001'],
    ['+82 (0)10-0000-0001', '01000000001'],
    ['821000000001', '01000000001'],
    ['00821000000001', '01000000001'],
    ['114', '114'],
    ['', ''],
    ['practice', ''],
  ])('%s is %s', (dialled, digits) => {
    expect(nationalDigits(dialled)).toBe(digits);
  });
});

it('finds an entry however it is dialled, and nothing for nothing', () => {
  const entry = {
    number: '010-0000-0002',
    title: { ko: '통화 중', en: 'Busy' },
    behaviour: { kind: 'refuse' as const, ringMs: 0, status: 486, reason: 'Busy Here' },
  };
  const book: PracticePhoneBook = {
    kind: 'phone-book',
    version: 1,
    entries: [entry],
    unknown: { status: 404, reason: 'Not Found' },
  };
  expect(findPhoneBookEntry(book, '+821000000002')).toBe(entry);
  expect(findPhoneBookEntry(book, '010-0000-0003')).toBeUndefined();
  expect(findPhoneBookEntry(book, 'practice')).toBeUndefined();
});
