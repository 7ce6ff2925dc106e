import { describe, expect, it } from 'vitest';
import { foundIn, searchWords } from './fragments.ts';

describe('what is looked for', () => {
  it.each([
    ['환불 김하늘', ['환불', '김하늘']],
    ['  환불,환불  ', ['환불']],
    ['ＡＢＣ', ['abc']],
    // As macOS types it, taken apart.
    ['\u1112\u1161\u1102\u1173\u11AF', ['하늘']],
    ['★단골★', ['★단골★']],
    ['%_"\'*()', []],
    ['', []],
  ])('%j: %j', (typed, words) => {
    expect(searchWords(typed)).toEqual(words);
  });

  it('is eight words at most', () => {
    expect(searchWords('가 나 다 라 마 바 사 아 자 차')).toHaveLength(8);
  });
});

describe('what was found is shown', () => {
  const shown = (written: string, typed: string): string =>
    foundIn(written, typed).reduceRight(
      (text, { from, to }) => `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`,
      written,
    );

  it.each([
    ['배송 지연 환불', '지연', '배송 [지연] 환불'],
    ['배송 지연 환불', '불 배', '[배]송 지연 환[불]'],
    ['환불환불', '환불', '[환불환불]'],
    ['위약금', '위약 약금', '[위약금]'],
    ['Order ＡＢＣ１', 'abc1', 'Order [ＡＢＣ１]'],
    ['\u1112\u1161\u1102\u1173\u11AF님', '하늘', '[\u1112\u1161\u1102\u1173\u11AF]님'],
    ['👨‍👩‍👧 가족', '가족', '👨‍👩‍👧 [가족]'],
    ['환불', '교환', '환불'],
    ['İstanbul', 'stan', 'İstanbul'],
    ['', '환불', ''],
  ])('%j by %j: %j', (written, typed, text) => {
    expect(shown(written, typed)).toBe(text);
  });
});
