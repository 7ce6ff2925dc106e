import { describe, expect, it } from 'vitest';
import { csvText } from './csv.ts';

describe('a table for a spreadsheet', () => {
  it('begins with a byte order mark and ends each row with CR LF', () => {
    expect(csvText([['주', '기한']])).toBe('\uFEFF주,기한\r\n');
  });

  it('quotes commas, quotes and new lines', () => {
    expect(csvText([['가,나', '"다"', '라\n마']])).toBe('\uFEFF"가,나","""다""","라\n마"\r\n');
  });

  it.each(['=1+1', '+82', '-1', '@SUM(A1)', '\t=1', '\r=1', '\0=1', '＝1', '＋1', '－1', '＠A'])(
    'makes %j a text',
    (formula) => {
      const [first] = csvText([[formula]])
        .slice(1)
        .replace(/^"/, '');
      expect(first).toBe("'");
    },
  );
});
