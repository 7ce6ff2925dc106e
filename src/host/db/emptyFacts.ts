import { emptied } from '#shared/domain/customer/emptied.ts';
import type { Blanks } from '#shared/domain/customer/emptied.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface FactsOf {
  readonly table: string;
  /** Whose facts they are. */
  readonly column: string;
  readonly of: string;
  readonly blanks: Blanks;
}

/** Takes words out of the facts of one thing. The triggers of 0023 let nothing but this through. */
export function emptyFacts(db: Db, { table, column, of, blanks }: FactsOf): void {
  const facts = prepared(db, `SELECT id, type, body FROM ${table} WHERE ${column} = ?`).all(of) as {
    readonly id: string;
    readonly type: string;
    readonly body: string;
  }[];
  const update = prepared(db, `UPDATE ${table} SET body = ? WHERE id = ?`);
  for (const { id, type, body } of facts) {
    const after = JSON.stringify(emptied(type, JSON.parse(body) as object, blanks));
    if (after !== body) update.run(after, id);
  }
}
