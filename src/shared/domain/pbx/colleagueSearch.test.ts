import { expect, it } from 'vitest';
import { findColleagues } from './colleagueSearch.ts';

const COLLEAGUES = [
  { name: '김하늘', extension: '1001' },
  { name: '이 바다', extension: '1002' },
  { name: 'Kim Haneul', extension: '2001' },
  { name: '깐깐', extension: '*88' },
];

it.each([
  ['', ['이 바다', '김하늘', 'Kim Haneul', '깐깐']],
  ['하', ['김하늘']],
  ['ㄱㅎㄴ', ['김하늘']],
  ['ㄱ', ['김하늘']],
  ['ㄲㄲ', ['깐깐']],
  ['이바다', ['이 바다']],
  ['kim h', ['Kim Haneul']],
  ['100', ['이 바다', '김하늘']],
  ['001', []],
  ['*8', ['깐깐']],
  ['하늘'.normalize('NFD'), ['김하늘']],
  ['(', []],
])('%j finds %j, whoever is free first', (typed, names) => {
  const lampOf = (extension: string) => (extension === '1002' ? 'free' : 'busy');
  expect(findColleagues(COLLEAGUES, typed, lampOf, 8).map(({ name }) => name)).toEqual(names);
});

it('finds no more than are shown', () => {
  expect(findColleagues(COLLEAGUES, '', () => 'unknown', 2)).toHaveLength(2);
});
