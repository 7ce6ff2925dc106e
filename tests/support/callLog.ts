import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';

/** A row of the `calls` table, as SQLite has it. */
export interface StoredCall {
  readonly id: string;
  readonly direction: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly raw_name: string | null;
  readonly sip_call_id: string | null;
  readonly started_at: number;
  readonly ringing_at: number | null;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly held_ms: number;
  readonly outcome: string | null;
  readonly ended_by: string | null;
  readonly cause: string | null;
  readonly note: string;
  /** JSON: domain/quality/summary.ts. */
  readonly quality: string | null;
  /** JSON: domain/pbx/callerWay.ts. */
  readonly claimed: string | null;
  readonly via: string | null;
  readonly service: string | null;
}

/** The calls in a data folder's database, oldest first, read past the app that writes them. */
export function storedCalls(dataDir: string): readonly StoredCall[] {
  return query<StoredCall>(dataDir, 'SELECT * FROM calls ORDER BY started_at, id');
}

export function query<T>(dataDir: string, sql: string): readonly T[] {
  const database = new Database(join(dataDir, 'ieum.sqlite'), {
    readonly: true,
    fileMustExist: true,
  });
  try {
    return database.prepare(sql).all() as T[];
  } finally {
    database.close();
  }
}
