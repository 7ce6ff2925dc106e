import { cleanDisplayName } from '../text/displayName.ts';
import { withoutUnseenCharacters } from '../text/unsafeCharacters.ts';
import { LONGEST, MOST } from './contact.ts';
import type { ContactFields, ContactNumber } from './contact.ts';
import { keyOf, readContactNumber } from './contactNumber.ts';

/** Text of several lines without what cannot be seen; line breaks are \n. */
export function cleanNote(raw: string): string {
  return raw
    .slice(0, LONGEST.note * 2)
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => withoutUnseenCharacters(line).normalize('NFC').trimEnd())
    .join('\n')
    .trim()
    .slice(0, LONGEST.note)
    .replace(/[\uD800-\uDBFF]$/, '');
}

/** One line, for an address or a tag. */
function cleanLine(raw: string, longest: number): string {
  return cleanDisplayName(raw).slice(0, longest).trim();
}

/**
 * Fields fit to be stored and shown, whoever wrote them: no unseen characters, no number twice, and
 * each number read again so that it is found by its E.164 form.
 */
export function cleanFields(fields: ContactFields): ContactFields {
  const tags = fields.tags.map((tag) => cleanLine(tag, LONGEST.tag)).filter((tag) => tag !== '');
  return {
    name: cleanDisplayName(fields.name),
    organisation: cleanDisplayName(fields.organisation),
    numbers: cleanNumbers(fields.numbers),
    // An address has no white space; a line break in one is somebody's trick.
    email: withoutUnseenCharacters(fields.email).replace(/\s/gu, '').slice(0, LONGEST.email),
    note: cleanNote(fields.note),
    tags: [...new Set(tags)].slice(0, MOST.tags),
    favourite: fields.favourite,
  };
}

function cleanNumbers(numbers: readonly ContactNumber[]): ContactNumber[] {
  const clean = new Map<string, ContactNumber>();
  for (const { label, number } of numbers) {
    const read = readContactNumber(number);
    if (!read) continue;
    const entry = { label, number: read.number, e164: read.e164 };
    const key = keyOf(entry);
    if (!clean.has(key)) clean.set(key, entry);
  }
  return [...clean.values()].slice(0, MOST.numbers);
}
