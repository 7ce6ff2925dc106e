import { describe, expect, it } from 'vitest';
import { wishOf } from './replyWish.ts';

describe('a customer who wants no more texts', () => {
  it.each([
    ['수신거부', 'informational'],
    ['수신 거부합니다', 'informational'],
    ['수신거부 해주세요', 'informational'],
    ['문자 그만 보내세요', 'informational'],
    ['문자 보내지 마세요', 'informational'],
    ['더 이상 연락하지 마십시오', 'informational'],
    ['거부', 'informational'],
    ['STOP', 'informational'],
    ['ＳＴＯＰ', 'informational'],
    ['Unsubscribe me', 'informational'],
    ['please stop texting me', 'informational'],
    ['광고 수신거부', 'advertising'],
    ['광고는 받지 않겠습니다', 'advertising'],
    ['이런 광고 보내지 말아 주세요', 'advertising'],
    ['홍보 문자는 싫어요', 'advertising'],
    ['no more ads', 'informational'],
    ['opt out of marketing', 'advertising'],
  ])('%s: %s', (body, wish) => {
    expect(wishOf(body)).toBe(wish);
  });

  it.each([
    ['2번이요'],
    ['1번 말고 2번'],
    ['취소해 주세요'],
    ['카드 결제가 거부됐어요'],
    ['광고 보고 연락드렸습니다'],
    ['버스 정류장 stop 근처예요'],
    ['문자 잘 받았습니다'],
    ['안 돼요'],
    ['그만큼 기다렸습니다'],
    [''],
    [`수신거부 ${'가'.repeat(400)}`],
  ])('%s: nothing of the kind', (body) => {
    expect(wishOf(body)).toBeNull();
  });
});
