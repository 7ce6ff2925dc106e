import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type { CustomerFact, Kept } from '#shared/domain/customer/customer.ts';
import { rowOf } from '#shared/domain/customer/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import {
  addCustomerEvent,
  allCustomerEvents,
  eraseCustomerWords,
  putCustomerEvent,
  readCustomerEvents,
} from './customerEvents.ts';
import {
  cardsWith,
  forgetCustomers,
  readCustomer,
  rootOf,
  saveCustomer,
  saveListing,
} from './customers.ts';
import { emptyTraces } from './customerTraces.ts';

/**
 * Stores a fact and what it changes. An erasure takes away the words of everything before it.
 * @returns false when the fact was already there
 */
export function addCustomerFact(db: Db, fact: CustomerFact, agentId: string): boolean {
  if (!addCustomerEvent(db, fact, agentId)) return false;
  if (fact.type === 'erased') eraseCustomerWords(db, fact.customerId);
  project(db, fact.customerId, agentId);
  return true;
}

/** A customer has tens of facts, not thousands: the row is made of all of them, in any order. */
function project(db: Db, customerId: string, agentId: string): void {
  const row = rowOf(customerId, readCustomerEvents(db, customerId), agentId);
  if (!row) return;
  const before = rootOf(db, customerId);
  saveCustomer(db, row);
  for (const root of new Set([before, rootOf(db, customerId), customerId])) saveListing(db, root);
}

/** Makes every row again from the facts. */
export function rebuildCustomers(db: Db): void {
  forgetCustomers(db);
  const customers = new Map<string, string>();
  for (const { customer_id: id, agent_id: agentId } of allCustomerEvents(db)) {
    if (!customers.has(id)) customers.set(id, agentId);
  }
  for (const [id, agentId] of customers) project(db, id, agentId);
}

/** What was learnt while the file could not be used; what was erased meanwhile stays erased. */
export function moveCustomers(from: Db, to: Db, agentId: string): void {
  const changed = new Set<string>();
  for (const event of allCustomerEvents(from)) {
    if (putCustomerEvent(to, { ...event, agent_id: agentId })) changed.add(event.customer_id);
  }
  const erased = prepared(
    to,
    `SELECT w.body FROM customer_events e JOIN customer_words w ON w.event_id = e.id
     WHERE e.customer_id = ? AND e.type = 'erased'`,
  );
  const traces: { keys: string[]; kept: Kept | undefined }[] = [];
  for (const id of changed) {
    const gone = erased.get(id) as { body: string } | undefined;
    if (gone) {
      const keys = readCustomer(to, id)?.numbers.map(customerNumberKey) ?? [];
      traces.push({ keys, kept: (JSON.parse(gone.body) as { kept?: Kept }).kept });
      eraseCustomerWords(to, id);
    }
    project(to, id, agentId);
  }
  for (const { keys, kept } of traces) emptyTraces(to, ownKeys(to, keys), kept);
}

/** Without the numbers that are on somebody else's card too: what was said there may be theirs. */
export function ownKeys(db: Db, keys: readonly string[]): string[] {
  return [...new Set(keys)].filter((key) => cardsWith(db, [key]).length === 0);
}
