import type { z } from 'zod';
import type { contactCursorSchema, contactFilterSchema } from '#shared/contract/contacts.ts';
import type { Contact } from '#shared/domain/contact/contact.ts';
import { searchPatterns } from '#shared/domain/contact/search.ts';
import { readContacts } from './contacts.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { numberFragment } from './numberSearch.ts';

export type ContactCursor = z.output<typeof contactCursorSchema>;

export interface ContactListQuery {
  readonly filter: z.output<typeof contactFilterSchema>;
  readonly after: ContactCursor | null;
  readonly limit: number;
}

/** The statement behind a page of the contacts; apart, so that a test can read its plan. */
export function contactListStatement({ filter, after, limit }: ContactListQuery): {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
} {
  const values: Record<string, string | number> = { limit };
  const conditions: string[] = [];
  const digits = numberFragment(filter.text);
  if (digits !== null) {
    values['digits'] = digits;
    conditions.push('instr(digits, :digits) > 0');
  }
  const words = searchPatterns(filter.text).map((patterns, word) => {
    const choices = patterns.map((pattern, choice) => {
      const name = `word${word}x${choice}`;
      values[name] = pattern;
      return `search GLOB :${name}`;
    });
    return `(${choices.join(' OR ')})`;
  });
  if (words.length > 0) {
    // Figures may stand in a note as well as in a number.
    const all = words.join(' AND ');
    const number = conditions.pop();
    conditions.push(number === undefined ? all : `(${number} OR (${all}))`);
  }
  if (filter.favourites) conditions.push('favourite = 1');
  if (after) {
    conditions.push('(sort_key, id) > (:sortKey, :id)');
    values['sortKey'] = after.sortKey;
    values['id'] = after.id;
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const sql = `SELECT id, sort_key AS sortKey FROM contacts ${where}
    ORDER BY sort_key, id LIMIT :limit`;
  return { sql, values };
}

export function listContacts(
  db: Db,
  { limit, ...query }: ContactListQuery,
): { readonly rows: Contact[]; readonly next: ContactCursor | null } {
  // One more than asked for tells whether there is a next page.
  const { sql, values } = contactListStatement({ ...query, limit: limit + 1 });
  const found = prepared(db, sql).all(values) as ContactCursor[];
  const page = found.slice(0, limit);
  const rows = readContacts(
    db,
    page.map(({ id }) => id),
  );
  return { rows, next: found.length > limit ? (page.at(-1) ?? null) : null };
}
