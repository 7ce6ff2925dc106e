import { describe, expect, it } from 'vitest';
import { NOBODY } from './contact.ts';
import type { ContactFields } from './contact.ts';
import { readContactNumber } from './contactNumber.ts';
import { isSamePerson, mergeContact } from './merge.ts';

function person(name: string, ...numbers: string[]): ContactFields {
  return {
    ...NOBODY,
    name,
    numbers: numbers.map((number) => ({
      label: 'work',
      number,
      e164: readContactNumber(number)?.e164 ?? null,
    })),
  };
}

describe('one person or two', () => {
  it.each([
    ['a mobile number belongs to one', '김하늘', '하늘이네', '010-1234-5678', true],
    ['an office line is shared', '김하늘', '이도윤', '02-123-4567', false],
    ['the same name on an office line', '김하늘', '김 하늘', '02-123-4567', true],
    ['a name that was missing', '', '이도윤', '02-123-4567', true],
    ['an extension is shared too', '김하늘', '이도윤', '1001', false],
  ])('%s', (_why, one, other, number, same) => {
    expect(isSamePerson(person(one, number), person(other, number))).toBe(same);
  });

  it('without a number in common never', () => {
    expect(isSamePerson(person('김하늘', '010-1234-5678'), person('김하늘', '1001'))).toBe(false);
  });
});

describe('merging', () => {
  const known = {
    ...person('김하늘', '010-1234-5678'),
    organisation: '한빛상사',
    note: '오전에만',
    tags: ['단골'],
  };

  it('fills what is empty and changes nothing that is there', () => {
    const other = {
      ...person('하늘이네', '+82 10-1234-5678', '02-123-4567'),
      organisation: '다른 회사',
      email: 'haneul@example.com',
      note: '새 메모',
      tags: ['서울', '단골'],
    };
    expect(mergeContact(known, other)).toEqual({
      ...known,
      numbers: [...known.numbers, other.numbers[1]],
      email: 'haneul@example.com',
      note: '오전에만\n새 메모',
      tags: ['단골', '서울'],
    });
  });

  it('twice changes nothing the second time', () => {
    const other = { ...person('x', '010-1234-5678', '1001'), note: '새 메모', favourite: true };
    const once = mergeContact(known, other);
    expect(mergeContact(once, other)).toBe(once);
    expect(mergeContact(known, person('하늘', '010-1234-5678'))).toBe(known);
  });
});
