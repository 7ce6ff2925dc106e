import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import { numbersBy } from './digitGroups.ts';
import type { ReadText, Spot } from './readText.ts';
import { telephoneKey, telephoneKind } from './telephone.ts';

/** Amounts and telephone numbers of a text, against those of the call. */

const UNITS: Readonly<Record<string, number>> = {
  ...{ 백: 100, 천: 1_000, 만: 10_000, 억: 100_000_000 },
};
/** `12,000원`, `1만 2천원`, `5천만원`, `₩12,000`. */
const AMOUNT =
  /[₩￦\\] ?(\d[\d,]{0,14})|(?<![\d,.])(?=\d)((?:\d[\d,]{0,14} ?(?:[백천]?[만억]|[백천]) ?){0,4}(?:\d[\d,]{0,14} ?)?)원(?!칙|격)/g;

/** Won; null for what is no number. */
function wonOf(said: string): number | null {
  let sum = 0;
  for (const [, digits = '', units = ''] of said.matchAll(/(\d[\d,]*) ?([백천만억]{0,2})/g)) {
    const value = Number(digits.replaceAll(',', ''));
    sum += [...units].reduce((product, unit) => product * (UNITS[unit] ?? 1), value);
  }
  return Number.isSafeInteger(sum) && sum > 0 ? sum : null;
}

/** Every sum that is said, won. */
export function amountsSaid({ text }: Pick<ReadText, 'text'>): readonly number[] {
  return [...text.matchAll(AMOUNT)].flatMap(({ 1: signed, 2: worded = '' }) => {
    const won = wonOf(signed ?? worded);
    return won === null ? [] : [won];
  });
}

/** Every telephone number that is said, in digits. */
export function phonesSaid({ text }: Pick<ReadText, 'text'>): readonly string[] {
  return numbersBy(text, [(written, before) => telephoneKind(written, before)]).map(({ written }) =>
    telephoneKey(written.digits),
  );
}

/** @param amounts what was agreed, won */
export function amountsIn(
  { text }: ReadText,
  amounts: readonly number[],
): readonly Spot<'other-amount'>[] {
  if (amounts.length === 0) return [];
  return [...text.matchAll(AMOUNT)].flatMap((match) => {
    const { 0: said, 1: signed, 2: worded = '', index } = match;
    const won = wonOf(signed ?? worded);
    if (won === null || amounts.includes(won)) return [];
    const [only] = amounts;
    const offer = only === undefined || amounts.length > 1 ? null : `${withCommas(only)}원`;
    const place = { from: index, to: index + said.length };
    return [{ kind: 'other-amount' as const, severity: 'look' as const, ...place, offer }];
  });
}

const withCommas = (won: number): string => String(won).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A slip of the fingers: two digits of one number at most. */
const SLIP = 2;

/** @param phones those that may stand in the text; none: nothing to compare with */
export function phonesIn(
  { text }: ReadText,
  phones: readonly string[],
): readonly Spot<'other-phone'>[] {
  if (phones.length === 0) return [];
  const known = phones.map(telephoneKey);
  return numbersBy(text, [(written, before) => telephoneKind(written, before)]).flatMap(
    ({ written: { from, to, digits } }) => {
      const number = telephoneKey(digits);
      if (known.includes(number)) return [];
      const meant = phones.filter((_, at) => slips(known[at] ?? '', number) <= SLIP);
      const [only] = meant;
      const offer = only === undefined || meant.length > 1 ? null : parsePhoneNumber(only).display;
      return [{ kind: 'other-phone' as const, severity: 'look' as const, from, to, offer }];
    },
  );
}

function slips(known: string, said: string): number {
  if (known.length !== said.length) return Number.POSITIVE_INFINITY;
  return [...known].filter((digit, at) => digit !== said[at]).length;
}
