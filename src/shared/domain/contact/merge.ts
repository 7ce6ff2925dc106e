import { LONGEST, MOST } from './contact.ts';
import type { ContactFields } from './contact.ts';
import { keyOf } from './contactNumber.ts';
import { folded } from '../text/folded.ts';
import { kindOfNumber } from './numberKind.ts';

/** What becomes of a person in a file whose number is known already. */
export const ON_SAME = ['merge', 'skip', 'add'] as const;
export type OnSame = (typeof ON_SAME)[number];

export function isSameName(one: string, other: string): boolean {
  const bare = (name: string): string => folded(name).replace(/\s/gu, '');
  return bare(one) === bare(other);
}

/**
 * Whether two that share a number are one person. A mobile number belongs to one; the line of an
 * office is shared, so there the names decide.
 */
export function isSamePerson(known: ContactFields, other: ContactFields): boolean {
  const keys = new Set(known.numbers.map(keyOf));
  const shared = other.numbers.filter((number) => keys.has(keyOf(number)));
  if (shared.length === 0) return false;
  if (shared.some(({ e164 }) => e164 !== null && kindOfNumber(e164) === 'mobile')) return true;
  return known.name === '' || other.name === '' || isSameName(known.name, other.name);
}

/**
 * Adds what is new and changes nothing that is there: the known name stays, empty fields are
 * filled, numbers and tags are joined.
 * @returns the very `known` when there is nothing to add
 */
export function mergeContact<Known extends ContactFields>(
  known: Known,
  other: ContactFields,
): Known {
  const keys = new Set(known.numbers.map(keyOf));
  const numbers = [
    ...known.numbers,
    ...other.numbers.filter((number) => !keys.has(keyOf(number))),
  ].slice(0, MOST.numbers);
  const tags = [...new Set([...known.tags, ...other.tags])].slice(0, MOST.tags);
  const merged = {
    ...known,
    name: known.name || other.name,
    organisation: known.organisation || other.organisation,
    email: known.email || other.email,
    note: joinNotes(known.note, other.note),
    favourite: known.favourite || other.favourite,
    numbers,
    tags,
  };
  const same =
    merged.name === known.name &&
    merged.organisation === known.organisation &&
    merged.email === known.email &&
    merged.note === known.note &&
    merged.favourite === known.favourite &&
    numbers.length === known.numbers.length &&
    tags.length === known.tags.length;
  return same ? known : merged;
}

function joinNotes(known: string, other: string): string {
  if (other === '' || known.includes(other)) return known;
  const joined = known === '' ? other : `${known}\n${other}`;
  return joined.length > LONGEST.note ? known : joined;
}
