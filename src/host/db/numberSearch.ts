import type { CallRow } from '#shared/domain/call/record.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';

/**
 * The digits a call's or a conversation's number is found by: as it was dialled, nationally and internationally, apart
 * by spaces so that no fragment matches across two of them.
 */
export function searchDigits(
  call: Pick<CallRow, 'dialled' | 'e164'> & Partial<Pick<CallRow, 'claimed' | 'via'>>,
): string {
  const claimed = call.claimed ?? { dialled: '', e164: null };
  const others = (call.via ?? []).map(({ number, e164 }) => ({ dialled: number, e164 }));
  const forms = [call, claimed, ...others].flatMap(({ dialled, e164 }) =>
    e164 === null ? [dialled] : [dialled, e164, parsePhoneNumber(e164).display],
  );
  return [...new Set(forms.map(digitsOf))].filter((digits) => digits !== '').join(' ');
}

/** The names a call is found by beside the caller's own. */
export function searchNames({ claimed, via }: Pick<CallRow, 'claimed' | 'via'>): string {
  return [claimed?.name, ...via.map(({ name }) => name)].filter(Boolean).join('\n');
}

/**
 * The digits of what was typed into a search box, when it is written like a number.
 * @returns null for words: `3층` is not a number
 */
export function numberFragment(text: string): string | null {
  const typed = text.normalize('NFKC').trim();
  if (!/^\+?[\d\s\-.()/*#\u2010-\u2015]+$/u.test(typed)) return null;
  // 00 82 10 … is stored as 82 10 …
  const digits = digitsOf(typed).replace(/^00(?=82)/, '');
  return digits === '' ? null : digits;
}

export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}
