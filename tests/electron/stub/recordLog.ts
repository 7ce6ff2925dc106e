import { createLog } from '#host/log.ts';
import type { Log, LogLine } from '#host/log.ts';

export function recordLog(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return { log: createLog((line) => lines.push(line)), lines };
}
