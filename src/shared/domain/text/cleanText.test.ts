import { describe, expect, it } from 'vitest';
import { cleanText } from './cleanText.ts';

describe('cleanText', () => {
  it.each([
    ['안녕하세요\r\n반갑습니다', '안녕하세요\n반갑습니다'],
    ['한 줄\r다음\u2028그다음\u2029끝\u0085', '한 줄\n다음\n그다음\n끝'],
    ['  들여쓰기\t탭  ', '  들여쓰기 탭'],
    ['\u202Egnp.exe\u202C', 'gnp.exe'],
    ['\u0000\u001B[31m빨강\u0007', '[31m빨강'],
    ['👨‍👩‍👧 가족\n\n둘째 문단', '👨‍👩‍👧 가족\n\n둘째 문단'],
    ['\n\n앞뒤 빈 줄\n\n', '앞뒤 빈 줄'],
    ['\u3164\u200B\n\u2066', ''],
    ['\uD800x', 'x'],
    ['', ''],
  ])('makes %j into %j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });
});
