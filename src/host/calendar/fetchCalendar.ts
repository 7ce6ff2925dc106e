import { calendarAddress } from '#shared/domain/availability/calendarAddress.ts';
import { LARGEST_CALENDAR } from '#shared/domain/availability/meetings.ts';
import { AppError } from '#shared/errors.ts';
import type { Fetch } from '../services/screenPop.ts';

const LIMIT_MS = 10_000;
const MOST_REDIRECTS = 5;

/**
 * Reads a calendar from its address. Nothing that is thrown or logged holds the address: whoever
 * knows it may read the calendar.
 * @param address as `calendarAddress` gives it
 * @throws AppError `calendar.unreachable`, `calendar.refused` with the status, `calendar.address`
 *   for a redirect to where a calendar may not come from, `calendar.too-large`
 */
export async function fetchCalendar(
  address: string,
  fetch: Fetch,
  limitMs = LIMIT_MS,
): Promise<string> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    let at = address;
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(at, {
        headers: { accept: 'text/calendar, text/plain;q=0.5' },
        redirect: 'manual',
        signal,
      });
      const { status } = response;
      if (response.ok) return await readBody(response);
      await response.body?.cancel();
      const location = status >= 300 && status < 400 ? response.headers.get('location') : null;
      if (location === null || redirects >= MOST_REDIRECTS) {
        throw new AppError('calendar.refused', 'The calendar was not given.', { status });
      }
      at = redirected(at, location);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('calendar.unreachable', 'The calendar could not be reached.');
  }
}

/** Never to another protocol: from https not down to http, and so not into this computer either. */
function redirected(from: string, location: string): string {
  const to = URL.canParse(location, from) ? calendarAddress(new URL(location, from).href) : null;
  if (to === null || new URL(to).protocol !== new URL(from).protocol) {
    throw new AppError('calendar.address', 'The calendar leads to another protocol.');
  }
  return to;
}

async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // What is left of the body goes with the reader.
    if (bytes > LARGEST_CALENDAR) {
      throw new AppError('calendar.too-large', 'The calendar is too large.');
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
