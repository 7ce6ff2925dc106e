import { describe, expect, it } from 'vitest';
import { findPrivate, masked, withoutPrivate } from './privacy.ts';
import type { PrivateKind } from './privacy.ts';

const said = (text: string) =>
  findPrivate(text).map(({ kind, from, to }) => [kind, text.slice(from, to)]);

describe('registration numbers', () => {
  it.each([
    ['주민번호 900101-1234567 확인', '900101-1234567'],
    ['9001011234567', '9001011234567'],
    ['900101 1234567입니다', '900101 1234567'],
    ['900101 - 1234567', '900101 - 1234567'],
    ['９００１０１－１２３４５６７', '９００１０１－１２３４５６７'],
    ['9\u200B00101-12\u200B34567', '9\u200B00101-12\u200B34567'],
    ['9 0 0 1 0 1 1 2 3 4 5 6 7', '9 0 0 1 0 1 1 2 3 4 5 6 7'],
    ['구공공일공일 일이삼사오육칠이에요', '구공공일공일 일이삼사오육칠'],
    // Every 7th digit there is: foreigners have 5 to 8.
    ...Array.from({ length: 10 }, (_, seventh) => {
      const number = `900101-${seventh}234567`;
      return [`번호${number}.`, number] as const;
    }),
    // A leap day, in the hundred years that had one.
    ['000229-3123456', '000229-3123456'],
    // Since October 2020 the last digit checks nothing: each of them counts.
    ...Array.from({ length: 10 }, (_, last) => {
      const number = `201015-312345${last}`;
      return [number, number] as const;
    }),
  ])('%j', (text, number) => {
    expect(said(text)).toEqual([['resident', number]]);
  });

  it.each([
    '901301-1234567',
    '900132-1234567',
    '900230-1234567',
    // 1900 had no leap day.
    '000229-1123456',
    '900101-123456',
    '900101-12345678',
    '900101 12345 67',
  ])('none in %j', (text) => {
    expect(said(text).filter(([kind]) => kind === 'resident')).toEqual([]);
  });

  it('is masked by the one rule', () => {
    expect(withoutPrivate('주민번호 900101-1234567 확인')).toBe('주민번호 900-****-4567 확인');
  });
});

describe('cards', () => {
  it.each([
    '5272-8912-3456-7891',
    '5272891234567891',
    '5272 8912 3456 7891',
    '5272.8912.3456.7891',
    '４１１１－１１１１－１１１１－１１１１',
    '4111 1111\u00A01111 1111',
    // Fifteen, fourteen, thirteen, and nineteen digits.
    '3782-822463-10005',
    '378282246310005',
    '3056-930902-5904',
    '4222222222222',
    '4000 0000 0000 0000 006',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '4️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣1️⃣',
  ])('%j', (number) => {
    expect(said(`카드 ${number}로`)).toEqual([['card', number]]);
  });

  it.each([
    ['a digit is wrong', '5272-8912-3456-7892'],
    ['twenty digits', '52728912345678915272'],
    ['a digit too many in front', '15272891234567891'],
    ['an order of the day', '2026112600000007'],
    ['no card begins so', '0000 0000 0000 0000'],
  ])('none where %s', (_, text) => {
    expect(said(`결제 ${text}`).filter(([kind]) => kind === 'card')).toEqual([]);
  });
});

describe('accounts', () => {
  it.each([
    '123456-04-123456',
    '110-123-456789',
    '1002-123-456789',
    '123-456789-12345',
    '301-1234-5678-91',
    '3333-01-1234567',
    '9002-1234-5678-1',
  ])('%j by how it is parted', (number) => {
    expect(said(`${number} 홍길동`)).toEqual([['account', number]]);
  });

  it('others by the word before them', () => {
    expect(said('입금 계좌: 국민은행 12345604123456')).toEqual([['account', '12345604123456']]);
    expect(said('토스뱅크 1000-1234-5678')).toEqual([['account', '1000-1234-5678']]);
    expect(said('운송장 1000-1234-5678')).toEqual([]);
    expect(said('12345604123456')).toEqual([]);
  });
});

