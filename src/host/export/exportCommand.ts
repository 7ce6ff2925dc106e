import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { wallClock } from '#shared/domain/export/moment.ts';
import { knowsColumns } from '#shared/domain/export/presets.ts';
import { exportRequestSchema } from '#shared/domain/export/request.ts';
import type { ParsedExportRequest } from '#shared/domain/export/request.ts';
import { AppError } from '#shared/errors.ts';
import { indexCalls, isIndexBehind } from '../db/callIndex/indexer.ts';
import { toStorageError } from '../db/errors.ts';
import { databasePath } from '../db/files.ts';
import { migrations } from '../db/migrations/index.ts';
import { sealingOf } from '../db/seal.ts';
import type { Seal } from '../db/seal.ts';
import { openFileStore } from '../db/store.ts';
import { defaultDataDir } from '../defaultDataDir.ts';
import { newId } from '../newId.ts';
import type { Environment } from '../provisioning/readProvisioning.ts';
import { readProvisioning } from '../provisioning/readProvisioning.ts';
import { publish, writeAudit } from './publish.ts';
import { startExport } from './startExport.ts';

/** Where the command runs: a terminal, a scheduler, the packed app. */
export interface CommandPlace {
  /** How the command is called there, for the help. */
  readonly name: string;
  readonly env: Environment;
  /** What encrypted records are encrypted with; null where nothing keeps it for this command. */
  readonly seal: (dataDir: string) => Promise<Seal | null>;
  /** The thread of exports. */
  readonly worker: URL;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  /** Null where nobody looks. */
  readonly progress: ((rows: number, total: number | null) => void) | null;
  /** Calls back when the command is to end early. */
  readonly onCancel: (cancel: () => void) => void;
}

/** sysexits.h. */
const EXIT = { done: 0, usage: 64, data: 74, busy: 75, refused: 77, cancelled: 130 } as const;
const AT_ONCE = 5_000;

const usageOf = (name: string): string =>
  `${name} --from DAY --to DAY --format csv|jsonl|xlsx --out FILE --reason WHY
  [--preset calls|callbacks|absences|texts|abuse|all] [--columns at,number,…] [--lang ko|en]
  [--time-zone Asia/Seoul] [--data-dir FOLDER] [--unmasked --provision FILE]
A DAY is 2026-11-26, from its beginning; --to is the day after the last.`;

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Writes what the app would export, for a scheduler (docs/admin-guide.md).
 *
 * @param args what follows the command's name
 * @returns the exit status; of sysexits.h
 */
export async function exportCommand(args: readonly string[], place: CommandPlace): Promise<number> {
  try {
    place.print(await run(args, place));
    return EXIT.done;
  } catch (error) {
    if (error instanceof Refusal) {
      const help = error.status === EXIT.usage ? `\n\n${usageOf(place.name)}` : '';
      place.complain(error.message + help);
      return error.status;
    }
    const { code, message } = error instanceof AppError ? error : toStorageError(error);
    place.complain(`${code}: ${message}`);
    return code === 'storage.in-use' ? EXIT.busy : EXIT.data;
  }
}

async function run(args: readonly string[], place: CommandPlace): Promise<string> {
  const options = readOptions(args);
  const { request, out } = readRequest(options);
  if (request.unmasked && !mayUnmask(options, place.env)) {
    throw new Refusal(EXIT.refused, 'export.unmasked: the policy does not allow it.');
  }
  const dataDir = resolve(
    options['data-dir'] ?? defaultDataDir(place.env, process.platform, homedir()),
  );
  // The folder is this command's alone: its line in the access log is written by the same rules.
  const encrypted = sealingOf(databasePath(dataDir), null) === 'other';
  const seal = encrypted ? await place.seal(dataDir) : null;
  const store = openFileStore({
    ...{ dataDir, clock: Date.now, newId, migrations },
    seal: () => seal,
  });
  try {
    const { db, agentId } = store;
    const index = db.transaction(() => indexCalls(db, AT_ONCE));
    while (isIndexBehind(db)) index.immediate();
    mkdirSync(dirname(out), { recursive: true });
    const order = {
      ...{ databasePath: databasePath(dataDir), path: out, request },
      key: seal?.key ?? null,
      pseudonymKey: place.env['IEUM_PSEUDONYM_KEY'] ?? null,
    };
    const running = startExport(order, place.worker, ({ rows, total }) =>
      place.progress?.(rows, total),
    );
    place.onCancel(() => running.cancel());
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

type Options = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ from: text, to: text, format: text, out: text, reason: text, preset: text },
        ...{ columns: text, lang: text, 'time-zone': text, 'data-dir': text, provision: text },
        unmasked: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new Refusal(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
}

/** The beginning of a day on the clock of a time zone; epoch milliseconds. */
function dayOf(name: 'from' | 'to', options: Options, timeZone: string): number | undefined {
  const day = options[name];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(midnight)) {
    throw new Refusal(EXIT.usage, `--${name} is a day, such as 2026-11-26.`);
  }
  return midnight - wallClock(timeZone).offsetAt(midnight) * 60_000;
}

function readRequest(options: Options): { request: ParsedExportRequest; out: string } {
  const { out } = options;
  const missing = (['from', 'to', 'format', 'out', 'reason'] as const).filter(
    (name) => options[name] === undefined,
  );
  if (missing.length > 0 || out === undefined) {
    const names = missing.map((name) => `--${name}`).join(', ');
    throw new Refusal(EXIT.usage, `Missing: ${names}.`);
  }
  const timeZone = options['time-zone'] ?? 'Asia/Seoul';
  const parsed = exportRequestSchema.safeParse({
    preset: options.preset ?? 'calls',
    format: options.format,
    columns: options.columns?.split(','),
    language: options.lang,
    timeZone,
    unmasked: options.unmasked ?? false,
    reason: options.reason,
  });
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path }) => String(path[0])).join(', ');
    throw new Refusal(EXIT.usage, `Not understood: ${what}.`);
  }
  if (!knowsColumns(parsed.data)) throw new Refusal(EXIT.usage, 'Not understood: columns.');
  const filter = {
    ...parsed.data.filter,
    from: dayOf('from', options, timeZone),
    to: dayOf('to', options, timeZone),
  };
  return { request: { ...parsed.data, filter }, out: resolve(out) };
}

function mayUnmask({ provision }: Options, env: Environment): boolean {
  if (provision === undefined) return false;
  const { provisioned } = readProvisioning(resolve(provision), env);
  return provisioned?.unmaskedExports ?? false;
}
