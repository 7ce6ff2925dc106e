import { describe, expect, it } from 'vitest';
import { pastedNumber } from './pastedNumber.ts';

describe('pasting into the dial box', () => {
  it.each([
    ['고객 010-1234-5678 (박정호)', '010-1234-5678'],
    ['Tel. +82 10 1234 5678', '+82 10 1234 5678'],
    ['tel:+82-10-1234-5678;ext=1', '+82-10-1234-5678'],
    ['전화번호：０１０－１２３４－５６７８', '010-1234-5678'],
    ['010-1234-5678\n', null],
    ['1001', null],
    ['*72#', null],
    ['sip-user', null],
    ['집 02-345-6789, 휴대전화 010-1234-5678', null],
    ['주문 3건', null],
  ])('%j becomes %j', (text, number) => {
    expect(pastedNumber(text)).toBe(number);
  });
});
