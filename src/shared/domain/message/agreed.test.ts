import { describe, expect, it } from 'vitest';
import { agreedIn } from './agreed.ts';
import { NO_FACTS, proofread } from './proof.ts';

describe('what was agreed in a call', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['a sum in figures', ['환불 12,000원으로 합의'], [12_000]],
    ['a sum in words', ['배송비 3천원, 환불 1만 2천원'], [3_000, 12_000]],
    ['the same sum said twice', ['35,000원 환불', '환불액: 3만 5천원'], [35_000]],
    ['no sum where only figures stand', ['주문 12000, 3일 뒤'], []],
    ['nothing where nothing was written', [], []],
  ])('is %s', (_name, written, amounts) => {
    expect(agreedIn(written).amounts).toEqual(amounts);
  });

  it('is a number that was given, however it was written, once', () => {
    const { phones } = agreedIn(['다른 번호 010-2222-3333', '010 2222 3333, 택배 1588-1234']);
    expect(phones).toEqual(['01022223333', '15881234']);
  });

  it('is what a sum in the text is held against', () => {
    const facts = { ...NO_FACTS, ...agreedIn(['환불 35,000원 합의']) };
    const found = (body: string) =>
      proofread({ body, now: 0, customer: null, others: [], facts }).map(({ kind, offer }) => [
        kind,
        offer,
      ]);
    expect(found('35,000원을 환불해 드립니다.')).toEqual([]);
    expect(found('53,000원을 환불해 드립니다.')).toEqual([['other-amount', '35,000원']]);
  });
});
