import { describe, expect, it } from 'vitest';
import { cleanDisplayName } from './displayName.ts';

describe('cleanDisplayName', () => {
  it.each([
    ['김철수', '김철수'],
    ['  김   철수 \t 팀장', '김 철수 팀장'],
    ['Kim\r\nVia: evil', 'Kim Via: evil'],
    ['\u202Egnp.exe\u202C', 'gnp.exe'],
    ['a\u200Bb\uFEFFc\u2066d', 'abcd'],
    ['\u0000\u001B[31mred', '[31mred'],
    ['\u3164\u3164', ''],
    ['\u200D', ''],
    ['', ''],
    // Decomposed Hangul, as macOS writes it.
    ['\u1100\u1175\u11B7', '김'],
    ['👨‍👩‍👧 가족', '👨‍👩‍👧 가족'],
    ['<b>홍길동</b>', '<b>홍길동</b>'],
    ['\uD800x', 'x'],
  ])('makes %j into %j', (raw, clean) => {
    expect(cleanDisplayName(raw)).toBe(clean);
  });

  it('never cuts inside a character and stays within 128', () => {
    const family = '👨‍👩‍👧';
    const name = cleanDisplayName(family.repeat(40));
    expect(name.length).toBeLessThanOrEqual(128);
    expect(name).toBe(family.repeat(Math.floor(128 / family.length)));
    expect(cleanDisplayName('가'.repeat(300))).toBe('가'.repeat(128));
    expect(cleanDisplayName(`a${'\u0301'.repeat(900)}`).length).toBeLessThanOrEqual(128);
    expect(cleanDisplayName('x'.repeat(5_000_000))).toHaveLength(128);
  });
});
