import { callCounts } from '../db/callCounts.ts';
import { listCalls } from '../db/callList.ts';
import { listContacts } from '../db/contactList.ts';
import { listCustomers } from '../db/customers.ts';
import type { Db } from '../db/database.ts';
import { report } from '../db/reports.ts';

/**
 * What may have to walk through many rows to be answered. Each is a function of the database alone: the
 * thread that reads and the host itself come to the same answer. Queries and answers go over by
 * structured clone.
 */
export const QUESTIONS = {
  'calls.list': listCalls,
  'calls.counts': callCounts,
  'contacts.list': listContacts,
  'customers.list': listCustomers,
  'reports.figures': report,
} as const satisfies Readonly<Record<string, (db: Db, query: never) => unknown>>;

export type Question = keyof typeof QUESTIONS;
export type QueryOf<Q extends Question> = Parameters<(typeof QUESTIONS)[Q]>[1];
export type AnswerOf<Q extends Question> = ReturnType<(typeof QUESTIONS)[Q]>;

export function answer<Q extends Question>(db: Db, question: Q, query: QueryOf<Q>): AnswerOf<Q> {
  // Each question fits its own query, which TypeScript cannot see through the table.
  const ask = QUESTIONS[question] as unknown as (db: Db, query: QueryOf<Q>) => AnswerOf<Q>;
  return ask(db, query);
}

/** Somebody looks at a list while a chart is being counted: what is shown first is answered first. */
export const LAST: ReadonlySet<Question> = new Set(['calls.counts', 'reports.figures']);
