import { describe, expect, it } from 'vitest';
import { guessMapping, labelFromWord, roleOfHeader } from './columns.ts';

function rolesOf(...rows: string[][]): readonly string[] {
  return guessMapping(rows.map((cells, index) => ({ line: index + 1, cells }))).columns.map(
    ({ role }) => role,
  );
}

describe('a header says what its column holds', () => {
  it.each([
    ['이름', 'name'],
    ['성명', 'name'],
    ['고객명', 'name'],
    ['고 객 명', 'name'],
    ['담당자', 'name'],
    ['성', 'familyName'],
    ['Last Name', 'familyName'],
    ['전화', 'other'],
    ['전화번호', 'other'],
    ['연락처', 'other'],
    ['휴대폰', 'mobile'],
    ['휴대전화', 'mobile'],
    ['핸드폰번호', 'mobile'],
    ['H.P', 'mobile'],
    ['Mobile Phone', 'mobile'],
    ['근무처 전화', 'work'],
    ['회사전화', 'work'],
    ['Business Phone', 'work'],
    ['근무처 팩스', 'fax'],
    ['Business Fax', 'fax'],
    ['집 전화 번호', 'home'],
    ['대표번호', 'main'],
    ['회사', 'organisation'],
    ['거래처명', 'organisation'],
    ['Company', 'organisation'],
    ['이메일', 'email'],
    ['전자 메일 주소', 'email'],
    ['E-mail Address', 'email'],
    ['E-mail 1 - Value', 'email'],
    ['메모', 'note'],
    ['비고', 'note'],
    ['Notes', 'note'],
    ['Group Membership', 'tags'],
    ['Phone 1 - Value', 'other'],
    ['Phone 1 - Label', 'unused'],
    ['Phonetic Last Name', 'unused'],
    ['생년월일', 'unused'],
    ['주소', 'unused'],
    ['', 'unused'],
  ])('%j: %s', (header, role) => {
    expect(roleOfHeader(header)).toBe(role);
  });

  it('이름 is the rest of the name beside 성, and the whole name alone', () => {
    expect(rolesOf(['성', '이름'])).toEqual(['familyName', 'givenName']);
    expect(rolesOf(['이름', '휴대폰'])).toEqual(['name', 'mobile']);
  });

  it('Google says beside a number what it is for', () => {
    const { columns } = guessMapping([
      { line: 1, cells: ['Name', 'Phone 1 - Label', 'Phone 1 - Value'] },
    ]);
    expect(columns[2]).toEqual({ role: 'other', labelColumn: 1 });
  });
});

describe('without a header', () => {
  it('the cells tell', () => {
    const rows = [
      ['김하늘', '010-1234-5678', '02-123-4567', 'a@example.com', '3'],
      ['이도윤', '1022223333', '', '', '4'],
    ];
    expect(rolesOf(...rows)).toEqual(['name', 'mobile', 'other', 'email', 'unused']);
    expect(guessMapping([{ line: 1, cells: rows[0] ?? [] }]).headed).toBe(false);
  });

  it('a first row without a number is a header in words nobody knows', () => {
    const mapping = guessMapping([
      { line: 1, cells: ['누구', '어디로'] },
      { line: 2, cells: ['김하늘', '010-1234-5678'] },
    ]);
    expect(mapping).toEqual({ headed: true, columns: [{ role: 'name' }, { role: 'mobile' }] });
  });
});

it.each([
  ['Mobile', 'mobile'],
  ['* Work', 'work'],
  ['Work Fax', 'fax'],
  ['_$!<WorkFAX>!$_', 'fax'],
  ['회사 대표', 'main'],
  ['자택', 'home'],
  ['처가', 'other'],
])('the label %j is %s', (word, label) => {
  expect(labelFromWord(word)).toBe(label);
});
