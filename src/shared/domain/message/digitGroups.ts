/*
 * Digits as people write them: in groups, with hyphens, dots, spaces or brackets between. Every rule
 * here is bounded, so that a text takes time in proportion to its length, whatever is in it.
 */

/** Several groups that may be one number. Places are of the folded text. */
export interface Written {
  readonly from: number;
  /** Behind it. */
  readonly to: number;
  readonly digits: string;
  /** `+82-10-1234-5678`, whatever is between the groups. */
  readonly groups: string;
  /** How long each group is: `3,4,4`; of digits written one by one, `1,1,1…`. */
  readonly shape: string;
  /** Nothing but hyphens between the groups. */
  readonly hyphens: boolean;
  /** A piece of something longer: another group right before it, by a hyphen or a dot. */
  readonly tail: boolean;
  /** Another group right behind it. */
  readonly head: boolean;
}

interface Group {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
  readonly plus: boolean;
  /** What stands between it and the group before; null: too much for both to be one number. */
  readonly gap: string | null;
}

/** Digits of the longest number that is looked for: a card. */
const MOST_DIGITS = 19;
/** Characters before a number that say what it is. */
const LOOK_BACK = 24;
const BETWEEN = /^[ \-.()/\u00B7\u2010-\u2015\u2212\u30FB]{1,3}$/;

const HANGUL_DIGITS: Readonly<Record<string, string>> = {
  ...{ 공: '0', 영: '0', 일: '1', 이: '2', 삼: '3', 사: '4' },
  ...{ 오: '5', 육: '6', 륙: '6', 칠: '7', 팔: '8', 구: '9' },
};
/** Eight and more in a row are no words; `…팔이에요` ends with 팔. */
const SPOKEN =
  /(?!이[에고라며니었야지])[공영일이삼사오육륙칠팔구\d](?:[ \-.]{0,2}(?!이[에고라며니었야지])[공영일이삼사오육륙칠팔구\d]){7,}/g;

/** A number read aloud, in digits: `공일공 일이삼사 오육칠팔`. */
function withSpokenDigits(text: string): string {
  if (!/[공영일이삼사오육륙칠팔구]/.test(text)) return text;
  return text.replace(SPOKEN, (run) => run.replace(/[가-힣]/g, (one) => HANGUL_DIGITS[one] ?? one));
}

function groupsIn(text: string): readonly Group[] {
  const groups: Group[] = [];
  let end = -1;
  for (const { 0: digits, index } of text.matchAll(/\d+/g)) {
    const plus = text[index - 1] === '+';
    const from = plus ? index - 1 : index;
    const gap = end < 0 || from - end > 3 ? '' : text.slice(end, from);
    groups.push({
      ...{ from, digits, plus },
      to: index + digits.length,
      gap: !plus && BETWEEN.test(gap) ? gap : null,
    });
    end = index + digits.length;
  }
  return groups;
}

/** What a number is by one rule; null: none. @param before what stands before it in the text */
export type NumberRule<T> = (written: Written, before: string) => T | null;

/**
 * The numbers in a text, in the order of their places.
 * @param folded see `folded`
 * @param rules what is surest first, since nothing is two numbers; the longest goes first in each
 */
export function numbersBy<T>(
  folded: string,
  rules: readonly NumberRule<T>[],
): readonly { readonly written: Written; readonly is: T }[] {
  const groups = groupsIn(withSpokenDigits(folded));
  const windows = groups.map((_, first) => windowsFrom(groups, first));
  const taken = groups.map(() => false);
  const found: { written: Written; is: T }[] = [];
  for (const rule of rules) {
    windows.forEach((from, first) => {
      const free = taken.indexOf(true, first);
      const sizes = free < 0 ? from : from.slice(0, free - first);
      for (const [index, written] of [...sizes.entries()].reverse()) {
        const is = rule(written, folded.slice(Math.max(0, written.from - LOOK_BACK), written.from));
        if (is === null) continue;
        found.push({ written, is });
        taken.fill(true, first, first + index + 1);
        break;
      }
    });
  }
  return found.toSorted((a, b) => a.written.from - b.written.from);
}

/** Of one group, of two, of three… */
function windowsFrom(groups: readonly Group[], first: number): readonly Written[] {
  const windows: Written[] = [];
  let digits = '';
  let written = '';
  let hyphens = true;
  const sizes: number[] = [];
  for (let last = first; last < groups.length; last += 1) {
    const group = groups[last];
    const from = groups[first]?.from;
    if (!group || from === undefined) break;
    if (last > first) {
      if (group.gap === null) break;
      hyphens &&= /^ ?[-\u2010-\u2015\u2212] ?$/.test(group.gap);
    }
    digits += group.digits;
    if (digits.length > MOST_DIGITS) break;
    sizes.push(group.digits.length);
    written += `${last > first ? '-' : ''}${group.plus ? '+' : ''}${group.digits}`;
    const oneByOne = sizes.length > 2 && sizes.every((size) => size === 1);
    windows.push({
      ...{ from, to: group.to, digits, hyphens },
      groups: oneByOne ? digits : written,
      shape: sizes.join(','),
      tail: isTight(groups[first]?.gap),
      head: isTight(groups[last + 1]?.gap),
    });
  }
  return windows;
}

const isTight = (gap: string | null | undefined): boolean => gap != null && /^[-./]/.test(gap);
