import { createLineLog, createLog } from './log.ts';
import type { Log } from './log.ts';

/** Enough to see what came before a fault. */
const LINES_KEPT = 400;

export interface LogTail {
  /** Writes on, and remembers. */
  readonly log: Log;
  /** The newest lines, oldest first. */
  lines(): readonly string[];
}

/** A log that also keeps its newest lines in memory, for a support bundle. */
export function keepTail(log: Log, clock: () => number): LogTail {
  const lines: string[] = [];
  const tail = createLineLog(clock, (text) => {
    lines.push(text.trimEnd());
    if (lines.length > LINES_KEPT) lines.shift();
  });
  return {
    log: createLog(({ level, message, details }) => {
      log[level](message, details);
      tail[level](message, details);
    }),
    lines: () => [...lines],
  };
}
