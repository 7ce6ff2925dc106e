import { scriptSchema } from '#shared/domain/script/script.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** @returns false when this version is already there, which is then left as it is */
export function addScriptVersion(
  db: Db,
  script: Script,
  { source, at }: { readonly source: 'built-in' | 'own'; readonly at: number },
): boolean {
  const { changes } = prepared(
    db,
    `INSERT INTO script_versions (id, version, source, at, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id, version) DO NOTHING`,
  ).run(script.id, script.version, source, at, JSON.stringify(script));
  return changes > 0;
}

/** @returns null where there is none, or only one that an Ieum of another age wrote */
export function readScriptVersion(db: Db, id: string, version: number): Script | null {
  const body = prepared(db, 'SELECT body FROM script_versions WHERE id = ? AND version = ?')
    .pluck()
    .get(id, version);
  return body === undefined ? null : toScript(body);
}

/** The newest version of every script that ever was in use. */
export function newestScripts(db: Db): Script[] {
  // SQLite takes the other columns from the row with the maximum
  // (https://www.sqlite.org/lang_select.html#bareagg).
  const rows = prepared(
    db,
    'SELECT body, max(version) FROM script_versions GROUP BY id ORDER BY id',
  ).all() as { readonly body: string }[];
  return rows.map(({ body }) => toScript(body)).filter((script) => script !== null);
}

/** Copies what another database holds. */
export function moveScriptVersions(from: Db, to: Db): void {
  const rows = prepared(
    from,
    'SELECT id, version, source, at, body FROM script_versions ORDER BY seq',
  ).all();
  const insert = prepared(
    to,
    `INSERT INTO script_versions (id, version, source, at, body)
     VALUES (:id, :version, :source, :at, :body) ON CONFLICT (id, version) DO NOTHING`,
  );
  for (const row of rows) insert.run(row);
}

function toScript(body: unknown): Script | null {
  return scriptSchema.safeParse(JSON.parse(String(body))).data ?? null;
}
