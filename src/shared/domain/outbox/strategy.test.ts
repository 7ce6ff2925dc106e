import { describe, expect, it } from 'vitest';
import { advise, CRITERIA, RATINGS } from './strategy.ts';
import type { KnownOfCall } from './strategy.ts';

const first = (known: Partial<KnownOfCall>): string | undefined =>
  advise({ words: '', promise: false, reservation: false, booking: false, ...known }).order[0];

describe('which strategy is advised', () => {
  it.each<[string, Partial<KnownOfCall>, string]>([
    ['nothing but a delivery', { words: '배송지 변경' }, 'confirmation'],
    ['and a call that was promised', { words: '배송 지연', promise: true }, 'confirmation'],
    ['a contract', { words: '계약 해지 조건' }, 'detail'],
    ['an account', { words: 'bank account closed' }, 'detail'],
    ['much that was agreed', { words: '새 제품은 내일 보내 드립니다. '.repeat(4) }, 'detail'],
    ['a visit', { words: '매장 방문 예약' }, 'reservation'],
    ['a visit, and much of it', { words: '매장 방문 예약 '.repeat(8) }, 'reservation'],
    ['a visit that a system books', { words: '진료 예약', booking: true }, 'reservation'],
    ['a visit about a contract', { words: '계약서를 쓰러 방문' }, 'detail'],
  ])('%s', (_name, known, wanted) => {
    expect(first(known)).toBe(wanted);
  });

  it('a reservation that is changed is told as one, whatever was agreed', () => {
    expect(first({ words: '계약 해지 조건 '.repeat(20), reservation: true })).toBe('reservation');
  });

  it('says why: what is known of the call, and the criteria that count for it', () => {
    const { reasons, weights, order } = advise({
      ...{ words: '진료 예약', promise: true, reservation: false, booking: false },
    });
    expect(reasons.map(({ situation }) => situation)).toEqual([
      'appointment',
      'short',
      'promise',
      'by-hand',
    ]);
    expect(reasons[0]?.criteria).toEqual(['convenience', 'satisfaction', 'detail']);
    expect(weights).toMatchObject({ speed: 3, integration: 1 });
    expect(weights.errorRisk).toBeUndefined();
    expect(order).toHaveLength(3);
  });

  it('rates every strategy by all ten criteria', () => {
    for (const ratings of Object.values(RATINGS)) {
      expect(Object.keys(ratings).toSorted()).toEqual(CRITERIA.toSorted());
    }
  });
});
