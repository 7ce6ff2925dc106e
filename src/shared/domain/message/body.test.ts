import { describe, expect, it } from 'vitest';
import { bytesOf, LARGEST_SENT, partsOf, readBody } from './body.ts';
import { LARGEST_RECEIVED } from './record.ts';

describe('the length of a text', () => {
  it.each(['', 'abc', 'é', '가나다', '👨‍👩‍👧', '\uD800', 'a가😀\n'])(
    'is counted in UTF-8: %j',
    (text) => {
      expect(bytesOf(text)).toBe(new TextEncoder().encode(text).length);
    },
  );
});

describe('a text that is too long for one message', () => {
  it('is one piece while it fits', () => {
    expect(partsOf('가'.repeat(LARGEST_SENT / 3))).toEqual(['가'.repeat(LARGEST_SENT / 3)]);
    expect(partsOf('   ')).toEqual([]);
  });

  it('is cut between words, with nothing lost and nothing too long', () => {
    const text = '내일 오전 열 시까지 배송 위치를 확인해 다시 전화드리겠습니다. '.repeat(20).trim();
    const parts = partsOf(text);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThanOrEqual(LARGEST_SENT);
    expect(parts.join(' ')).toBe(text);
  });

  it('is cut inside a word only where it must be, and never inside a character', () => {
    const family = '👨‍👩‍👧';
    const parts = partsOf(family.repeat(100));
    for (const part of parts) {
      expect(bytesOf(part)).toBeLessThanOrEqual(LARGEST_SENT);
      expect(part.length % family.length).toBe(0);
    }
    expect(parts.join('')).toBe(family.repeat(100));
  });
});

describe('a received body', () => {
  it.each<[string, string | undefined, string, string]>([
    ['plain text', 'text/plain', '안녕하세요', '안녕하세요'],
    ['with its charset', 'text/plain;charset="UTF-8"; format=flowed', '네', '네'],
    ['in any case', 'TEXT/PLAIN; Charset=utf-8', '네', '네'],
    ['without a type', undefined, '네', '네'],
    ['nothing', 'text/plain', '', ''],
  ])('is taken: %s', (_what, type, body, text) => {
    expect(readBody(type, '', body)).toEqual({ ok: true, text });
  });

  it.each([
    ['text/html'],
    ['text/plaintext'],
    ['text/plain;charset=EUC-KR'],
    ['application/im-iscomposing+xml'],
    ['multipart/mixed;boundary=x'],
    ['message/external-body'],
    [''],
  ])('of another kind is refused with 415: %s', (type) => {
    expect(readBody(type, '', 'x')).toEqual({ ok: false, status: 415 });
  });

  it('that is packed is refused with 415', () => {
    expect(readBody('text/plain', 'gzip', 'x')).toEqual({ ok: false, status: 415 });
  });

  it('is refused with 413 above 8 kB, counted in bytes', () => {
    const most = '가'.repeat(Math.floor(LARGEST_RECEIVED / 3));
    expect(readBody('text/plain', '', most)).toMatchObject({ ok: true });
    expect(readBody('text/plain', '', `${most}가`)).toEqual({ ok: false, status: 413 });
  });

  it.each([['\r\n'], ['\n']])('inside CPIM is its content (line break %j)', (eol) => {
    const body = [
      'From: 은행 <im:bank@bank.example>',
      'DateTime: 2026-11-21T10:00:00+09:00',
      '',
      'Content-Type: text/plain; charset=utf-8',
      '',
      '첫 문단',
      '',
      '둘째 문단',
    ].join(eol);
    expect(readBody('message/cpim', '', body)).toEqual({ ok: true, text: '첫 문단\n\n둘째 문단' });
  });

  it.each([
    ['From: x\n\nContent-Type: text/html\n\n<b>x</b>'],
    ['From: x\n\nContent-Type: message/imdn+xml\n\n<imdn/>'],
    ['no empty line at all'],
  ])('inside CPIM of another kind is refused', (body) => {
    expect(readBody('message/cpim', '', body)).toEqual({ ok: false, status: 415 });
  });
});
