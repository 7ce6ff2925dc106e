import { describe, expect, it } from 'vitest';
import { secondCheckOf } from './secondCheck.ts';
import { secondCheckSchema } from './secondCheckWords.ts';

const usual = secondCheckSchema.parse({});
const check = (text: string) =>
  secondCheckOf(text, usual).map(({ category, words }) => [category, ...words]);

describe('texts that are read twice', () => {
  it.each([
    ['주택담보대출 금리는 연 4%입니다.', [['finance', '대출', '금리']]],
    ['식후에 복용하십시오.', [['medical', '복용']]],
    ['보험료가 변경되었습니다.', [['insurance', '보험']]],
    ['보장내용을 보내 드립니다.', [['insurance', '보장 내용']]],
    ['검사\n결과가 나왔습니다.', [['medical', '검사 결과']]],
    [
      '건강보험 검진 후 대출 상담',
      [
        ['finance', '대출'],
        ['medical', '검진'],
        ['insurance', '보험'],
      ],
    ],
    ['Your Loan was paid.', [['finance', 'loan']]],
    ['Loan을 확인했습니다.', [['finance', 'loan']]],
    ['대출'.normalize('NFD'), [['finance', '대출']]],
    ['대\u200B출', [['finance', '대출']]],
  ])('%j', (text, expected) => {
    expect(check(text)).toEqual(expected);
  });

  it.each(['11/26(목) 15:00에 전화드리겠습니다.', 'He had a balloon.', '교환해 드리겠습니다.', ''])(
    'not %j',
    (text) => {
      expect(check(text)).toEqual([]);
    },
  );

  it('the words are the organisation’s own', () => {
    const own = secondCheckSchema.parse({ finance: ['리스'], medical: [], insurance: [] });
    expect(secondCheckOf('자동차 리스, 대출', own)).toEqual([
      { category: 'finance', words: ['리스'] },
    ]);
    expect(secondCheckSchema.safeParse({ finance: [''] }).success).toBe(false);
  });
});
