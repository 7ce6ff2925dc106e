import type { TemplateFacts } from './messageTemplateFill.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * A call as there are many, to see a template with: names and contents are of the usual length.
 * @param now epoch milliseconds
 */
export function sampleFacts(language: 'ko' | 'en', now: number): TemplateFacts {
  const tomorrow = new Date(now + DAY_MS).setHours(15, 0, 0, 0);
  const words = SAMPLES[language];
  return {
    ...words,
    ...{ now, callback: '02-555-0123', back: tomorrow - HOUR_MS },
    window: { from: tomorrow, to: tomorrow + 2 * HOUR_MS },
    reservation: { at: tomorrow + DAY_MS, place: words.place, bring: words.bring },
  };
}

const SAMPLES = {
  ko: {
    company: '한빛전자',
    agent: '김서연',
    customer: '홍길동',
    topic: '배송 지연',
    agreed: ['새 제품을 내일 보내 드림', '배송비는 받지 않음'],
    product: '무선 청소기 A5',
    reason: '회의 중',
    alternate: '02-555-0199',
    place: '강남 서비스센터 2층',
    bring: '신분증, 구매 영수증',
  },
  en: {
    company: 'Hanbit',
    agent: 'Kim Seoyeon',
    customer: 'Mr Hong',
    topic: 'late delivery',
    agreed: ['a new product leaves tomorrow', 'delivery is free of charge'],
    product: 'Vacuum cleaner A5',
    reason: 'in a meeting',
    alternate: '02-555-0199',
    place: 'Gangnam service centre, 2nd floor',
    bring: 'identity card, receipt',
  },
} as const;
