import { describe, expect, it } from 'vitest';
import { finder, findsIn } from './finding.ts';

const found = (typed: string, text: string): readonly string[] =>
  finder(typed).flatMap((places) => places(text).map(({ from, to }) => text.slice(from, to)));

describe('looking for words in a text', () => {
  it.each([
    ['벨', '벨 크기', ['벨']],
    ['ㅂㅋㄱ', '벨 크기', ['벨 크기']],
    ['크ㄱ', '벨 크기', ['크기']],
    ['보호휴', '보호 휴식 10분', ['보호 휴']],
    ['과다 ㅊㄱ', '과다 청구', ['과다', '청구']],
    ['RFC', 'rfc 4733', ['rfc']],
    ['한', '한국어, 한글', ['한', '한']],
    ['a.b*', 'a.b* aXb', ['a.b*']],
    ['[', '값 [1]', ['[']],
    ['없음', '벨 크기', []],
    ['', '벨 크기', []],
  ])('%s in %s', (typed, text, places) => {
    expect(found(typed, text)).toEqual(places);
  });

  it('wants every word, each in any of the texts', () => {
    expect(findsIn('벨 크기', ['크기', '벨'])).toBe(true);
    expect(findsIn('벨 색', ['크기', '벨'])).toBe(false);
    expect(findsIn('', [])).toBe(true);
  });
});
