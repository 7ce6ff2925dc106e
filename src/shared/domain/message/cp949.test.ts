import { describe, expect, it } from 'vitest';
import { cp949Bytes, toSendable, unsendableIn } from './cp949.ts';

describe('bytes of a text, as a Korean gateway counts them', () => {
  it.each([
    ['', 0],
    ['call', 4],
    ['전화', 4],
    ['11/26(목) 15:00', 15],
    // 2 bytes in CP949, and not in KS X 1001.
    ['똠방각하', 8],
    ['（주）한빛', 10],
    ['가\n나', 5],
  ])('%s', (text, bytes) => expect(cp949Bytes(text)).toBe(bytes));

  it('knows every one of the 11,172 syllables', () => {
    const all = Array.from({ length: 11_172 }, (_, n) => String.fromCodePoint(0xac_00 + n)).join(
      '',
    );
    expect(unsendableIn(all)).toEqual([]);
    expect(cp949Bytes(all)).toBe(22_344);
  });

  it('knows what cannot be sent, each of it once', () => {
    expect(unsendableIn('₩–—\u{A0}〜✓é😀é')).toEqual([
      '₩',
      '–',
      '—',
      '\u{A0}',
      '〜',
      '✓',
      'é',
      '😀',
    ]);
    expect(unsendableIn('가·나 ○ ※ ℃ 漢字 ￦ ~')).toEqual([]);
  });

  it('replaces it where something else means the same, and else leaves it out', () => {
    expect(toSendable('5,000₩ 15:00–16:00\u{A0}〜 네 😀')).toBe('5,000원 15:00-16:00 ~ 네 ');
    expect(toSendable('가'.normalize('NFD'))).toBe('가');
  });
});
