import Database from 'better-sqlite3-multiple-ciphers';
import { afterAll, describe, expect, it } from 'vitest';
import { NOBODY } from './contact.ts';
import { searchPatterns, searchText, sortKey } from './search.ts';

const db = new Database(':memory:');
afterAll(() => void db.close());
const glob = db.prepare('SELECT ? GLOB ?').pluck();

function finds(typed: string, person: Partial<typeof NOBODY>): boolean {
  const text = searchText({ ...NOBODY, ...person });
  return searchPatterns(typed).every((patterns) =>
    patterns.some((one) => glob.get(text, one) === 1),
  );
}

describe('a person is found as Korean is typed', () => {
  it.each([
    // Every step of typing 하늘 on a keyboard.
    ...['ㅎ', '하', '한', '하느', '하늘', '김ㅎ', '김하', '김한', '김하늘'].map((typed) => [typed]),
    ['ㄱㅎㄴ'],
    ['ㅎㄴ'],
    ['ㄱㅎ늘'],
    ['한빛'],
    ['하늘 한빛'],
    ['한빛 ㄱㅎㄴ'],
    ['HANEUL@'],
    ['단골'],
    ['오전에만'],
    // As macOS hands it over, taken apart.
    ['\u1112\u1161\u1102\u1173\u11AF'],
    ['ｈａｎｅｕｌ'],
  ])('%j', (typed) => {
    const person = {
      name: '김하늘',
      organisation: '한빛상사',
      email: 'haneul@example.com',
      tags: ['단골'],
      note: '오전에만 통화',
    };
    expect(finds(typed, person)).toBe(true);
  });

  it.each([['ㄱㅎㄹ'], ['하눌'], ['김하늘이'], ['하늘 없는말'], ['늘하'], ['ㄲㅎㄴ']])(
    'and not by %j',
    (typed) => {
      expect(finds(typed, { name: '김하늘', organisation: '한빛상사' })).toBe(false);
    },
  );

  it.each([
    ['닭', '달기', true],
    ['달ㄱ', '달기', true],
    ['ㄺ', '라고', true],
    ['앉', '안전', true],
    ['앉', '안녕', false],
    ['김하늘', '김 하늘', true],
    ['ㅋㅋ', 'ㅋㅋ마트', true],
  ])('%j in %j: %s', (typed, name, found) => {
    expect(finds(typed, { name })).toBe(found);
  });

  it.each(['*', '?', '[', 'a-z]', '[가-힣]'])('%j means itself', (sign) => {
    expect(finds(sign, { name: '김하늘' })).toBe(false);
    expect(finds(sign, { name: `김${sign}하늘` })).toBe(true);
  });

  it('with nothing typed there is nothing to match, and eight words at most', () => {
    expect(searchPatterns('  ')).toEqual([]);
    expect(searchPatterns('가 '.repeat(50))).toHaveLength(8);
  });
});

it('the list has Korean names first, then letters, then figures', () => {
  const names = ['1588 대표', 'Alice', '하늘', 'bob', '가온', '(주)한빛'];
  const sorted = names.toSorted((one, other) =>
    sortKey({ ...NOBODY, name: one }) < sortKey({ ...NOBODY, name: other }) ? -1 : 1,
  );
  expect(sorted).toEqual(['가온', '하늘', 'Alice', 'bob', '(주)한빛', '1588 대표']);
  expect(sortKey({ ...NOBODY, organisation: '한빛상사' })).toBe('1한빛상사');
});
