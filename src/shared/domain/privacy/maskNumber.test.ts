import { describe, expect, it } from 'vitest';
import { maskNumber, maskNumbers } from './maskNumber.ts';

describe('a masked number', () => {
  it.each([
    ['01012345678', '010-****-5678'],
    ['010-1234-5678', '010-****-5678'],
    ['+821012345678', '010-****-5678'],
    ['+82 2 123 4567', '****567'],
    ['0212345678', '****5678'],
    ['02-123-4567', '****567'],
    ['15881234', '****34'],
    ['1234567', '****7'],
  ])('%s reads %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });

  it('hides at least four digits, whatever its length', () => {
    for (let length = 7; length <= 20; length += 1) {
      const shown = maskNumber('9'.repeat(length)).replace(/\D/g, '').length;
      expect(length - shown).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('a text', () => {
  it('loses its numbers and keeps the rest', () => {
    expect(maskNumbers('고객 010 1234 5678 님, 내선 1001, 15:00')).toBe(
      '고객 010-****-5678 님, 내선 1001, 15:00',
    );
    expect(maskNumbers('wss://192.168.100.200:8089')).toBe('wss://192.168.100.200:8089');
    expect(maskNumbers('(02) 123.4567 · 1588–1234 · 20261125')).toBe(
      '(****567 · 1588–1234 · ****25',
    );
  });
});
