import { describe, expect, it } from 'vitest';
import { piecesOf } from './wordDiff.ts';

const told = (before: string, after: string): string =>
  piecesOf(before, after)
    .map(({ kind, text }) => ({ same: text, removed: `-${text}-`, added: `+${text}+` })[kind])
    .join('');

describe('what differs between two sentences', () => {
  it.each([
    ['같은 말입니다.', '같은 말입니다.', '같은 말입니다.'],
    ['바로 확인하겠습니다.', '지금 바로 확인하겠습니다.', '+지금 +바로 확인하겠습니다.'],
    ['지금 바로 확인합니다.', '지금 확인합니다.', '지금 -바로 -확인합니다.'],
    ['오늘 전화드립니다.', '내일 전화드립니다.', '-오늘 -+내일 +전화드립니다.'],
    ['', '새 문장', '+새 문장+'],
    ['옛 문장', '', '-옛 문장-'],
    ['', '', ''],
  ])('%s → %s', (before, after, expected) => {
    expect(told(before, after)).toBe(expected);
  });

  it('gives both sentences back whole', () => {
    const [before, after] = ['가 나 다  라', '가 다 마  라 나'];
    const without = (gone: string): string =>
      piecesOf(before, after)
        .filter(({ kind }) => kind !== gone)
        .map(({ text }) => text)
        .join('');
    expect([without('added'), without('removed')]).toEqual([before, after]);
  });
});
