import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unitsOf, unsendableIn } from './charset.ts';
import { offersFor, toSendable } from './replacements.ts';

/** Made by Python's codec `euc_kr`, which shares nothing with what is tested here. */
const KS_X_1001 = readFileSync(
  new URL('../../../../tests/fixtures/charsets/ks-x-1001.txt', import.meta.url),
  'utf8',
).replaceAll('\n', '');

const points = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String.fromCodePoint(from + n));
const isSyllable = (one: string): boolean => '가' <= one && one <= '힣';
/** Everything but ASCII that is one UTF-16 unit and a character. */
const PLANE = [...points(0x80, 0xd7_ff), ...points(0xe0_00, 0xff_ff)];

describe('Korean charsets, over every character there is', () => {
  const standard = new Set(KS_X_1001);

  it('the fixture is the whole standard', () => {
    expect(standard.size).toBe(8_226);
    expect([...standard].filter(isSyllable)).toHaveLength(2_350);
  });

  it('KS X 1001: its 8,226 characters are two bytes, and there is nothing else', () => {
    expect(PLANE.filter((one) => (unitsOf(one, 'ksx1001') === 2) !== standard.has(one))).toEqual(
      [],
    );
    expect(PLANE.filter((one) => unitsOf(one, 'ksx1001') === 1)).toEqual([]);
  });

  it('CP949: that, and all of the 11,172 syllables', () => {
    const others = PLANE.filter(
      (one) => (unitsOf(one, 'cp949') === 2) !== (standard.has(one) || isSyllable(one)),
    );
    expect(others).toEqual([]);
    const syllables = points(0xac_00, 0xd7_a3);
    expect(syllables.reduce((sum, one) => sum + (unitsOf(one, 'cp949') ?? 0), 0)).toBe(22_344);
  });

  it.each(['cp949', 'ksx1001'] as const)(
    '%s: ASCII is one byte, and controls are nothing',
    (of) => {
      expect(points(0x20, 0x7e).every((one) => unitsOf(one, of) === 1)).toBe(true);
      expect(unitsOf('\n', of)).toBe(1);
      const controls = [...points(0, 0x09), ...points(0x0b, 0x1f), '\u{7F}'];
      expect(controls.filter((one) => unitsOf(one, of) !== null)).toEqual([]);
    },
  );

  it('똠 is in one of them, and not in the other', () => {
    expect(unitsOf('똠', 'cp949')).toBe(2);
    expect(unitsOf('똠', 'ksx1001')).toBeNull();
  });

  it('nothing beyond the first plane is in any of them', () => {
    for (const one of ['😀', '𠮷', '\u{1F1F0}']) expect(unitsOf(one, 'cp949')).toBeNull();
  });
});

describe('GSM 7-bit, 3GPP TS 23.038', () => {
  it('has 127 characters of one septet and ten of two', () => {
    const all = [...points(0, 0x7f), ...PLANE];
    // The 128th place of the default alphabet is the escape to the extension.
    expect(all.filter((one) => unitsOf(one, 'gsm7') === 1)).toHaveLength(127);
    expect(all.filter((one) => unitsOf(one, 'gsm7') === 2).sort()).toEqual(
      [...'\f[\\]^{|}~€'].sort(),
    );
  });

  it.each(['가', '`', 'ç', 'á', '\t', '’', '😀'])('has no %j', (one) =>
    expect(unitsOf(one, 'gsm7')).toBeNull(),
  );
});

describe('UTF-16', () => {
  it('an emoji is two units, half of one is nothing', () => {
    expect(unitsOf('가', 'ucs2')).toBe(1);
    expect(unitsOf('😀', 'ucs2')).toBe(2);
    expect(unitsOf('\uD83D', 'ucs2')).toBeNull();
  });
});

describe('what cannot be sent', () => {
  it('is told once each', () => {
    expect(unsendableIn('₩–—\u{A0}〜✓é😀é')).toEqual([...'₩–—\u{A0}〜✓é😀']);
    expect(unsendableIn('가·나 ○ ※ ℃ 漢字 ￦ ~')).toEqual([]);
  });

  it.each([
    ['₩', ['원', '￦']],
    ['–', ['-', '~']],
    ['\u{A0}', [' ']],
    ['〜', ['~']],
    ['✓', ['√', 'V']],
    ['é', ['e']],
    // NFKC would keep a fraction slash that is no better.
    ['⅗', ['3/5']],
    ['①'.normalize('NFC'), ['1']],
    ['😀', ['']],
    ['📞', ['☎', 'Tel.', '']],
    ['👨‍👩‍👧‍👦', ['']],
    ['👍🏽', ['']],
    ['🇰🇷', ['']],
    ['e̋', ['e']],
    ['\u{200B}', ['']],
    // Half of a pair, as a careless program cuts one.
    ['\uD83D', ['']],
    // A letter has a meaning: it is nobody else's to leave out.
    ['ไ', []],
    ['𠮷', []],
  ])('for %s, %j is offered', (character, offers) =>
    expect(offersFor(character, 'cp949')).toEqual(offers),
  );

  it('nothing is offered that cannot be sent either', () => {
    expect(offersFor('₩', 'gsm7')).toEqual([]);
    expect(offersFor('똠', 'ksx1001')).toEqual([]);
    expect(offersFor('“', 'gsm7')).toEqual(['"']);
  });

  it('is replaced where something else means the same, and else left out', () => {
    expect(toSendable('5,000₩ 15:00–16:00\u{A0}〜 네 😀')).toBe('5,000원 15:00-16:00 ~ 네 ');
    expect(toSendable('가'.normalize('NFD'))).toBe('가');
  });
});
