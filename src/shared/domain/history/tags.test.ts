import { describe, expect, it } from 'vitest';
import { LONGEST_TAG, MOST_TAGS, tagsOf, uniqueTags } from './tags.ts';

describe('tags', () => {
  it.each([
    ['VIP, 재구매', ['VIP', '재구매']],
    ['vip, VIP,ｖｉｐ', ['vip']],
    [' , ,\n', []],
    ['두  단어', ['두 단어']],
  ])('of %j are %j', (typed, tags) => {
    expect(tagsOf(typed)).toEqual(tags);
  });

  it('are bounded in length and number', () => {
    expect(tagsOf('가'.repeat(99))[0]).toHaveLength(LONGEST_TAG);
    expect(tagsOf(Array.from({ length: 30 }, (_, n) => `t${n}`).join(','))).toHaveLength(MOST_TAGS);
  });

  it('of a customer who was erased are none', () => {
    expect(uniqueTags(['—', '—'])).toEqual([]);
  });
});
