import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { databasePath } from '#host/db/files.ts';
import { makeTempDir, startHost } from '../host/support.ts';
import type { Folder } from './folders.ts';

export interface ExportFigures {
  readonly calls: number;
  readonly format: 'csv' | 'xlsx';
  /** Milliseconds, from the request to the file. */
  readonly app: number;
  /** Milliseconds of `sqlite3 -csv` with the same rows. */
  readonly bare: number;
  /** MB that the process has grown by, at most. */
  readonly grown: number;
  /** Milliseconds by which the host was late, p99. */
  readonly late: number;
}

/** What the columns of 상담 이력 are read from. */
const BARE = `SELECT started_at, direction, e164, name, account, outcome, answered_at, ended_at, held_ms,
  disposition, ended_by, cause, note, tags FROM calls WHERE service IS NULL ORDER BY started_at DESC`;

/** A file of all calls, masked, beside sqlite3's own of the same rows. */
export async function measureExports({
  calls,
  dataDir,
}: Folder): Promise<readonly ExportFigures[]> {
  const dir = makeTempDir();
  try {
    const figures: ExportFigures[] = [];
    const database = databasePath(dataDir);
    // One that does not count: both read what has been read before.
    await bareExport(database, join(dir.path, 'bare.csv'));
    for (const format of ['csv', 'xlsx'] as const) {
      const bare = await bareExport(database, join(dir.path, 'bare.csv'));
      figures.push({ calls, format, bare, ...(await appExport(dataDir, format)) });
    }
    return figures;
  } finally {
    dir.remove();
  }
}

async function bareExport(database: string, out: string): Promise<number> {
  const began = performance.now();
  const child = spawn('sqlite3', ['-readonly', '-csv', database, BARE]);
  await Promise.all([pipeline(child.stdout, createWriteStream(out)), once(child, 'exit')]);
  return performance.now() - began;
}

const RESOLUTION_MS = 1;
const LOOK_MS = 20;

async function appExport(
  dataDir: string,
  format: ExportFigures['format'],
): Promise<Pick<ExportFigures, 'app' | 'grown' | 'late'>> {
  const { host, connect } = startHost(dataDir);
  const { client } = connect();
  const before = process.memoryUsage.rss();
  let most = before;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), LOOK_MS);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  try {
    const over = new Promise<string>((resolve) => {
      client.on('exports.changed', ({ state }) => {
        if (state !== 'running') resolve(state);
      });
    });
    delay.enable();
    const began = performance.now();
    await client.call('exports.start', { preset: 'calls', format, reason: 'bench' });
    const end = await over;
    const app = performance.now() - began;
    delay.disable();
    if (end !== 'done') throw new Error(`The export is ${end}.`);
    const late = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS);
    return { app, late, grown: (most - before) / 1e6 };
  } finally {
    clearInterval(look);
    await host.stop();
  }
}
