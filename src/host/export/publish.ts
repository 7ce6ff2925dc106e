import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { maskedFilter } from '#shared/domain/export/audit.ts';
import { sheetsOf } from '#shared/domain/export/presets.ts';
import type { ParsedExportRequest } from '#shared/domain/export/request.ts';
import { addAccess } from '../db/accessLog.ts';
import type { Db } from '../db/database.ts';
import { partOf } from './partFile.ts';
import type { ExportResult } from './writeExport.ts';

/** Who took what away, and why. */
export interface ExportAudit {
  readonly id: string;
  readonly at: number;
  readonly agentId: string;
  readonly origin: string;
}

/** Goes into the access log before there is a file: no file without its line. */
export function writeAudit(
  db: Db,
  { id, at, agentId, origin }: ExportAudit,
  request: ParsedExportRequest,
  result: ExportResult,
): void {
  const { preset, format, filter, callIds, language, timeZone, unmasked, reason } = request;
  addAccess(db, {
    ...{ id, at, agentId, origin, action: 'export', reason },
    ...{ subjectKind: 'export', subjectId: id, person: null },
    detail: JSON.stringify({
      ...{ preset, format, language, timeZone, unmasked, filter: maskedFilter(filter) },
      ...(callIds && { callIds }),
      columns: Object.fromEntries(
        sheetsOf(request).map(({ dataset, columns }) => [dataset, columns]),
      ),
      ...result,
    }),
  });
}

/** The file under its own name, in one step; what was there before gives way only now. */
export function publish(path: string): void {
  try {
    renameSync(partOf(path), path);
  } catch (error) {
    rmSync(partOf(path), { force: true });
    throw error;
  }
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
