import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';

interface Someone {
  readonly name: string | null;
  readonly dialled: string;
  readonly e164: string | null;
}

/** The number as a Korean reads it; empty for a caller who withholds it. */
export function numberText({ dialled, e164 }: Someone): string {
  const text = e164 ?? dialled;
  return /^(anonymous|unavailable|restricted)$/i.test(text) ? '' : parsePhoneNumber(text).display;
}

/** A name that only repeats the number is no name. */
export function nameText(someone: Someone): string | null {
  const name = someone.name?.trim() ?? '';
  if (name === '') return null;
  const bare = (text: string): string => text.replace(/[\s\-.()+]/g, '');
  const same = [someone.dialled, someone.e164 ?? '', numberText(someone)].some(
    (text) => text !== '' && bare(text) === bare(name),
  );
  return same ? null : name;
}
