import { randomBytes } from 'node:crypto';

/** A file that a page may fetch, by a ticket it was given over its own line. */
export interface MediaFile {
  readonly path: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** To be saved under this name; null: to be played. */
  readonly saveAs: string | null;
}

/** Where a shell serves them; the ticket follows. */
export const MEDIA_PATH = '/recordings/';

const TICKET_LIFE_MS = 600_000;

/**
 * Addresses that nobody can guess and that do not last: a media element sends no token of its own.
 */
export interface MediaTickets {
  /** @param find asked at each use: a file may be gone by then */
  issue(find: () => MediaFile | null): string;
  find(ticket: string): MediaFile | null;
}

export function createMediaTickets(clock: () => number): MediaTickets {
  const tickets = new Map<string, { readonly find: () => MediaFile | null; until: number }>();

  function forgetOld(): void {
    for (const [ticket, { until }] of tickets) if (clock() > until) tickets.delete(ticket);
  }

  return {
    issue(find) {
      forgetOld();
      const ticket = randomBytes(32).toString('base64url');
      tickets.set(ticket, { find, until: clock() + TICKET_LIFE_MS });
      return ticket;
    },
    find(ticket) {
      forgetOld();
      const known = tickets.get(ticket);
      if (!known) return null;
      known.until = clock() + TICKET_LIFE_MS;
      return known.find();
    },
  };
}

export interface MediaAnswer {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes to send, both included; null: none. */
  readonly part: { readonly start: number; readonly end: number } | null;
}

/** What is sent for a request; one range at a time. RFC 9110 §14. */
export function mediaAnswer(file: MediaFile, range: string | null | undefined): MediaAnswer {
  const { size, type, saveAs } = file;
  const headers = {
    'content-type': type,
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(saveAs === null ? {} : { 'content-disposition': `attachment; filename="${saveAs}"` }),
  };
  const asked = rangeOf(range ?? '', size);
  if (asked === 'none') {
    const none = { ...headers, 'content-range': `bytes */${size}`, 'content-length': '0' };
    return { status: 416, headers: none, part: null };
  }
  const part = asked ?? (size === 0 ? null : { start: 0, end: size - 1 });
  const length = String(part === null ? 0 : part.end - part.start + 1);
  if (!asked) return { status: 200, headers: { ...headers, 'content-length': length }, part };
  const where = `bytes ${asked.start}-${asked.end}/${size}`;
  return {
    status: 206,
    headers: { ...headers, 'content-length': length, 'content-range': where },
    part,
  };
}

/** @returns null: the whole file, also for what is not understood; `none`: nothing is there */
function rangeOf(header: string, size: number): { start: number; end: number } | null | 'none' {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first = '', last = ''] = found ?? [];
  if (!found || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'none' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'none' : { start, end };
}
