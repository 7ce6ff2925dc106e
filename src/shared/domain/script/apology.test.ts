import { describe, expect, it } from 'vitest';
import { apologyOf } from './apology.ts';
import type { ApologyParts } from './apology.ts';

const said = (parts: Partial<ApologyParts>, language: 'ko' | 'en' = 'ko'): readonly string[] => {
  const made = apologyOf({ what: '', harm: '', now: '', ...parts }, language);
  if (!made.ok) throw new Error(made.code);
  return made.sentences;
};

/** Korean or English, once in a sentence of ours. */
const APOLOGY = /죄송|사과드|sorry|apologise/g;

describe('an apology names what went wrong and what it cost', () => {
  it.each([
    // Names, with the particle that the last sound asks for.
    [
      { what: '잘못된 배송 날짜 안내', harm: '하루를 더 기다리시는 불편' },
      '잘못된 배송 날짜 안내로 하루를 더 기다리시는 불편을 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    [
      { what: '주소 누락', harm: '두 번 오시는 수고' },
      '주소 누락으로 두 번 오시는 수고를 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    [
      { what: '기한 초과', harm: '이중 결제' },
      '기한 초과로 이중 결제를 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    // ㄹ goes with 로.
    [
      { what: '배송 날짜를 잘못 안내한 점', harm: '헛걸음' },
      '배송 날짜를 잘못 안내한 일로 헛걸음을 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    [
      { what: '예약을 누락함', harm: '헛걸음' },
      '예약을 누락한 일로 헛걸음을 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    // Sentences, as spoken or as written down.
    [
      { what: '배송 날짜를 잘못 안내했습니다.', harm: '이틀을 더 기다리셨습니다.' },
      '배송 날짜를 잘못 안내했습니다. 그 때문에 이틀을 더 기다리셨습니다. 진심으로 죄송합니다.',
    ],
    [
      { what: '예약을 빠뜨렸다', harm: '헛걸음' },
      '예약을 빠뜨렸습니다. 그 때문에 헛걸음을 겪으시게 했습니다. 진심으로 죄송합니다.',
    ],
    [
      { what: '잘못된 금액 청구', harm: '은행에 다녀오셨어요' },
      '잘못된 금액 청구가 있었습니다. 그 때문에 은행에 다녀오셨어요. 진심으로 죄송합니다.',
    ],
    // What is done now: a name or a sentence.
    [
      { what: '주소 누락', harm: '배송 지연', now: '재발송' },
      '주소 누락으로 배송 지연을 겪으시게 했습니다. 진심으로 죄송합니다. 지금 바로 재발송을 진행하겠습니다.',
    ],
    [
      { what: '주소 누락', harm: '배송 지연', now: '오늘 다시 보내 드리겠습니다.' },
      '주소 누락으로 배송 지연을 겪으시게 했습니다. 진심으로 죄송합니다. 오늘 다시 보내 드리겠습니다.',
    ],
  ])('%j', (parts, first) => {
    expect(said(parts)[0]).toBe(first);
  });

  it.each([
    [
      { what: 'The wrong delivery date', harm: 'an extra day of waiting' },
      'I am sincerely sorry that the wrong delivery date caused you an extra day of waiting.',
    ],
    [
      { what: 'I gave you the wrong date.', harm: 'You waited another day.' },
      'I gave you the wrong date. Because of that, you waited another day. I am sincerely sorry.',
    ],
    [
      { what: 'a wrong charge', harm: 'you went to the bank', now: 'the refund' },
      'There was a wrong charge. Because of that, you went to the bank. I am sincerely sorry. I will start the refund right away.',
    ],
    [
      { what: 'a missing address', harm: 'a late delivery', now: 'we will send it again today' },
      'I am sincerely sorry that a missing address caused you a late delivery. We will send it again today.',
    ],
  ])('%j in English', (parts, first) => {
    expect(said(parts, 'en')[0]).toBe(first);
  });

  it.each([
    ['ko', { what: '주소 누락', harm: '배송 지연', now: '재발송' }],
    ['ko', { what: '주소를 빠뜨렸습니다', harm: '배송이 늦었습니다', now: '' }],
    ['en', { what: 'a missing address', harm: 'a late delivery', now: '' }],
    ['en', { what: 'I missed the address', harm: 'it came late', now: 'the new parcel' }],
  ] as const)('says sorry once and names the harm once in each way (%s, %j)', (language, parts) => {
    const ways = said(parts, language);
    expect(new Set(ways).size).toBe(3);
    for (const way of ways) {
      expect(way.match(APOLOGY)).toHaveLength(1);
      expect(way.split(parts.harm)).toHaveLength(2);
    }
  });

  it('refuses an apology for nothing', () => {
    const what = '잘못된 안내';
    expect(apologyOf({ what, harm: ' . ', now: '' }, 'ko')).toEqual({
      ok: false,
      code: 'harm-missing',
    });
    expect(apologyOf({ what: '', harm: '헛걸음', now: '' }, 'ko')).toEqual({
      ok: false,
      code: 'what-missing',
    });
  });
});
