import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** As abroad: with + and the country. @param number see `OutgoingText.to` */
export function internationalNumber(number: string): string {
  if (number.startsWith('+')) return number;
  // 15xx and 16xx have no area code, and none is left out.
  return `+82${number.replace(/^0/, '')}`;
}

/** As in Korea; null for one of another country. */
export function koreanNumber(number: string): string | null {
  if (!number.startsWith('+')) return number;
  if (!number.startsWith('+82')) return null;
  const rest = number.slice(3);
  return /^1[568]\d{6}$/.test(rest) ? rest : `0${rest}`;
}

/** @param number with + @returns digits; without a country where nobody knows it */
export function splitCountry(number: string): { country: string; rest: string } {
  const parsed = parsePhoneNumberFromString(number);
  return parsed
    ? { country: parsed.countryCallingCode, rest: parsed.nationalNumber }
    : { country: '', rest: number.replace(/\D/g, '') };
}
