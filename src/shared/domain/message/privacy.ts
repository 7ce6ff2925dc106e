import { maskNumber } from '../privacy/maskNumber.ts';
import { numbersBy } from './digitGroups.ts';
import type { NumberRule, Written } from './digitGroups.ts';
import type { Severity } from './finding.ts';
import { folded, placeOf } from './folded.ts';
import { isBehindLetters, telephoneKey, telephoneKind } from './telephone.ts';

export const PRIVATE_KINDS = ['resident', 'card', 'account', 'phone'] as const;
export type PrivateKind = (typeof PRIVATE_KINDS)[number];

export interface PrivateMatch {
  /** See `Finding.key`. Nothing but the masked number can be read from it. */
  readonly key: string;
  readonly kind: PrivateKind;
  /**
   * `stop`: a resident registration or card number, and the mobile number of somebody else. It is
   * masked, or the agent lets this very one stand (the courier's number; an order number that only
   * looks like one). `look`: the customer's own number, other telephone numbers, and what has the
   * shape of an account.
   */
  readonly severity: Severity;
  /** UTF-16 units of the text; never within a character. */
  readonly from: number;
  /** Behind it. */
  readonly to: number;
  /** What may stand there instead: DOMAIN.md's one rule. */
  readonly masked: string;
}

/** Telephone numbers, as anybody writes them. */
export interface KnownNumbers {
  /** The desk's own, and who the customer may turn to: they are there to be read. */
  readonly desk: readonly string[];
  readonly customer: readonly string[];
}

const NONE_KNOWN: KnownNumbers = { desk: [], customer: [] };

/**
 * Numbers that do not belong into a text, in the order of their places. Never throws; representative
 * numbers (15xx, 080) are public and none.
 */
export function findPrivate(
  text: string,
  known: KnownNumbers = NONE_KNOWN,
): readonly PrivateMatch[] {
  const fold = folded(text);
  const desk = new Set(known.desk.map(telephoneKey));
  const customer = new Set(known.customer.map(telephoneKey));
  const phone: NumberRule<Found> = (written, before) => {
    const kind = telephoneKind(written, before);
    if (kind === null) return null;
    const number = telephoneKey(written.digits);
    if (kind === 'public' || desk.has(number)) return OPEN;
    const theirs = kind === 'mobile' && !customer.has(number);
    return { kind: 'phone', severity: theirs ? 'stop' : 'look' };
  };
  return numbersBy(fold.text, [residentOrCard, phone, account]).flatMap(({ written, is }) => {
    if (is === OPEN) return [];
    const hidden = maskNumber(written.digits);
    const key = `private:${is.kind}:${hidden}`;
    return [{ key, ...is, ...placeOf(fold, written.from, written.to), masked: hidden }];
  });
}

type Found = Pick<PrivateMatch, 'kind' | 'severity'>;

/** Found, and there to be read: no other rule takes it for something else. */
const OPEN: Found = { kind: 'phone', severity: 'look' };

const residentOrCard: NumberRule<Found> = (written) => {
  if (isResident(written)) return { kind: 'resident', severity: 'stop' };
  return isCard(written) ? { kind: 'card', severity: 'stop' } : null;
};

/** In one piece, or parted behind the date of birth. */
const RESIDENT_SHAPE = /^(?:13|6,7|6,1,6|2,2,2,7|(?:1,){12}1)$/;
/** By the 7th digit: who was born in which hundred years, Koreans and foreigners. */
const CENTURIES = [18, 19, 19, 20, 20, 19, 19, 20, 20, 18];

/**
 * A date of birth and seven digits. What the last digit checks is not looked at: numbers since October
 * 2020 have no such digit, so a wrong one clears nothing.
 */
function isResident({ digits, shape }: Written): boolean {
  if (!RESIDENT_SHAPE.test(shape)) return false;
  const two = (at: number): number => Number(digits.slice(at, at + 2));
  const year = (CENTURIES[Number(digits[6])] ?? 19) * 100 + two(0);
  const [month, day] = [two(2), two(4)];
  // Day 0 of the next month is the last of this one.
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  );
}

const CARD_SHAPE = /^(?:1[3-9]|8,8|4,6,[45]|4,4,4,[1-4]|4,4,4,4,[1-3]|(?:1,){12,18}1)$/;
/** What cards begin with, Korea's own (9) too. ISO/IEC 7812. */
const CARD_HEAD = /^(?:3[04-9]|[4-69]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/;

function isCard({ digits, shape }: Written): boolean {
  return CARD_SHAPE.test(shape) && CARD_HEAD.test(digits) && passesLuhn(digits);
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let fromEnd = 0; fromEnd < digits.length; fromEnd += 1) {
    const digit = Number(digits[digits.length - 1 - fromEnd]);
    const counted = fromEnd % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** As Korean banks part their numbers; no telephone, business number or date is parted so. */
const ACCOUNT_SHAPE =
  /^(?:6,2,6|3,3,6|4,3,6|3,6,5|3,4,4,2|3,2,6|3,6,2,3|4,2,7|4,4,4,1|3,4,4,3|3,2,6,1|3,2,7|5,2,5|3,4,6|3,5,5|3,2,4,3)$/;
/** Others have these too: a word says that it is an account. */
const SHAPE_WITH_WORD = /^(?:1[0-6]|4,4,4|3,4,4|2,3,6|4,4,5|4,3,5|3,3,5|3,3,4,2)$/;
const ACCOUNT_WORD = /계좌|입금|송금|이체|예금|은행|뱅크|농협|수협|신협|금고|우체국|account|bank/i;
/** What else is numbered, right before it. */
const OTHER_WORD =
  /(?:주문|송장|운송장|접수|예약|사업자|관리|등록|고객|회원|승인|증권)\s?(?:번호)?[\s:.#]*$/;

const account: NumberRule<Found> = (written, before) => {
  const { shape, hyphens, tail, head } = written;
  if (tail || head || OTHER_WORD.test(before) || isBehindLetters(before)) return null;
  const parted = ACCOUNT_SHAPE.test(shape) && hyphens;
  const named =
    ACCOUNT_WORD.test(before) && (SHAPE_WITH_WORD.test(shape) || ACCOUNT_SHAPE.test(shape));
  return parted || named ? { kind: 'account', severity: 'look' } : null;
};

/** The text with some of what was found masked. */
export function masked(
  text: string,
  found: readonly Pick<PrivateMatch, 'from' | 'to' | 'masked'>[],
): string {
  return found
    .toReversed()
    .reduce((rest, one) => rest.slice(0, one.from) + one.masked + rest.slice(one.to), text);
}

/** The text with everything masked, what the rest reads like then too. */
export function withoutPrivate(text: string, known: KnownNumbers = NONE_KNOWN): string {
  const found = findPrivate(text, known);
  // Four digits and more go each time: it ends.
  return found.length === 0 ? text : withoutPrivate(masked(text, found), known);
}
