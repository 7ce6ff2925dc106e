import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** A version as the history of its script tells of it. */
export interface ScriptEdition {
  readonly version: number;
  readonly source: 'built-in' | 'own';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly note: string;
  /** The older version whose words these are again. */
  readonly again: number | null;
}

/** Newest first. */
export function scriptHistory(db: Db, id: string): ScriptEdition[] {
  return prepared(
    db,
    `SELECT version, source, at, note, again FROM script_versions
     WHERE id = ? ORDER BY version DESC`,
  ).all(id) as ScriptEdition[];
}

/** @returns 0 where there is none */
export function highestVersion(db: Db, id: string): number {
  const highest = prepared(db, 'SELECT max(version) FROM script_versions WHERE id = ?')
    .pluck()
    .get(id);
  return Number(highest ?? 0);
}

/** What a request has already stored. */
export function versionOfRequest(
  db: Db,
  request: string,
): { readonly scriptId: string; readonly version: number } | null {
  const row = prepared(
    db,
    'SELECT id AS scriptId, version FROM script_versions WHERE request = ?',
  ).get(request) as { readonly scriptId: string; readonly version: number } | undefined;
  return row ?? null;
}
