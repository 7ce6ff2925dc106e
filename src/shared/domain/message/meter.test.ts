import { describe, expect, it } from 'vitest';
import { unsendableIn } from './charset.ts';
import type { Encoding } from './encodings.ts';
import { measure, sizeBy } from './meter.ts';
import type { Measured } from './meter.ts';
import { toSendable } from './replacements.ts';

const meter = (body: string, encoding: Encoding = 'cp949', more: Partial<Measured> = {}) =>
  measure({ body, subject: '', attachments: 0, ...more }, encoding);

describe('bytes of a Korean text', () => {
  it.each([
    ['', 0],
    ['call', 4],
    ['전화', 4],
    ['11/26(목) 15:00', 15],
    ['똠방각하', 8],
    ['（주）한빛', 10],
    ['가\n나', 5],
    ['가\r\n나', 5],
    // What would replace it.
    ['가😀', 4],
    ['가'.normalize('NFD'), 2],
  ])('%j', (body, units) => expect(meter(body).units).toBe(units));

  it.each([
    [89, 'sms', 90],
    [90, 'sms', 90],
    [91, 'lms', 2_000],
    [1_999, 'lms', 2_000],
    [2_000, 'lms', 2_000],
    [2_001, null, 2_000],
  ] as const)('%i bytes: %s', (bytes, form, limit) => {
    for (const body of [
      'a'.repeat(bytes),
      `${bytes % 2 === 1 ? 'a' : ''}${'가'.repeat(Math.floor(bytes / 2))}`,
    ]) {
      expect(meter(body)).toMatchObject({ units: bytes, form, limit, segments: 1 });
    }
  });

  it('one Hangul syllable over the 89th byte makes it an LMS', () => {
    expect(meter(`${'a'.repeat(89)}가`)).toMatchObject({ units: 91, form: 'lms' });
  });

  it('with a subject it is an LMS however short, with a picture an MMS', () => {
    expect(meter('네', 'cp949', { subject: '안내' }).form).toBe('lms');
    expect(meter('네', 'cp949', { attachments: 1 }).form).toBe('mms');
    expect(meter('가'.repeat(1_001), 'cp949', { attachments: 1 }).form).toBeNull();
  });

  it('a subject may have 40 bytes, and its characters have to be sendable too', () => {
    expect(meter('네', 'cp949', { subject: '가'.repeat(20) }).subjectOver).toBe(0);
    expect(meter('네', 'cp949', { subject: '가'.repeat(21) }).subjectOver).toBe(2);
    expect(meter('네', 'cp949', { subject: '안내 ✓' }).unsendable).toEqual([
      { character: '✓', count: 1, offers: ['√', 'V'] },
    ]);
  });

  it('says of each thing that cannot be sent how often it stands there', () => {
    expect(meter('5,000₩ 👨‍👩‍👧‍👦 3,000₩').unsendable).toEqual([
      { character: '₩', count: 2, offers: ['원', '￦'] },
      { character: '👨‍👩‍👧‍👦', count: 1, offers: [''] },
    ]);
    expect(meter('똠방각하', 'ksx1001').unsendable).toEqual([
      { character: '똠', count: 1, offers: [] },
    ]);
  });
});

describe('segments outside Korea', () => {
  it.each([
    ['a'.repeat(160), 'gsm7', 160, 1, 160],
    ['a'.repeat(161), 'gsm7', 161, 2, 306],
    ['a'.repeat(306), 'gsm7', 306, 2, 306],
    ['a'.repeat(307), 'gsm7', 307, 3, 459],
    ['€'.repeat(80), 'gsm7', 160, 1, 160],
    // 152 septets and an escape do not fit: it goes into the next one whole.
    [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 'gsm7', 174, 2, 305],
    ['가'.repeat(70), 'ucs2', 70, 1, 70],
    ['가'.repeat(71), 'ucs2', 71, 2, 134],
    // 66 units and an emoji of two.
    [`${'가'.repeat(66)}😀${'가'.repeat(10)}`, 'ucs2', 78, 2, 133],
  ] as const)('%#', (body, charset, units, segments, limit) =>
    expect(meter(body, 'gsm7-or-ucs2')).toMatchObject({
      ...{ charset, units, segments, limit },
      ...{ form: 'sms', unsendable: [] },
    }),
  );

  it('more than ten are too many', () => {
    expect(meter('a'.repeat(1_530), 'gsm7-or-ucs2')).toMatchObject({ segments: 10, form: 'sms' });
    expect(meter('a'.repeat(1_531), 'gsm7-or-ucs2').form).toBeNull();
  });
});

describe('whatever somebody pastes', () => {
  const SEED = 20_261_126;
  const PIECES = [
    ...['가', '똠', 'a', ' ', '\n', '\r\n', '\t', '\0', '₩', 'é', 'e̋', '힣', '漢', '①', '½'],
    ...['😀', '👨‍👩‍👧‍👦', '🇰🇷', '👍🏽', '\uD83D', '\uDE00', '\u{200B}', '\u{202E}', '\u{FEFF}'],
    ...['<b>', '&amp;', '{회사}', '${x}', '%s', '\\n', '가'.normalize('NFD'), '\u{1100}', 'ไ'],
  ];

  it(`is counted, and what is offered for it can be sent (seed ${SEED})`, () => {
    const next = numbers(SEED);
    for (let run = 0; run < 200; run += 1) {
      const length = run % 20 === 0 ? 2_000 : next(60);
      const body = Array.from({ length }, () => PIECES[next(PIECES.length)] ?? '').join('');
      for (const encoding of ['cp949', 'ksx1001', 'gsm7-or-ucs2'] as const) {
        const { charset, units, segments, unsendable } = meter(body, encoding);
        const sendable = toSendable(body, charset);
        expect(unsendableIn(sendable, charset), body).toEqual([]);
        expect(meter(sendable, encoding).unsendable, body).toEqual([]);
        for (const { character, offers } of unsendable) {
          for (const one of offers) expect(unsendableIn(one, charset), character).toEqual([]);
        }
        expect(Number.isInteger(units) && segments >= 1).toBe(true);
      }
    }
  });
});

/** @returns whole numbers from 0 up to, but without, what it is given; the same for one seed */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('how long a text is by what it leaves', () => {
  const size = (body: string, encoding: Encoding | null, newline: 'lf' | 'crlf' = 'lf') =>
    sizeBy({ encoding, newline }, { body, subject: '', attachments: 0 });

  it('counts the end of a line as the gateway does', () => {
    expect(size('가\n나', 'cp949').units).toBe(5);
    expect(size('가\n나', 'cp949', 'crlf').units).toBe(6);
    expect(size('가\r\n나', 'cp949', 'crlf').units).toBe(6);
    // The one byte that makes it a long one.
    expect(size(`${'가'.repeat(44)}\na`, 'cp949').form).toBe('sms');
    expect(size(`${'가'.repeat(44)}\na`, 'cp949', 'crlf').form).toBe('lms');
  });

  it('is counted in UTF-8 by the phone, which carries everything in as many pieces as it takes', () => {
    expect(size('감사합니다 😀', null)).toMatchObject({ form: 'sip', units: 20, segments: 1 });
    const long = size('가나다 '.repeat(100), null);
    expect(long.segments).toBeGreaterThan(1);
    expect(long.unsendable).toEqual([]);
    expect(long.units).toBeLessThanOrEqual(long.limit);
  });
});
