import type { z } from 'zod';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** A fact of something that has an id of its own under the key K: `pauseId`, `runId`. */
type FactOf<K extends string> = {
  readonly id: string;
  readonly at: number;
  readonly type: string;
} & {
  readonly [key in K]: string;
};

export interface FactLogOptions<K extends string, F extends FactOf<K>> {
  /** Has `seq`, `id`, the column of K, `agent_id`, `at`, `type`, `body`; only ever added to. */
  readonly table: string;
  readonly key: K;
  readonly column: string;
  readonly schema: z.ZodType<F>;
  /**
   * What two facts cannot both say, in the column `only_once`; null: nothing. Left out for a table
   * without that column.
   */
  readonly onlyOnce?: (fact: F, agentId: string) => string | null;
}

export interface FactLog<F> {
  /**
   * @returns false when a fact with this id, or one that says the same, is already there, which is
   * then left as it is
   */
  add(db: Db, fact: F, agentId: string): boolean;
  /** Those of one thing, in the order in which they were stored. */
  read(db: Db, of: string): F[];
  /** Every fact in the order in which it was stored, read in pieces; see `allCallEvents` of callEvents.ts. */
  all(db: Db): Generator<{ fact: F; agentId: string }>;
}

const FACTS_AT_A_TIME = 1_000;

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly of: string;
  readonly agent_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

/** The append-only table of one area's facts. */
export function factLog<K extends string, F extends FactOf<K>>(
  options: FactLogOptions<K, F>,
): FactLog<F> {
  const { table, key, column, schema, onlyOnce } = options;
  const columns = `seq, id, ${column} AS "of", agent_id, at, type, body`;

  function toFact({ id, of, at, type, body }: Row): F {
    return schema.parse({ ...(JSON.parse(body) as object), id, [key]: of, at, type });
  }

  return {
    add(db, fact, agentId) {
      const { id, at, type, [key]: of, ...body } = fact;
      const given = [id, of, agentId, at, type, JSON.stringify(body)];
      const insert = onlyOnce
        ? prepared(
            db,
            `INSERT INTO ${table} (id, ${column}, agent_id, at, type, body, only_once)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
          ).run(...given, onlyOnce(fact, agentId))
        : prepared(
            db,
            `INSERT INTO ${table} (id, ${column}, agent_id, at, type, body)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
          ).run(...given);
      return insert.changes > 0;
    },
    read: (db, of) =>
      (
        prepared(db, `SELECT ${columns} FROM ${table} WHERE ${column} = ? ORDER BY seq`).all(
          of,
        ) as Row[]
      ).map(toFact),
    *all(db) {
      let last = 0;
      for (;;) {
        const rows = prepared(
          db,
          `SELECT ${columns} FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?`,
        ).all(last, FACTS_AT_A_TIME) as Row[];
        for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
        if (rows.length < FACTS_AT_A_TIME) return;
        last = rows.at(-1)?.seq ?? last;
      }
    },
  };
}
