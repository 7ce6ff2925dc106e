import { expect, it } from 'vitest';
import { CHECKED_TWICE, secondCheckSchema } from './secondCheckWords.ts';
import { listFault, USUAL_WORDS, wordsIn } from './wordList.ts';

it('a list is written by commas or lines, each word once', () => {
  expect(wordsIn(' 대출, 금리,\n연체\n\n대출 ，  검사   결과 ')).toEqual([
    ...['대출', '금리', '연체', '검사 결과'],
  ]);
  expect(wordsIn(' ,\n')).toEqual([]);
});

it.each([
  [['가'.repeat(20)], null],
  [['대출', '가'.repeat(21)], { long: '가'.repeat(21) }],
  [Array.from({ length: 60 }, (_, n) => `말${n}`), null],
  [Array.from({ length: 61 }, (_, n) => `말${n}`), { many: 61 }],
])('what can be kept is what the settings take', (words, fault) => {
  expect(listFault(words)).toEqual(fault);
  const taken = secondCheckSchema.safeParse({ ...USUAL_WORDS, finance: words }).success;
  expect(taken).toBe(fault === null);
});

it('what a desk begins with can be written as a list', () => {
  for (const category of CHECKED_TWICE) {
    const words = USUAL_WORDS[category];
    expect(wordsIn(words.join(', '))).toEqual(words);
    expect(listFault(words)).toBeNull();
  }
});
