import type { ParsedCallFilter } from '../history/filter.ts';
import { maskName } from '../privacy/maskName.ts';
import { maskNumber } from '../privacy/maskNumber.ts';

/**
 * A filter as it may stand in the access log for ever, after its customer was erased too: what somebody
 * looked for is masked.
 */
export function maskedFilter(filter: ParsedCallFilter): Partial<ParsedCallFilter> {
  const { text, ...rest } = filter;
  const words = text.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0) return rest;
  const masked = words.map((word) =>
    /^[+\d\-.()]{3,}$/.test(word) ? maskNumber(word) : maskName(word),
  );
  return { ...rest, text: masked.join(' ') };
}
