import { createHmac } from 'node:crypto';
import { COLUMNS, headingOf } from '#shared/domain/export/columns.ts';
import type { CellValue, Column, View } from '#shared/domain/export/columns.ts';
import { wallClock } from '#shared/domain/export/moment.ts';
import type { WallClock } from '#shared/domain/export/moment.ts';
import { sheetsOf } from '#shared/domain/export/presets.ts';
import type { SheetPlan } from '#shared/domain/export/presets.ts';
import type { ExportFormat, ParsedExportRequest } from '#shared/domain/export/request.ts';
import { viewOf } from '#shared/domain/export/view.ts';
import type { Db } from '../db/database.ts';
import { openForLooking } from '../db/database.ts';
import type { FileKey } from '../db/seal.ts';
import { countOfExport, exportRows } from '../db/exportRows.ts';
import { openPart, partOf } from './partFile.ts';
import type { PartFile } from './partFile.ts';
import { csvTables, jsonTables } from './tables.ts';
import type { TableWriter } from './tables.ts';
import { xlsxTables } from './xlsx.ts';

export interface ExportOrder {
  readonly databasePath: string;
  /** Of the database, where it is encrypted. */
  readonly key: FileKey | null;
  /** What the file is to be called; it is written beside that (`partOf`). */
  readonly path: string;
  readonly request: ParsedExportRequest;
  /** Of pseudonyms, kept apart from the database; null: there are none. */
  readonly pseudonymKey: string | null;
}

export interface ExportProgress {
  readonly rows: number;
  /** Null where nobody knows. */
  readonly total: number | null;
}

export interface ExportResult {
  readonly rows: number;
  readonly bytes: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
}

export interface ExportWatch {
  readonly isCancelled: () => boolean;
  readonly progress: (progress: ExportProgress) => void;
}

const WRITERS: Readonly<Record<ExportFormat, (file: PartFile, clock: WallClock) => TableWriter>> = {
  csv: csvTables,
  jsonl: jsonTables,
  xlsx: (file, clock) => xlsxTables(file, clock),
};

/** After as many rows it is looked whether anybody still wants them. */
const ROWS_A_LOOK = 200;

/**
 * Writes everything in one go: in a thread of its own, since nothing else goes on meanwhile. All rows
 * are of one moment. Whatever keeps it from the end leaves no file.
 * @returns null when it was cancelled
 * @throws errors of SQLite and of the file system
 */
export function writeExport(order: ExportOrder, watch: ExportWatch): ExportResult | null {
  const { databasePath, path, request, pseudonymKey } = order;
  const file = openPart(partOf(path));
  let db: Db | null = null;
  try {
    db = openForLooking(databasePath, order.key);
    db.exec('BEGIN');
    const clock = wallClock(request.timeZone);
    const table = WRITERS[request.format](file, clock);
    const view = viewOf({
      ...{ unmasked: request.unmasked, language: request.language },
      hash: pseudonymKey === null ? null : hasher(pseudonymKey),
    });
    let rows = 0;
    for (const plan of sheetsOf(request)) {
      const written = writeSheet(db, plan, { request, table, view, before: rows, watch });
      if (written === null) return null;
      rows = written;
    }
    table.finish();
    const { length: bytes } = file;
    return { rows, bytes, sha256: file.finish() };
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    db?.close();
    if (watch.isCancelled()) file.discard();
  }
}

interface Sheet {
  readonly request: ParsedExportRequest;
  readonly table: TableWriter;
  readonly view: View;
  /** How many rows were written before it. */
  readonly before: number;
  readonly watch: ExportWatch;
}

function writeSheet(
  db: Db,
  { dataset, columns: ids, title }: SheetPlan,
  { request, table, view, before, watch }: Sheet,
): number | null {
  // A column and the rows it reads are of the same data set, which TypeScript cannot see here.
  const known = COLUMNS[dataset] as readonly Column<unknown>[];
  const columns = ids.flatMap((id) => known.filter((one) => one.id === id));
  const style = {
    ...{ language: request.language, timeZone: request.timeZone },
    seconds: request.format !== 'xlsx',
  };
  table.begin(
    title,
    columns.map((one) => ({ id: one.id, type: one.type, heading: headingOf(one, style) })),
  );
  const total = countOfExport(db, dataset, request);
  let rows = before;
  const cells: CellValue[] = columns.map(() => null);
  for (const row of exportRows(db, request)[dataset]() as Iterable<unknown>) {
    for (let at = 0; at < columns.length; at += 1) {
      cells[at] = columns[at]?.value(row, view) ?? null;
    }
    table.row(cells);
    rows += 1;
    if (rows % ROWS_A_LOOK !== 0) continue;
    if (watch.isCancelled()) return null;
    watch.progress({ rows, total: total === null ? null : before + total });
  }
  table.end();
  return watch.isCancelled() ? null : rows;
}

/** Long enough that no two customers of a desk share one. */
const PSEUDONYM_DIGITS = 16;

/** Keyed: a plain hash of a number is found by trying all numbers. */
function hasher(key: string): (of: string) => string {
  return (of) => createHmac('sha256', key).update(of).digest('hex').slice(0, PSEUDONYM_DIGITS);
}
