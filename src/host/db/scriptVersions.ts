import { isDeepStrictEqual } from 'node:util';
import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

export interface AddedVersion {
  readonly source: 'built-in' | 'own';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly note?: string;
  /** Of the page that asked for it. */
  readonly request?: string;
  /** The older version whose words these are again. */
  readonly again?: number | null;
  /** Of a built-in one: its number in the app's own file; as a rule the same. */
  readonly fileVersion?: number;
}

/** @returns false when this version is already there, which is then left as it is */
export function addScriptVersion(db: Db, script: Script, added: AddedVersion): boolean {
  const { source, at, note = '', request = null, again = null, fileVersion = null } = added;
  const { changes } = prepared(
    db,
    `INSERT INTO script_versions (id, version, source, at, body, note, request, again, file_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ).run(
    ...[script.id, script.version, source, at, JSON.stringify(script)],
    ...[note, request, again, fileVersion],
  );
  return changes > 0;
}

/** @returns null where there is none, or only one that an Ieum of another age wrote */
export function readScriptVersion(db: Db, id: string, version: number): Script | null {
  const body = prepared(db, 'SELECT body FROM script_versions WHERE id = ? AND version = ?')
    .pluck()
    .get(id, version);
  return body === undefined ? null : toScript(body);
}

export interface StoredScript {
  readonly script: Script;
  readonly source: 'built-in' | 'own';
  /** Of a built-in one: its number in the app's own file. */
  readonly fileVersion: number;
}

interface StoredRow {
  readonly body: string;
  readonly version: number;
  readonly source: 'built-in' | 'own';
  readonly fileVersion: number;
}

/** The newest version of every script that ever was in use. */
export function newestScripts(db: Db): StoredScript[] {
  // SQLite takes the other columns from the row with the maximum
  // (https://www.sqlite.org/lang_select.html#bareagg).
  const rows = prepared(
    db,
    `SELECT body, source, coalesce(file_version, version) AS fileVersion, max(version) AS version
     FROM script_versions GROUP BY id ORDER BY id`,
  ).all() as StoredRow[];
  return rows.flatMap(toStored);
}

/** The last version of the app's own that was in use. */
export function lastBuiltIn(db: Db, id: string): StoredScript | null {
  const row = prepared(
    db,
    `SELECT body, source, coalesce(file_version, version) AS fileVersion, version
     FROM script_versions WHERE id = ? AND source = 'built-in' ORDER BY version DESC LIMIT 1`,
  ).get(id) as StoredRow | undefined;
  return row ? (toStored(row)[0] ?? null) : null;
}

/**
 * Copies what another database holds. A number that stands for other words here is given anew, and
 * a lead's version here is not replaced by one that only came with the app.
 * @returns the number that a version of there has here
 */
export function moveScriptVersions(from: Db, to: Db): (id: string, version: number) => number {
  const rows = prepared(
    from,
    `SELECT id, version, source, at, body, note, request, again, file_version AS fileVersion
     FROM script_versions ORDER BY seq`,
  ).all() as (StoredRow &
    Required<Omit<AddedVersion, 'fileVersion'>> & {
      readonly id: string;
      readonly fileVersion: number | null;
    })[];
  const numbers = new Map<string, number>();
  for (const { id, version, body, fileVersion, request, ...rest } of rows) {
    const script = toScript(body);
    const same = readScriptVersion(to, id, version);
    const newest = newestScripts(to).find(({ script: one }) => one.id === id);
    const known = isDeepStrictEqual(same, script) || (request !== null && isMoved(to, request));
    // A publication is a wish; what came with the app is there again at the next look.
    if (!script || known || (request === null && newest?.source === 'own')) continue;
    const free = same || (newest && newest.script.version > version);
    const number = free && newest ? newest.script.version + 1 : version;
    numbers.set(`${id}@${version}`, number);
    addScriptVersion(
      to,
      { ...script, version: number },
      {
        ...rest,
        ...(request !== null && { request }),
        ...(rest.source === 'built-in' && { fileVersion: fileVersion ?? version }),
      },
    );
  }
  return (id, version) => numbers.get(`${id}@${version}`) ?? version;
}

function isMoved(db: Db, request: string): boolean {
  return prepared(db, 'SELECT 1 FROM script_versions WHERE request = ?').get(request) !== undefined;
}

function toStored({ body, source, fileVersion }: StoredRow): StoredScript[] {
  const script = toScript(body);
  return script ? [{ script, source, fileVersion }] : [];
}

function toScript(body: unknown): Script | null {
  return scriptSchema.safeParse(JSON.parse(String(body))).data ?? null;
}
