import { LONGEST_URL, UNSAFE_IN_URL } from '../url/urlGate.ts';
import { WebUrl } from '../url/webUrl.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The address of a calendar as it may be fetched: https, or http within this computer. `webcal:` is
 * how calendars write https.
 * @returns null where it may not be
 */
export function calendarAddress(written: string): string | null {
  const text = written.trim().replace(/^webcals?:/i, 'https:');
  if (text.length > LONGEST_URL || UNSAFE_IN_URL.test(text) || !WebUrl.canParse(text)) return null;
  const url = new WebUrl(text);
  // `https://calendar.example@evil.example/` reads like the calendar, and fetch refuses it anyway.
  if (url.username !== '' || url.password !== '') return null;
  const near = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  return near || url.protocol === 'https:' ? url.href : null;
}

/** What may be shown of an address whose path may be a secret. */
export function placeOf(address: string): string {
  return new WebUrl(address).host;
}
