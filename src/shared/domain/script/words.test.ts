import { describe, expect, it } from 'vitest';
import { TOKENS, filled, isWellFormed, knownTokens, neededTokens, tokensIn } from './words.ts';

describe('particles follow the last sound of the word', () => {
  it.each([
    // After a vowel, after a consonant.
    ['이/가', '냉장고', '냉장고가'],
    ['이/가', '세탁기 필터', '세탁기 필터가'],
    ['이/가', '제품', '제품이'],
    ['은/는', '배송', '배송은'],
    ['은/는', '설치', '설치는'],
    ['을/를', '환불', '환불을'],
    ['을/를', '교체', '교체를'],
    ['과/와', '교환', '교환과'],
    ['과/와', '문의', '문의와'],
    ['이나/나', '교환', '교환이나'],
    ['이었/였', '이서연', '이서연이었'],
    ['이었/였', '김하나', '김하나였'],
    // 로 follows ㄹ as it follows a vowel; other particles do not.
    ['으로/로', '환불', '환불로'],
    ['으로/로', '메일', '메일로'],
    ['으로/로', '교환', '교환으로'],
    ['으로/로', '문자', '문자로'],
    ['이/가', '메일', '메일이'],
    // Digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구.
    ['이/가', '모델 0', '모델 0이'],
    ['이/가', '모델 1', '모델 1이'],
    ['이/가', '모델 2', '모델 2가'],
    ['이/가', '모델 3', '모델 3이'],
    ['이/가', '모델 4', '모델 4가'],
    ['이/가', '모델 5', '모델 5가'],
    ['이/가', '모델 6', '모델 6이'],
    ['이/가', '모델 7', '모델 7이'],
    ['이/가', '모델 8', '모델 8이'],
    ['이/가', '모델 9', '모델 9가'],
    ['으로/로', '모델 1', '모델 1로'],
    ['으로/로', '모델 8', '모델 8로'],
    ['으로/로', '모델 3', '모델 3으로'],
    ['을/를', '10', '10을'],
    // Latin letters by their names: 엘, 엠, 엔, 알 close, the others do not.
    ['이/가', 'TV', 'TV가'],
    ['이/가', 'LTE', 'LTE가'],
    ['이/가', 'USIM', 'USIM이'],
    ['을/를', 'LAN', 'LAN을'],
    ['으로/로', 'URL', 'URL로'],
    ['이/가', 'URL', 'URL이'],
    // What is not heard does not count.
    ['이/가', '‘당일 환불’', '‘당일 환불’이'],
    ['을/를', '냉장고 (대)', '냉장고 (대)를'],
    ['이/가', '배송!', '배송!이'],
  ])('%s after %s: %s', (particle, word, said) => {
    expect(filled(`{product:${particle}}`, { product: word })).toBe(said);
  });
});

describe('a sentence', () => {
  it('is said with what is known', () => {
    const said = filled('{customer}, {solution:으로/로} 진행하겠습니다.', {
      customer: '김하늘 고객님',
      solution: '환불',
    });
    expect(said).toBe('김하늘 고객님, 환불로 진행하겠습니다.');
  });

  it.each([undefined, null, '', '  '])('shows a blank where %j is needed', (time) => {
    expect(filled('{time}까지 전화드리겠습니다.', { time })).toBe('…까지 전화드리겠습니다.');
    expect(filled('{time:이/가} 괜찮으세요?', { time })).toBe('…가 괜찮으세요?');
  });

  it.each([
    [
      '[{agent}입니다.] 무엇을 도와드릴까요?',
      { agent: '이서연' },
      '이서연입니다. 무엇을 도와드릴까요?',
    ],
    ['[{agent}입니다.] 무엇을 도와드릴까요?', {}, '무엇을 도와드릴까요?'],
    ['쓰시려는데 [{product:이/가}] 말썽이라', {}, '쓰시려는데 말썽이라'],
    ['Thank you[, {customer}].', { customer: 'Ms Kim' }, 'Thank you, Ms Kim.'],
    ['Thank you[, {customer}].', {}, 'Thank you.'],
    ['Thank you [{customer}] .', {}, 'Thank you.'],
    // All of a bracket or nothing of it.
    ['[{a}부터 {b}까지] 쉽니다.', { a: '월요일' }, '쉽니다.'],
    ['[{a}부터] [{b}까지] 쉽니다.', { b: '금요일' }, '금요일까지 쉽니다.'],
  ])('%s with %j: %s', (text, values, said) => {
    expect(filled(text, values)).toBe(said);
  });

  it('is one sentence, also with what was written on several lines and with its full stop', () => {
    const facts = ' 11월 20일 주문 \n 두 번 문의함. ';
    expect(filled('정리하면, {facts}. 맞으실까요?', { facts })).toBe(
      '정리하면, 11월 20일 주문, 두 번 문의함. 맞으실까요?',
    );
  });

  it('takes what was written as words, whatever it looks like', () => {
    const problem = '$1 {customer} [x]';
    expect(filled('{problem}', { problem, customer: '김하늘 고객님' })).toBe(problem);
  });
});

describe('tokens', () => {
  it('are found once each, in brackets and with particles too', () => {
    expect(tokensIn('{customer}, [{product:이/가}] {customer}')).toEqual(['customer', 'product']);
    expect(tokensIn('없음')).toEqual([]);
  });

  it('are needed when no bracket holds them', () => {
    expect(neededTokens('{time}까지 [{agent}가] 연락')).toEqual(['time']);
  });

  it('are the fixed ones and the fields of the script', () => {
    const known = knownTokens({
      fields: [{ id: 'goal', label: { ko: '목표', en: 'Goal' }, kind: 'line', fills: 'note' }],
    });
    expect([...known]).toEqual([...TOKENS, 'goal']);
  });

  it.each([
    '{customer',
    'customer}',
    '[{customer}',
    '{customer}]',
    '[가 [나] 다]',
    '{}',
    '{Customer}',
    '{customer name}',
    '{product:이}',
    '{product:/가}',
    '{product:이/가/는}',
  ])('malformed: %s', (text) => {
    expect(isWellFormed(text)).toBe(false);
  });

  it.each(['그대로', '{customer}', '[{product:으로/로}] {by}', '[괄호만]'])(
    'well formed: %s',
    (text) => {
      expect(isWellFormed(text)).toBe(true);
    },
  );
});
