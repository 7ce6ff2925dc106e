import { dialString, parsePhoneNumber } from './phoneNumber.ts';
import type { PhoneNumberKind } from './phoneNumber.ts';

/** What is looked through: a whole document is not what somebody meant to dial. */
const LONGEST_READ = 10_000;
/** A choice of more is none. */
const MOST = 6;
/** Groups of digits one number may be written in: +82 10 1234 5678, and a bracket of its own. */
const MOST_GROUPS = 5;

const NO_TELEPHONE: readonly PhoneNumberKind[] = ['short', 'code', 'user', 'unknown'];

/**
 * The telephone numbers in a text, as they will be dialled and read, in their order: from an order
 * sheet, a mail, a chat. What only looks like one (a date, a resident registration, card or
 * account number) is none. A text that is nothing but an extension or a code is taken as it is.
 */
export function numbersIn(text: string): readonly string[] {
  const compatible = text.slice(0, LONGEST_READ).normalize('NFKC');
  const found = new Map<string, string>();
  // Not behind or before another digit, letter or hyphen: that would be a piece of something else.
  const runs = compatible.matchAll(
    /(?<![\p{L}\d\-_]|\d\.)(?:\+?\(?\+?\d)[\d()\-.\u00B7\u2010-\u2015\u2212\u30FB \t]*\d(?![\d\-_]|[A-Za-z])/gu,
  );
  for (const [run] of runs) {
    for (const number of numbersOfRun(run)) {
      const { e164, display } = parsePhoneNumber(number);
      if (found.size < MOST) found.set(e164 ?? display, display);
    }
  }
  if (found.size > 0) return [...found.values()];
  const whole = compatible.trim();
  return whole.length <= 16 && /^[\d*#]+$/.test(whole) && dialString(whole).ok ? [whole] : [];
}

/** Digits, spaces and hyphens in a row may be several numbers: the longest that is one wins. */
function* numbersOfRun(run: string): Generator<string> {
  const groups = run.trim().split(/[ \t]+/);
  for (let from = 0; from < groups.length;) {
    const size = Math.min(MOST_GROUPS, groups.length - from);
    let taken = 0;
    for (let count = size; count > 0 && taken === 0; count -= 1) {
      const candidate = withoutTrunkZero(groups.slice(from, from + count).join(' '));
      if (isTelephone(candidate)) {
        yield candidate;
        taken = count;
      }
    }
    // Four groups of four are a card, whatever the last two might be read as.
    from += taken === 0 ? 1 : taken;
  }
}

/** `+82 (0)10` and `+82-010` write the 0 that is dialled within the country only. */
function withoutTrunkZero(text: string): string {
  return text.replace(/^(\+82[\s\-.]*)\(?0\)?/, '$1');
}

function isTelephone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  // A date, and a resident registration or business number by its grouping.
  if (/^\d{4}[-.]\d{1,2}[-.]\d{1,2}$/.test(text) || /^\d{6}-\d{7}$/.test(text)) return false;
  if (digits.length < 8 || digits.length > 15) return false;
  // Nobody leaves out the 0 but of representative numbers, which are written 1588-1234.
  const begins = /^\(?(?:\+|0|82[\s\-.])/.test(text) || /^1[568]\d{2}[\s\-.]?\d{4}$/.test(text);
  if (!begins) return false;
  const { kind } = parsePhoneNumber(text);
  if (NO_TELEPHONE.includes(kind)) return false;
  return kind !== 'international' || /^(?:\+|00)/.test(text.replace(/^\(/, ''));
}
