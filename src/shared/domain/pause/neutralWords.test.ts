import { describe, expect, it } from 'vitest';
import { DEFAULT_TEMPLATES } from './templates.ts';
import { loadedWordsIn, reworded } from './neutralWords.ts';

const NEUTRAL = { debt: '사정이 있을 수 있음.', blame: '연락이 닿지 않음.' };

describe('words about a customer who cannot be reached', () => {
  it.each([
    '요금 연체 중',
    '체납으로 정지됨',
    '2개월 미납',
    '요금 안 냄',
    '요금안냈다고 함',
    '돈이 없어서 못 받는 듯',
    '빚이 많다고 함',
    '신용불량자라고 함',
    'Account in arrears',
    'unpaid bill',
    'has not paid since May',
    'He owes us',
  ])('imply debt: %s', (text) => {
    expect(loadedWordsIn(text)[0]?.implies).toBe('debt');
  });

  it.each([
    '잠수 탐',
    '잠수중',
    '일부러 안 받음',
    '전화를 무시함',
    '회피하는 듯',
    '연락두절',
    '핑계만 댐',
    '진상 고객',
    'ghosted us',
    'ignores our calls',
  ])('imply blame: %s', (text) => {
    expect(loadedWordsIn(text)[0]?.implies).toBe('blame');
  });

  it.each([
    '고객의 요청으로 쉬어 감',
    '고객의 사정',
    '납부 방법을 문의하심',
    '요금 안내를 요청하심',
    '결제일 변경을 문의하심',
    '잠수함 모형을 주문하심',
    '송편을 빚어 보내 주심',
    '빚은 떡을 좋아하심',
    '부채춤 공연 예약',
    '여행 중이라고 하심',
    '번호가 바뀌었을 수 있음',
    'Travelling until Friday',
    'Prefers mail',
    '',
  ])('say nothing of the kind: %s', (text) => {
    expect(loadedWordsIn(text)).toEqual([]);
  });

  it('are told in their order, as they were written and where', () => {
    const text = '잠수 탐. 요금 미납인 듯';
    expect(loadedWordsIn(text)).toEqual([
      { word: '잠수', implies: 'blame', at: 0 },
      { word: '미납', implies: 'debt', at: 9 },
    ]);
  });

  it('are offered in neutral words, sentence by sentence, and what was neutral stays', () => {
    expect(reworded('월요일에 전화함. 요금 미납인 듯. 메일을 보냄.', NEUTRAL)).toBe(
      '월요일에 전화함. 사정이 있을 수 있음. 메일을 보냄.',
    );
    expect(reworded('미납\n연체\n메일을 보냄', NEUTRAL)).toBe('사정이 있을 수 있음.\n메일을 보냄');
    expect(reworded('메일을 보냄', NEUTRAL)).toBe('메일을 보냄');
  });

  it('are none of them left when the offer is taken, whatever was written', () => {
    const parts = ['연체', '잠수', '월요일', '. ', '\n', '!', '미납인 듯', 'owes', ' ', 'ok'];
    let seed = 5;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let run = 0; run < 500; run += 1) {
      const text = Array.from({ length: random(12) }, () => parts[random(parts.length)]).join('');
      const offered = reworded(text, NEUTRAL);
      expect(loadedWordsIn(offered), text).toEqual([]);
      expect(reworded(offered, NEUTRAL)).toBe(offered);
    }
  });

  it('are in none of the texts that the app offers', () => {
    for (const { text } of DEFAULT_TEMPLATES) expect(loadedWordsIn(text)).toEqual([]);
  });
});
