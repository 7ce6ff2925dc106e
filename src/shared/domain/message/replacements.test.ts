import { describe, expect, it } from 'vitest';
import { offersFor, toSendable } from './replacements.ts';

describe('what people paste into texts', () => {
  it.each([
    // As they are written in lists.
    ['❶', ['①', '1']],
    ['❿', ['⑩', '10']],
    ['➀', ['①', '1']],
    ['➓', ['⑩', '10']],
    ['⓵', ['①', '1']],
    ['‣', ['·', '-']],
    ['∙', ['·', '-']],
    ['►', ['▶', '>']],
    ['➔', ['→', '->']],
    ['☐', ['□', '[ ]', '']],
    ['✕', ['X']],
    // What is warned of, asked, and called out.
    ['⚠️', ['※']],
    ['❗', ['!', '']],
    ['❓', ['?', '']],
    // Money.
    ['£', ['￡', 'GBP']],
    ['¥', ['￥', 'JPY']],
    // Quotes of other languages.
    ['„', ['"']],
    ['‹', ['〈', '<']],
  ])('%s', (character, offers) => {
    expect(offersFor(character, 'cp949')).toEqual(offers);
    expect(offersFor(character, 'ksx1001')).toEqual(offers);
  });

  it('keeps its meaning where it is replaced by itself', () => {
    expect(toSendable('❶ 신분증 ❷ 통장 ➔ 2층 ❗')).toBe('① 신분증 ② 통장 → 2층 !');
  });
});
