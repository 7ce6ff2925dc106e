import { describe, expect, it } from 'vitest';
import { advertisingFaults, asAdvertisement } from './advertising.ts';
import { advertisingSettingsSchema } from './advertisingSettings.ts';
import { unsendableIn } from './charset.ts';
import { measure } from './meter.ts';
import { findPrivate, withoutPrivate } from './privacy.ts';
import { proofread } from './proof.ts';
import type { ProofInput } from './proof.ts';
import { toSendable } from './replacements.ts';
import { secondCheckOf } from './secondCheck.ts';
import { secondCheckSchema } from './secondCheckWords.ts';

/*
 * Every rule a text goes through in the composer, over whatever can be typed, pasted or filled in.
 * A text that fails is named with the seed it was made from.
 */

const SEED = 20_261_126;
/** Some machines do several things at once: how long it takes is no matter of these runs. */
const LONG_MS = 30_000;
const NOW = new Date(2026, 10, 26, 10, 0).getTime();
const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' });

const PIECES = [
  // Emoji of one and of many code points, and halves of them.
  ...['😀', '👨‍👩‍👧‍👦', '🇰🇷', '👍🏽', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\uD83D', '\uDE00', '🇰'],
  // What combines, what is not seen, what turns the direction.
  ...[
    '\u0301',
    'e\u030B',
    '\u20E3',
    '\uFE0F',
    '\u200B',
    '\u200D',
    '\u202E',
    '\uFEFF',
    '\u00AD',
    '\u3164',
  ],
  ...[
    '가'.normalize('NFD'),
    '\u1100',
    '\u1161',
    '\u11A8',
    'ㄱ',
    'ㅇㅇ',
    '뷁',
    '똠',
    'ไทย',
    'ﷺ',
    '漢',
  ],
  // Markup, and what would be code somewhere.
  ...[
    '<b>',
    '</b>',
    '<script>alert(1)</script>',
    '&amp;',
    '{회사}',
    '{',
    '}',
    '<',
    '>',
    '${x}',
    '%s',
    '\\n',
  ],
  ...[
    'https://ieum.kr/a_b?d=2/30',
    'a@b.kr',
    '[한빛]',
    '(광고)',
    '（광고）',
    '무료수신거부 080-123-4567',
  ],
  // Numbers, whole and in pieces, in all their forms.
  ...[
    '010-1234-5678',
    '900101-1234567',
    '4111 1111 1111 1111',
    '110-123-456789',
    '+82',
    '1588-1234',
  ],
  ...[
    '010',
    '-',
    '1234',
    '9',
    '00',
    '１２',
    '①',
    '²',
    '½',
    '٣',
    '공일공',
    '일이삼사',
    '오육칠팔',
    '이',
    '.',
    ':',
    '/',
    ',',
    '(',
    ')',
  ],
  ...['11/26(금)', '2/30', '25:00', '오후 3시', '12,000원', '3만 5천원', '내일(수)', '2026.11.27'],
  // Words.
  ...[
    '고객님',
    '님',
    '김하늘',
    '박정호',
    '을',
    '를',
    '을를',
    '으로',
    '되요',
    '했어.',
    '합니다.',
    '드릴게요',
    '나오셨습니다',
  ],
  ...[
    '주문한',
    '대출',
    '보험',
    '할인',
    'the',
    'loan',
    'OO',
    '__',
    '…',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\u2028',
  ],
];

const settings = advertisingSettingsSchema.parse({
  ...{ sender: '한빛전자', contact: '1588-1234', optOut: '080-123-4567' },
});
const words = secondCheckSchema.parse({});

const input = (body: string): ProofInput => ({
  ...{ body, now: NOW, customer: '김하늘', others: ['박정호', '이솔'] },
  facts: {
    times: [new Date(2026, 10, 27, 15, 0).getTime()],
    amounts: [12_000],
    phones: ['1588-1234', '010-1234-5678'],
  },
});

const advertised = (body: string, category: 'information' | 'advertising') =>
  advertisingFaults({ body, category, consents: [], at: NOW, settings });

/** @returns whole numbers from 0 up to, but without, what it is given; the same for one seed */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Where a place may be: no character is cut in two. */
function boundaries(text: string): ReadonlySet<number> {
  return new Set([...graphemes.segment(text)].map(({ index }) => index).concat(text.length));
}

function textOf(seed: number, length: number): string {
  const next = numbers(seed);
  return Array.from({ length }, () => PIECES[next(PIECES.length)] ?? '').join('');
}

/** What is wrong with what the rules say of a text. */
function faultsWith(text: string): readonly string[] {
  const edges = boundaries(text);
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => {
    if (!holds) faults.push(what);
  };
  for (const { from, to, said, key } of [
    ...proofread(input(text)),
    ...advertised(text, 'information'),
    ...advertised(text, 'advertising'),
  ]) {
    must(edges.has(from) && edges.has(to) && from <= to, `${key} is at ${from}–${to}`);
    must(text.slice(from, to) === said && key.length <= 80, `${key} is said as ${said}`);
  }
  let end = 0;
  for (const { from, to, masked, key } of findPrivate(text)) {
    must(
      edges.has(from) && edges.has(to) && from < to && from >= end,
      `${key} is at ${from}–${to}`,
    );
    must(/^[\d*-]*\*{4}[\d*-]*$/.test(masked), `${key} is masked as ${masked}`);
    end = to;
  }
  must(findPrivate(withoutPrivate(text)).length === 0, 'a number is left when all are masked');
  secondCheckOf(text, words);
  const made = asAdvertisement(text, settings);
  const form = advertised(made, 'advertising').map(({ kind }) => kind);
  must(form.join() === 'no-consent', `as an advertisement it lacks ${form.join()}`);
  must(asAdvertisement(made, settings) === made, 'an advertisement is made one again');
  for (const encoding of ['cp949', 'ksx1001', 'gsm7-or-ucs2'] as const) {
    const { charset } = measure({ body: text, subject: '', attachments: 0 }, encoding);
    must(unsendableIn(toSendable(text, charset), charset).length === 0, `${charset} lacks some`);
  }
  return faults;
}

describe('whatever somebody writes', () => {
  it(
    'is judged without a fault, with places that cut no character, and masked for good',
    () => {
      for (let run = 0; run < 300; run += 1) {
        const seed = SEED + run;
        const text = textOf(seed, (run % 40) + 1);
        expect(faultsWith(text), `seed ${seed}: ${JSON.stringify(text)}`).toEqual([]);
      }
    },
    LONG_MS,
  );

  it('of 5,000 characters too', () => {
    for (let seed = SEED; seed < SEED + 5; seed += 1) {
      expect(faultsWith(textOf(seed, 2_500).slice(0, 5_000)), `seed ${seed}`).toEqual([]);
    }
  });

  it('a private number among anything is found and hidden', () => {
    const next = numbers(SEED);
    // Nothing a digit could be taken for, and no letter before which a number is an order's.
    const around = PIECES.filter(
      (piece) => !/[\p{N}\p{Cf}A-Za-z\-./():+@공일이삼사오육칠팔]|^\p{M}/u.test(piece),
    );
    for (let run = 0; run < 300; run += 1) {
      const some = () =>
        Array.from({ length: next(8) }, () => around[next(around.length)] ?? '').join('');
      for (const [kind, number] of [
        ['resident', '900101-1234567'],
        ['card', '4111-1111-1111-1111'],
        ['phone', '010-1234-5678'],
      ] as const) {
        // A blank keeps marks that combine and the halves of emoji off the number.
        const text = `${some()} ${number} ${some()}`;
        const name = `${JSON.stringify(text)}, seed ${SEED}, run ${run}`;
        expect(
          findPrivate(text).map((one) => one.kind),
          name,
        ).toContain(kind);
        expect(withoutPrivate(text).normalize('NFKC'), name).not.toContain(number);
      }
    }
  });
});

/** What makes a careless pattern try everything with everything. */
const HARD: readonly (readonly [string, string])[] = [
  ['one digit on and on', '1'],
  ['digits apart', '1 '],
  ['digits and hyphens', '1-'],
  ['telephone numbers', '010-1234-5678 '],
  ['cards', '4111 1111 1111 1111 '],
  ['accounts', '110-123-456789,'],
  ['spoken digits', '공일이'],
  ['이', '이'],
  ['blanks', ' '],
  ['lines', '\n'],
  ['blanks and letters', 'a  '],
  ['one word', '가'],
  ['one word again and again', '가나 '],
  ['brackets', '(['],
  ['open braces', '{'],
  ['open angles', '<a'],
  ['underscores', '_'],
  ['dots', '.'],
  ['dots and digits', '1.'],
  ['commas and digits', '1,'],
  ['units', '1만 '],
  ['dates', '11/26(금) '],
  ['clocks', '오후 3시 '],
  ['mail', 'a.'],
  ['addresses', 'www.'],
  ['marks that combine', 'e\u0301\u0301'],
  ['marks on one letter', '\u0301'],
  ['emoji', '👨‍👩‍👧‍👦'],
  ['joiners', '\u200D'],
  ['jamo', 'ㅇ'],
  ['endings', '했어.'],
  ['honours', '고객님이 상품을 '],
  ['things', '상품이 나오셨'],
  ['names', '박정호님 '],
  ['OO', 'O'],
  ['particles', '님를 '],
  ['advertising', '(광고) 할인 '],
];

describe('time goes with the length', () => {
  it.each(HARD)('5,000 characters of %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(5_000 / piece.length)).slice(0, 5_000);
    const rules: readonly (readonly [string, () => unknown])[] = [
      ['proof', () => proofread(input(text))],
      ['privacy', () => findPrivate(text)],
      ['information', () => advertised(text, 'information')],
      ['advertising', () => advertised(text, 'advertising')],
      ['second check', () => secondCheckOf(text, words)],
      ['meter', () => measure({ body: text, subject: '', attachments: 0 }, 'cp949')],
    ];
    for (const [name, rule] of rules) expect(bestOf(rule), name).toBeLessThan(50);
  });

  it('masking all of it ends too', () => {
    for (const [name, piece] of HARD) {
      const text = piece.repeat(Math.ceil(2_000 / piece.length)).slice(0, 2_000);
      expect(findPrivate(withoutPrivate(text)), name).toEqual([]);
    }
  });
});

/** Milliseconds of the fastest run: others share this machine. */
function bestOf(rule: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 8 && best >= 50 / 2; run += 1) {
    const from = performance.now();
    rule();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}
