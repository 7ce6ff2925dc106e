import type { ContactFields } from '#shared/domain/contact/contact.ts';
import { NOBODY } from '#shared/domain/contact/contact.ts';
import { readContactNumber } from '#shared/domain/contact/contactNumber.ts';
import { likelyLabel } from '#shared/domain/contact/numberKind.ts';

export function somebody(
  name: string,
  numbers: readonly string[],
  change: Partial<ContactFields> = {},
): ContactFields {
  return {
    ...NOBODY,
    name,
    numbers: numbers.map((number) => ({
      label: likelyLabel(number),
      number,
      e164: readContactNumber(number)?.e164 ?? null,
    })),
    ...change,
  };
}

const FAMILY = [...'김이박최정강조윤장임한오서신권황안송류홍'];
const GIVEN = [...'하늘도윤서준지우민서예은가온다은시우주원수아'];

/** The n-th of very many people, each with a mobile number of their own. */
export function nthPerson(n: number): ContactFields {
  const pick = (from: readonly string[], step: number): string =>
    from[Math.floor(n / step) % from.length] ?? '';
  const name = pick(FAMILY, 1) + pick(GIVEN, 7) + pick(GIVEN, 131);
  const digits = String(20_000_000 + n * 997).slice(-8);
  const number = `010-${digits.slice(0, 4)}-${digits.slice(4)}`;
  return {
    ...NOBODY,
    name,
    organisation: n % 3 === 0 ? `${pick(GIVEN, 3)}${pick(GIVEN, 11)}상사` : '',
    numbers: [{ label: 'mobile', number, e164: `+82${number.replaceAll('-', '').slice(1)}` }],
    note: n % 5 === 0 ? `메모 ${n}` : '',
  };
}