describe('telephone numbers', () => {
  it.each([
    '010-1234-5678',
    '01012345678',
    '010 1234 5678',
    '010.1234.5678',
    '010)1234-5678',
    '０１０－１２３４－５６７８',
    '010\u20131234\u20135678',
    '010\u200B1234\u200B5678',
    '0 1 0 1 2 3 4 5 6 7 8',
    '010-12-34-56-78',
    '+82 10-1234-5678',
    '+82-(0)10-1234-5678',
    '82-10-1234-5678',
    '821012345678',
    '0082 10 1234 5678',
    '011-234-5678',
    '공일공 일이삼사 오육칠팔',
    '공일공-일이삼사-5678',
    '02-345-6789',
    '031-1234-5678',
    '070-1234-5678',
    '0507-1234-5678',
    '+1 415 555 2671',
  ])('%j', (number) => {
    expect(said(`연락처: ${number}입니다`)).toEqual([['phone', number]]);
    expect(said(`Tel.${number}`)).toEqual([['phone', number]]);
  });

  it('of the desk are there to be read, of the customer are looked at, of others are not sent', () => {
    const known = { desk: ['+82 2-345-6789', '010-0000-0001'], customer: ['+821012345678'] };
    const found = findPrivate(
      '02-345-6789 010-0000-0001 / 010-1234-5678, 기사 010-8765-4321, 매장 02-111-2222',
      known,
    );
    expect(found.map(({ masked: hidden, severity }) => [hidden, severity])).toEqual([
      ['010-****-5678', 'look'],
      ['010-****-4321', 'stop'],
      ['****222', 'look'],
    ]);
  });

  it.each([
    '1588-1234',
    '15881234',
    '대표 1600-1234, 1800-1234',
    '080-123-4567',
    '119 또는 112',
    '내선 1001',
  ])('everybody may read %j', (text) => {
    expect(said(text)).toEqual([]);
  });

  it('have their place and no digit more in the key', () => {
    const [only] = findPrivate('👨‍👩‍👧‍👦 010-1234-5678');
    expect(only).toEqual({
      ...{ key: 'private:phone:010-****-5678', kind: 'phone', severity: 'stop' },
      ...{ from: 12, to: 25, masked: '010-****-5678' },
    });
    expect(masked('👨‍👩‍👧‍👦 010-1234-5678', only ? [only] : [])).toBe('👨‍👩‍👧‍👦 010-****-5678');
  });
});

describe('what only looks like a number of somebody', () => {
  it.each([
    '주문번호 20261126-0012345',
    '주문번호 20261126-01012345678',
    'ORD-01012345678',
    'A01012345678',
    '운송장 123-456-789012',
    '주문 2026-1126-0001',
    '2026-11-26 15:00~16:00',
    '2026.11.26 15:00',
    '2026. 11. 26. 10:30',
    '02/11/26 15:30',
    '11/26(목) 09:00, 11/27(금) 10:00',
    '사업자 123-45-67890',
    '1,234,567원 3건',
    '12,345,678,901원',
    '10000000원',
    '150000000원',
    '01.02. 03.04. 05.06.',
    '192.168.0.1',
    '010-1234-****',
    '010-****-5678',
    '010-1234-567',
    '3.141592653589793',
    '사이사이 일일이 이리 오십시오',
    '1. 신분증 2. 통장 3. 도장',
    '',
  ])('none in %j', (text) => {
    expect(said(text)).toEqual([]);
  });
});

it('several at once, in the order in which they stand there', () => {
  const kinds: readonly PrivateKind[] = ['phone', 'resident', 'card', 'account'];
  const text = '010-1234-5678 900101-1234567 4111 1111 1111 1111 220-123-456789';
  expect(findPrivate(text).map(({ kind }) => kind)).toEqual(kinds);
  expect(withoutPrivate(text)).toBe('010-****-5678 900-****-4567 411-****-1111 220-****-6789');
});
