import type { ImportResult } from '#shared/contract/contacts.ts';
import { importResultSchema } from '#shared/contract/contacts.ts';
import { contactFieldsSchema } from '#shared/domain/contact/contact.ts';
import type { ContactFields } from '#shared/domain/contact/contact.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** What an import did to one person. */
export interface ImportChange {
  readonly contactId: string;
  readonly revision: number;
  /** null for somebody new. */
  readonly before: ContactFields | null;
}

interface StoredImport extends Omit<ImportResult, 'fileName' | 'undone'> {
  readonly file_name: string;
  readonly undone: string | null;
}

const COLUMNS = 'id, file_name, at, added, merged, unchanged, skipped, refused, undone';

export function addImport(db: Db, result: ImportResult, agentId: string): void {
  prepared(
    db,
    `INSERT INTO contact_imports (${COLUMNS}, agent_id) VALUES (:id, :file_name, :at, :added,
       :merged, :unchanged, :skipped, :refused, :undone, :agent_id)`,
  ).run({
    id: result.id,
    file_name: result.fileName,
    at: result.at,
    added: result.added,
    merged: result.merged,
    unchanged: result.unchanged,
    skipped: result.skipped,
    refused: result.refused,
    undone: result.undone && JSON.stringify(result.undone),
    agent_id: agentId,
  });
}

export function addImportChange(
  db: Db,
  importId: string,
  { contactId, revision, before }: ImportChange,
  agentId: string,
): void {
  prepared(
    db,
    `INSERT INTO contact_import_changes (import_id, contact_id, agent_id, revision, before)
     VALUES (?, ?, ?, ?, ?)`,
  ).run(importId, contactId, agentId, revision, before && JSON.stringify(before));
}

export function importChanges(db: Db, importId: string): ImportChange[] {
  const rows = prepared(
    db,
    `SELECT contact_id AS contactId, revision, before FROM contact_import_changes
     WHERE import_id = ? ORDER BY contact_id`,
  ).all(importId) as (Omit<ImportChange, 'before'> & { before: string | null })[];
  return rows.map(({ contactId, revision, before }) => ({
    contactId,
    revision,
    before: before === null ? null : contactFieldsSchema.parse(JSON.parse(before)),
  }));
}

export function markUndone(db: Db, id: string, undone: ImportResult['undone']): void {
  prepared(db, 'UPDATE contact_imports SET undone = ? WHERE id = ?').run(
    JSON.stringify(undone),
    id,
  );
}

export function readImport(db: Db, id: string): ImportResult | null {
  const row = prepared(db, `SELECT ${COLUMNS} FROM contact_imports WHERE id = ?`).get(id);
  return row ? toResult(row as StoredImport) : null;
}

export function newestImports(db: Db, limit: number): ImportResult[] {
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM contact_imports ORDER BY at DESC, id DESC LIMIT ?`,
  ).all(limit) as StoredImport[];
  return rows.map(toResult);
}

function toResult({ file_name: fileName, undone, ...rest }: StoredImport): ImportResult {
  return importResultSchema.parse({
    ...rest,
    fileName,
    undone: undone === null ? null : (JSON.parse(undone) as unknown),
  });
}
