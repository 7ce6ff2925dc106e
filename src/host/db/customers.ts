import { NOBODY } from '#shared/domain/contact/contact.ts';
import { searchPatterns, searchText, sortKey } from '#shared/domain/contact/search.ts';
import { folded } from '#shared/domain/text/folded.ts';
import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type { CustomerRow, UnitedCustomer } from '#shared/domain/customer/customer.ts';
import { unite } from '#shared/domain/customer/unite.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { digitsOf, numberFragment } from './numberSearch.ts';

export function readCustomer(db: Db, id: string): CustomerRow | null {
  const body = prepared(db, 'SELECT body FROM customers WHERE id = ?').pluck().get(id);
  return body === undefined ? null : toCustomer(body);
}

/** The row is written whole, and beside it what it is looked for by. */
export function saveCustomer(db: Db, row: CustomerRow): void {
  prepared(
    db,
    `INSERT INTO customers (id, agent_id, merged_into, erased, sort_key, search, digits, name_key, body)
     VALUES (:id, :agent_id, :merged_into, :erased, '', '', '', :name_key, :body)
     ON CONFLICT (id) DO UPDATE SET merged_into = excluded.merged_into, erased = excluded.erased,
       name_key = excluded.name_key, body = excluded.body`,
  ).run({
    id: row.id,
    agent_id: row.agentId,
    merged_into: row.merged?.into ?? null,
    erased: row.erased === null ? 0 : 1,
    name_key: nameKey(row.name),
    body: JSON.stringify(row),
  });
  prepared(db, 'DELETE FROM customer_numbers WHERE customer_id = ?').run(row.id);
  const add = prepared(db, 'INSERT INTO customer_numbers (customer_id, key) VALUES (?, ?)');
  for (const number of row.numbers) add.run(row.id, customerNumberKey(number));
}

/** What a card is found by in the list: its own words and those of whoever was merged into it. */
export function saveListing(db: Db, rootId: string): void {
  const customer = readUnited(db, rootId);
  if (!customer) return;
  const fields = { ...NOBODY, name: customer.name, email: customer.addresses.mail };
  const numbers = customer.numbers.map(
    ({ number }) => ({ label: 'other', number, e164: null }) as const,
  );
  const named = [customer.name, ...customer.absorbed.map(({ name }) => name)];
  const digits = customer.numbers.flatMap(({ number, e164 }) => [number, e164 ?? '']).map(digitsOf);
  prepared(db, 'UPDATE customers SET sort_key = ?, search = ?, digits = ? WHERE id = ?').run(
    sortKey({ ...fields, numbers }),
    searchText({ ...fields, tags: named }),
    [...new Set(digits)].join(' '),
    rootId,
  );
}

/** Only to make every row again from the facts. */
export function forgetCustomers(db: Db): void {
  prepared(db, 'DELETE FROM customers').run();
}

/** Whose card somebody is on: they themselves, unless they were merged into another. */
export function rootOf(db: Db, id: string): string {
  const seen = new Set([id]);
  const next = prepared(db, 'SELECT merged_into FROM customers WHERE id = ?').pluck();
  for (let at = id; ;) {
    const into = next.get(at) as string | null | undefined;
    if (into === null || into === undefined || seen.has(into)) return at;
    if (next.get(into) === undefined) return at;
    seen.add(into);
    at = into;
  }
}

/** Everybody who was merged into one, by any number of steps. */
function absorbedBy(db: Db, rootId: string): CustomerRow[] {
  const found = new Map<string, CustomerRow>();
  const ask = prepared(db, 'SELECT body FROM customers WHERE merged_into = ? ORDER BY id').pluck();
  for (const todo = [rootId]; ;) {
    const id = todo.pop();
    if (id === undefined) return [...found.values()];
    for (const row of ask.all(id).map(toCustomer)) {
      if (row.id === rootId || found.has(row.id)) continue;
      found.set(row.id, row);
      todo.push(row.id);
    }
  }
}

/** @param rootId see `rootOf` */
export function readUnited(db: Db, rootId: string): UnitedCustomer | null {
  const row = readCustomer(db, rootId);
  return row && unite(row, absorbedBy(db, rootId));
}

/** The cards with any of these numbers; the one with most of them, then the longest known, first. */
export function cardsWith(db: Db, keys: readonly string[]): string[] {
  const ids = prepared(
    db,
    `SELECT customer_id FROM customer_numbers WHERE key IN (SELECT value FROM json_each(?))
     GROUP BY customer_id ORDER BY count(*) DESC, customer_id`,
  )
    .pluck()
    .all(JSON.stringify(keys)) as string[];
  return [...new Set(ids.map((id) => rootOf(db, id)))];
}

const MOST_NAMESAKES = 50;

/** The cards of whoever has this name, at most fifty of them. */
export function cardsNamed(db: Db, name: string): string[] {
  if (name === '') return [];
  const ids = prepared(
    db,
    `SELECT id FROM customers WHERE name_key = ? AND name_key <> '' ORDER BY id LIMIT ${MOST_NAMESAKES}`,
  )
    .pluck()
    .all(nameKey(name)) as string[];
  return [...new Set(ids.map((id) => rootOf(db, id)))];
}

export interface CustomerCursor {
  readonly sortKey: string;
  readonly id: string;
}

/** The statement behind a page of the customers; apart, so that a test can read its plan. */
export function customerListStatement(
  text: string,
  after: CustomerCursor | null,
  limit: number,
): { readonly sql: string; readonly values: Readonly<Record<string, string | number>> } {
  const values: Record<string, string | number> = { limit };
  const conditions = ['merged_into IS NULL', 'erased = 0'];
  const words = searchPatterns(text).map((patterns, word) => {
    const choices = patterns.map((pattern, choice) => {
      values[`word${word}x${choice}`] = pattern;
      return `search GLOB :word${word}x${choice}`;
    });
    return `(${choices.join(' OR ')})`;
  });
  const digits = numberFragment(text);
  if (digits !== null) {
    values['digits'] = digits;
    conditions.push(`(instr(digits, :digits) > 0 OR (${words.join(' AND ')}))`);
  } else conditions.push(...words);
  if (after) {
    conditions.push('(sort_key, id) > (:sortKey, :id)');
    Object.assign(values, { sortKey: after.sortKey, id: after.id });
  }
  const sql = `SELECT id, sort_key AS sortKey FROM customers
    WHERE ${conditions.join(' AND ')} ORDER BY sort_key, id LIMIT :limit`;
  return { sql, values };
}

export function listCustomers(
  db: Db,
  query: { readonly text: string; readonly after: CustomerCursor | null; readonly limit: number },
): { readonly rows: UnitedCustomer[]; readonly next: CustomerCursor | null } {
  // One more than asked for tells whether there is a next page.
  const { sql, values } = customerListStatement(query.text, query.after, query.limit + 1);
  const found = prepared(db, sql).all(values) as CustomerCursor[];
  const page = found.slice(0, query.limit);
  return {
    rows: page.flatMap(({ id }) => readUnited(db, id) ?? []),
    next: found.length > query.limit ? (page.at(-1) ?? null) : null,
  };
}

/** As names are compared. */
function nameKey(name: string): string {
  return folded(name).replace(/\s/gu, '');
}

function toCustomer(body: unknown): CustomerRow {
  return JSON.parse(String(body)) as CustomerRow;
}
