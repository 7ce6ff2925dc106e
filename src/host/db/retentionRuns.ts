import type { RetentionKind, Stays } from '#shared/domain/privacy/retention.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import type { Place } from './retention/candidates.ts';

/** How far a run has come; written with what it removes, so that a kill loses neither. */
export interface RunBody {
  /** What is older than this goes; epoch milliseconds. A kind that is not named is left alone. */
  readonly before: Partial<Readonly<Record<RetentionKind, number>>>;
  /** The kind, the table of the kind, and the place in it. */
  readonly kind: number;
  readonly store: number;
  readonly place: Place;
  readonly gone: Partial<Readonly<Record<RetentionKind, number>>>;
  readonly stayed: Partial<Readonly<Record<Stays, number>>>;
}

export interface StoredRun {
  readonly id: string;
  readonly at: number;
  readonly who: string;
  readonly automatic: boolean;
  readonly body: RunBody;
  readonly endedAt: number | null;
}

export function addRun(db: Db, run: Omit<StoredRun, 'endedAt'>, agentId: string): void {
  prepared(
    db,
    `INSERT INTO retention_runs (id, agent_id, at, who, automatic, body)
     VALUES (:id, :agentId, :at, :who, :automatic, :body)`,
  ).run({ ...run, agentId, automatic: run.automatic ? 1 : 0, body: JSON.stringify(run.body) });
}

export function saveRun(db: Db, id: string, body: RunBody, endedAt: number | null): void {
  prepared(db, 'UPDATE retention_runs SET body = ?, ended_at = ? WHERE id = ?').run(
    JSON.stringify(body),
    endedAt,
    id,
  );
}

/** The newest first. */
export function lastRuns(db: Db, limit: number): StoredRun[] {
  const rows = prepared(
    db,
    `SELECT id, at, who, automatic, body, ended_at AS endedAt
     FROM retention_runs ORDER BY seq DESC LIMIT ?`,
  ).all(limit) as (Omit<StoredRun, 'automatic' | 'body'> & { automatic: number; body: string })[];
  return rows.map((row) => ({
    ...row,
    automatic: row.automatic === 1,
    body: JSON.parse(row.body) as RunBody,
  }));
}
