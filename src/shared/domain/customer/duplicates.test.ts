import { describe, expect, it } from 'vitest';
import { likeness } from './duplicates.ts';

const number = (text: string, e164: string | null = null) => ({ number: text, e164 });
const MOBILE = number('010-9999-1234', '+821099991234');

function someone(name: string, numbers = [number('1001')], mail = '') {
  return { name, numbers, mail };
}

describe('two cards may be of one customer', () => {
  it('by a number, however it was written', () => {
    const other = someone('이도윤', [number('+82 10 9999 1234', '+821099991234')]);
    expect(likeness(someone('김하늘', [MOBILE]), other)).toBe('same-number');
  });

  it('by their name and mail', () => {
    const kim = someone('김 하늘', [MOBILE], 'Kim@example.com');
    expect(likeness(kim, someone('김하늘', [], 'kim@example.com'))).toBe('same-name-mail');
    expect(likeness(kim, someone('이도윤', [], 'kim@example.com'))).toBeNull();
  });

  it('by their name and a number that was written without its beginning', () => {
    const kim = someone('김하늘', [number('02-555-1234', '+8225551234')]);
    expect(likeness(kim, someone('김하늘', [number('555-1234')]))).toBe('same-name-number');
    expect(likeness(kim, someone('김하늘', [number('1234')]))).toBeNull();
  });

  it('not by a name alone, and not by two names that nobody knows', () => {
    expect(likeness(someone('김하늘'), someone('김하늘', [MOBILE]))).toBeNull();
    const nameless = someone('', [number('02-555-1234')], 'a@example.com');
    expect(likeness(nameless, someone('', [number('555-1234')], 'a@example.com'))).toBeNull();
  });
});
