import { storedCustomerFactSchema } from '#shared/domain/customer/customer.ts';
import type { CustomerFact } from '#shared/domain/customer/customer.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** What says nothing of the customer and stays when they are erased. */
const NOT_PERSONAL = `'merged', 'unmerged', 'erased'`;

export interface StoredCustomerEvent {
  readonly seq: number;
  readonly id: string;
  readonly customer_id: string;
  readonly agent_id: string;
  readonly at: number;
  readonly type: string;
  /** null: erased. */
  readonly body: string | null;
}

/** @returns false when a fact with this id is already there, which is then left as it is */
export function addCustomerEvent(db: Db, fact: CustomerFact, agentId: string): boolean {
  const { id, customerId, at, type, ...body } = fact;
  return putCustomerEvent(db, {
    ...{ id, at, type, customer_id: customerId, agent_id: agentId },
    body: JSON.stringify(body),
  });
}

/** As it lies in a database, its words erased or not. */
export function putCustomerEvent(db: Db, event: Omit<StoredCustomerEvent, 'seq'>): boolean {
  const { id, customer_id: customerId, agent_id: agentId, at, type, body } = event;
  const { changes } = prepared(
    db,
    `INSERT INTO customer_events (id, customer_id, agent_id, at, type)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  ).run(id, customerId, agentId, at, type);
  if (changes === 0) return false;
  if (body !== null) {
    prepared(db, 'INSERT INTO customer_words (event_id, customer_id, body) VALUES (?, ?, ?)').run(
      id,
      customerId,
      body,
    );
  }
  return true;
}

export function hasCustomerEvent(db: Db, id: string): boolean {
  return prepared(db, 'SELECT 1 FROM customer_events WHERE id = ?').get(id) !== undefined;
}

/** What was said of one customer and not erased, in the order in which it was stored. */
export function readCustomerEvents(db: Db, customerId: string): CustomerFact[] {
  const rows = prepared(
    db,
    `SELECT e.seq, e.id, e.customer_id, e.agent_id, e.at, e.type, w.body
     FROM customer_events e LEFT JOIN customer_words w ON w.event_id = e.id
     WHERE e.customer_id = ? ORDER BY e.seq`,
  ).all(customerId) as StoredCustomerEvent[];
  return rows.flatMap((row) => toCustomerFact(row) ?? []);
}

/** The words of everything that was said of a customer; that it was said stays. */
export function eraseCustomerWords(db: Db, customerId: string): void {
  prepared(
    db,
    `DELETE FROM customer_words WHERE customer_id = ? AND event_id IN (
       SELECT id FROM customer_events WHERE customer_id = ? AND type NOT IN (${NOT_PERSONAL}))`,
  ).run(customerId, customerId);
}

const FACTS_AT_A_TIME = 1_000;

/** Every event in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allCustomerEvents(db: Db): Generator<StoredCustomerEvent> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT e.seq, e.id, e.customer_id, e.agent_id, e.at, e.type, w.body
       FROM customer_events e LEFT JOIN customer_words w ON w.event_id = e.id
       WHERE e.seq > ? ORDER BY e.seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as StoredCustomerEvent[];
    yield* rows;
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

/** @returns null for what was erased */
export function toCustomerFact(event: Omit<StoredCustomerEvent, 'seq'>): CustomerFact | null {
  const { id, customer_id: customerId, at, type, body } = event;
  if (body === null) return null;
  return storedCustomerFactSchema.parse({
    ...(JSON.parse(body) as object),
    ...{ id, customerId, at, type },
  });
}
