/**
 * `npm run export -- --from 2026-11-01 --to 2026-12-01 --format xlsx --out FILE --reason WHY`: writes
 * what the app would export, for a scheduler. docs/admin-guide.md says the rest.
 */
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultDataDir } from '#host/defaultDataDir.ts';
import { indexCalls, isIndexBehind } from '#host/db/callIndex/indexer.ts';
import { toStorageError } from '#host/db/errors.ts';
import { databasePath } from '#host/db/files.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { EXPORT_WORKER, startExport } from '#host/export/startExport.ts';
import { publish, writeAudit } from '#host/export/publish.ts';
import { newId } from '#host/newId.ts';
import { readProvisioning } from '#host/provisioning/readProvisioning.ts';
import { wallClock } from '#shared/domain/export/moment.ts';
import { knowsColumns } from '#shared/domain/export/presets.ts';
import { exportRequestSchema } from '#shared/domain/export/request.ts';
import type { ParsedExportRequest } from '#shared/domain/export/request.ts';
import { AppError } from '#shared/errors.ts';

const USAGE = `npm run export -- --from DAY --to DAY --format csv|jsonl|xlsx --out FILE --reason WHY
  [--preset calls|callbacks|absences|texts|abuse|all] [--columns at,number,…] [--lang ko|en]
  [--time-zone Asia/Seoul] [--data-dir FOLDER] [--unmasked --provision FILE]
A DAY is 2026-11-26, from its beginning; --to is the day after the last.`;

/** sysexits.h. */
const EXIT = { usage: 64, data: 74, busy: 75, refused: 77, cancelled: 130 } as const;
const AT_ONCE = 5_000;

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const { values } = readOptions();

function readOptions() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      options: {
        ...{ from: text, to: text, format: text, out: text, reason: text, preset: text },
        ...{ columns: text, lang: text, 'time-zone': text, 'data-dir': text, provision: text },
        unmasked: { type: 'boolean' },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(EXIT.usage);
  }
}

/** The beginning of a day on the clock of a time zone; epoch milliseconds. */
function dayOf(name: 'from' | 'to', timeZone: string): number | undefined {
  const day = values[name];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(midnight)) {
    throw new Refusal(EXIT.usage, `--${name} is a day, such as 2026-11-26.`);
  }
  return midnight - wallClock(timeZone).offsetAt(midnight) * 60_000;
}

function readRequest(): { request: ParsedExportRequest; out: string } {
  const { out } = values;
  const missing = (['from', 'to', 'format', 'out', 'reason'] as const).filter(
    (name) => values[name] === undefined,
  );
  if (missing.length > 0 || out === undefined) {
    const names = missing.map((name) => `--${name}`).join(', ');
    throw new Refusal(EXIT.usage, `Missing: ${names}.\n\n${USAGE}`);
  }
  const timeZone = values['time-zone'] ?? 'Asia/Seoul';
  const parsed = exportRequestSchema.safeParse({
    preset: values.preset ?? 'calls',
    format: values.format,
    columns: values.columns?.split(','),
    language: values.lang,
    timeZone,
    unmasked: values.unmasked ?? false,
    reason: values.reason,
  });
  if (parsed.success && !knowsColumns(parsed.data)) {
    throw new Refusal(EXIT.usage, `Not understood: columns.\n\n${USAGE}`);
  }
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path }) => String(path[0])).join(', ');
    throw new Refusal(EXIT.usage, `Not understood: ${what}.\n\n${USAGE}`);
  }
  const filter = {
    ...parsed.data.filter,
    from: dayOf('from', timeZone),
    to: dayOf('to', timeZone),
  };
  return { request: { ...parsed.data, filter }, out: resolve(out) };
}

function mayUnmask(): boolean {
  if (values.provision === undefined) return false;
  const { provisioned } = readProvisioning(resolve(values.provision), process.env);
  return provisioned?.unmaskedExports ?? false;
}

async function run(): Promise<string> {
  const { request, out } = readRequest();
  if (request.unmasked && !mayUnmask()) {
    throw new Refusal(EXIT.refused, 'export.unmasked: the policy does not allow it.');
  }
  const dataDir = resolve(
    values['data-dir'] ?? defaultDataDir(process.env, process.platform, homedir()),
  );
  // The folder is this command's alone: its line in the access log is written by the same rules.
  const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
  try {
    const { db, agentId } = store;
    const index = db.transaction(() => indexCalls(db, AT_ONCE));
    while (isIndexBehind(db)) index.immediate();
    mkdirSync(dirname(out), { recursive: true });
    const order = {
      ...{ databasePath: databasePath(dataDir), path: out, request },
      pseudonymKey: process.env['IEUM_PSEUDONYM_KEY'] ?? null,
    };
    const running = startExport(order, EXPORT_WORKER, ({ rows, total }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${rows}/${total ?? '?'}`);
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.cancel());
    const result = await running.done;
    if (result === null) throw new Refusal(EXIT.cancelled, 'Cancelled: nothing was written.');
    const audit = { id: newId(), at: Date.now(), agentId, origin: 'command' };
    db.transaction(() => writeAudit(db, audit, request, result)).immediate();
    publish(out);
    return JSON.stringify({ file: out, ...result });
  } finally {
    store.close(true);
  }
}

try {
  console.log(await run());
} catch (error) {
  if (error instanceof Refusal) {
    console.error(error.message);
    process.exitCode = error.status;
  } else {
    const { code, message } = error instanceof AppError ? error : toStorageError(error);
    console.error(`${code}: ${message}`);
    process.exitCode = code === 'storage.in-use' ? EXIT.busy : EXIT.data;
  }
}
