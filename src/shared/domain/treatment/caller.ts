import { z } from 'zod';
import { reachOf } from '../outbound-policy/reach.ts';
import { isAnonymous } from '../pbx/callerWay.ts';
import { hasUnseenCharacters } from '../text/unsafeCharacters.ts';

/*
 * Who a caller is to a rule: by number, written as people write it and compared as the number it
 * is. Names are no part of it: a caller chooses their own.
 */

/** What a rule needs of the other party; every `Party` is one. */
export interface Caller {
  readonly e164: string | null;
  /** The user part of the caller's address. */
  readonly dialled: string;
  /** Given by whoever knows better than the address. */
  readonly hidden?: boolean;
}

/** +82, 0082 and 0 alike, full-width digits, spaces and hyphens; an extension is a number too. */
const numberSchema = z
  .string()
  .trim()
  .max(40)
  .refine((text) => {
    const [compact = ''] = reachOf(text, 'prefix').numbers;
    return /^\+?[\d*#]+$/.test(compact) && !hasUnseenCharacters(text);
  });

/** Exactly one of the two. */
export const callerMatchSchema = z
  .strictObject({ exact: numberSchema.optional(), prefix: numberSchema.optional() })
  .refine(({ exact, prefix }) => (exact === undefined) !== (prefix === undefined));
export type CallerMatch = z.infer<typeof callerMatchSchema>;

/** A caller as the numbers they may be written as; null for one who withholds theirs. */
export type CallerNumbers = readonly string[] | null;

/** A withheld number is nobody's: two such callers are not known to be the same one. */
export function isHidden({ hidden, e164, dialled }: Caller): boolean {
  return hidden ?? (e164 === null && (dialled.trim() === '' || isAnonymous(dialled)));
}

export function numbersOf(caller: Caller): CallerNumbers {
  if (isHidden(caller)) return null;
  const { dialled, e164 } = caller;
  return [...new Set([dialled, e164 ?? ''].filter(Boolean).flatMap((one) => reachOf(one).numbers))];
}

export function fitsCaller(match: CallerMatch, numbers: readonly string[]): boolean {
  const wanted = writingsOf(match);
  if (match.exact !== undefined) return wanted.some((number) => numbers.includes(number));
  // As E.164 where both can be: the 0 of +82 also begins 00, which is anywhere but here.
  const [abroad, ours] = [wanted.filter(isInternational), numbers.filter(isInternational)];
  const [beginnings, whole] =
    abroad.length > 0 && ours.length > 0 ? [abroad, ours] : [wanted, numbers];
  return whole.some((number) => beginnings.some((beginning) => number.startsWith(beginning)));
}

/** Reading a number takes some fifty microseconds, and groups are gone through at every call. */
const read = new WeakMap<CallerMatch, readonly string[]>();

function writingsOf(match: CallerMatch): readonly string[] {
  const known = read.get(match);
  if (known) return known;
  const { exact, prefix = '' } = match;
  const { numbers } = exact === undefined ? reachOf(prefix, 'prefix') : reachOf(exact);
  read.set(match, numbers);
  return numbers;
}

function isInternational(number: string): boolean {
  return number.startsWith('+');
}
