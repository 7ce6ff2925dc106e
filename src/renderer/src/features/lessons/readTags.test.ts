import { describe, expect, it } from 'vitest';
import { readTags } from './readTags.ts';

describe('tags', () => {
  it.each([
    ['', []],
    ['배송, 환불', ['배송', '환불']],
    ['#배송 #환불', ['배송', '환불']],
    ['배송,배송 , ,', ['배송']],
    ['가'.repeat(50), ['가'.repeat(40)]],
    ['1,2,3,4,5,6,7,8,9', ['1', '2', '3', '4', '5', '6', '7', '8']],
  ])('of %j', (text, tags) => {
    expect(readTags(text)).toEqual(tags);
  });
});
