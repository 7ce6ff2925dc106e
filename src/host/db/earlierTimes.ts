import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface EarlierTimesQuery {
  readonly e164: string | null;
  /** What they are found by where there is no number. */
  readonly address: string;
  /** Epoch milliseconds, included. */
  readonly from: number;
  /** Epoch milliseconds, not included. */
  readonly before: number;
}

/** Whoever called more often than this has called again, and that is all that is asked. */
const MOST = 20;

/** The statement behind `earlierTimes`; apart, so that a test can read its plan. */
export function earlierTimesStatement({ e164, address, from, before }: EarlierTimesQuery): {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number>>;
} {
  const [column, who] = e164 === null ? ['address', address] : ['e164', e164];
  const sql = `SELECT started_at AS at FROM calls
    WHERE ${column} = :who AND started_at >= :from AND started_at < :before
      AND direction = 'inbound' AND service IS NULL
    ORDER BY started_at DESC LIMIT ${MOST}`;
  return { sql, values: { who, from, before } };
}

/** @returns when the caller called, epoch milliseconds, newest first */
export function earlierTimes(db: Db, query: EarlierTimesQuery): number[] {
  const { sql, values } = earlierTimesStatement(query);
  return (prepared(db, sql).all(values) as { at: number }[]).map(({ at }) => at);
}
