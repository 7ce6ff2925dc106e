import { describe, expect, it } from 'vitest';
import { addressOf, documentLinkSchema, withDocument } from './documentLinks.ts';

describe('the address of a document', () => {
  it.each([
    ['https://example.com/guide', 'https://example.com/guide'],
    ['example.com/guide', 'https://example.com/guide'],
    ['  EXAMPLE.com ', 'https://example.com/'],
    // What no gateway may carry is written as ASCII writes it.
    ['https://example.com/안내', 'https://example.com/%EC%95%88%EB%82%B4'],
    ['https://한국.example/a', 'https://xn--3e0b707e.example/a'],
  ])('%j is %j', (typed, url) => {
    expect(addressOf(typed)).toEqual({ url });
  });

  it.each([
    ['http://example.com', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['mailto:a@example.com', 'scheme'],
    ['https://bank.example@evil.example/', 'credentials'],
    ['https://exa\u202Emple.com', 'control-character'],
    ['https://', 'malformed'],
    ['', 'malformed'],
    [`https://example.com/${'a'.repeat(300)}`, 'too-long'],
  ])('%j is none: %s', (typed, fault) => {
    expect(addressOf(typed)).toEqual({ fault });
  });

  it('is stored as it is sent, and not otherwise', () => {
    const id = '019ae000-0000-7000-8000-000000000000';
    const stored = (url: string) => documentLinkSchema.safeParse({ id, name: '약관', url }).success;
    expect(stored('https://example.com/a')).toBe(true);
    expect(stored('example.com/a')).toBe(false);
    expect(stored('https://example.com/안내')).toBe(false);
  });
});

describe('a text with a document', () => {
  const terms = { name: '상품 약관', url: 'https://example.com/t' };

  it('has it on a line of its own at its end, once', () => {
    const once = withDocument('안내드린 내용입니다.\n', terms);
    expect(once).toBe('안내드린 내용입니다.\n상품 약관 https://example.com/t');
    expect(withDocument(once, terms)).toBe(once);
    expect(withDocument('', terms)).toBe('상품 약관 https://example.com/t');
    expect(withDocument('자료', { name: '', url: terms.url })).toBe('자료\nhttps://example.com/t');
  });
});
