import { setTimeout as pause } from 'node:timers/promises';
import { callCounts } from '#host/db/callCounts.ts';
import { callListStatement } from '#host/db/callList.ts';
import { openForReading, prepared } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { realLater } from '#host/later.ts';
import { callFilterSchema } from '#shared/domain/history/filter.ts';
import type { CallFilter } from '#shared/domain/history/filter.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { startHost } from '../host/support.ts';
import type { TestHost } from '../host/support.ts';
import type { Folder } from './folders.ts';

/** What somebody looks for in the log; the name is the row of the table. */
const ASKED: readonly (readonly [string, CallFilter])[] = [
  ['no filter', {}],
  ['outcome: missed', { outcome: 'missed' }],
  ['direction: inbound', { direction: 'inbound' }],
  ['type and promise', { type: 'deadline-delivery', promise: 'kept' }],
  ['poor quality, outbound', { quality: 'poor', direction: 'outbound' }],
  ['tag', { tag: 'VIP' }],
  ['number, 010', { text: '010' }],
  ['number, 4 figures', { text: '7391' }],
  ['number, 8 figures', { text: '7391-2345' }],
  ['name, 2 syllables', { text: '민서' }],
  ['name, 3 syllables', { text: '김민서' }],
  ['note, 2 syllables', { text: '위약' }],
  ['note and a filter', { text: '배송', outcome: 'answered', direction: 'inbound' }],
  ['nothing there', { text: '뷁뷁' }],
];

export interface HistoryFigures {
  readonly calls: number;
  readonly asked: string;
  /** `chart`: how many, and how many of them missed, in thirty stretches of all the time. */
  readonly page: 'first' | 'deep' | 'chart';
  /** Milliseconds through the contract, and of the bare statement without making rows of it. */
  readonly contract: readonly number[];
  readonly bare: readonly number[];
}

export interface StartFigures {
  readonly calls: number;
  /** Milliseconds of one first page each, right after the host has started. */
  readonly first: readonly number[];
  /** By how many entries the index was behind then. */
  readonly behind: number;
}

const PAGE = 50;
const CHARTED: readonly string[] = ['no filter', 'direction: inbound', 'name, 2 syllables'];
const STRETCHES = 30;
const LOOK_MS = 200;

/** Pages of the log through the contract, beside the bare statements on a connection of their own. */
export async function measureHistory(
  { calls, dataDir }: Folder,
  times: number,
): Promise<{ readonly figures: readonly HistoryFigures[]; readonly start: StartFigures }> {
  const test = startHost(dataDir, { later: realLater });
  const { client } = test.connect();
  const bare = openForReading(databasePath(dataDir));
  try {
    const start = await measureStart(client, calls);
    await untilAtRest(test, client);
    const figures: HistoryFigures[] = [];
    async function measure(
      row: Pick<HistoryFigures, 'asked' | 'page'>,
      app: () => Promise<unknown>,
      plain: () => unknown,
    ): Promise<void> {
      const run = { contract: [] as number[], bare: [] as number[] };
      // One each that does not count: pages that have never been read come from the disk.
      await app();
      plain();
      for (let time = 0; time < times; time += 1) {
        run.contract.push(await timed(app));
        run.bare.push(await timed(plain));
      }
      figures.push({ calls, ...row, ...run });
    }
    const edges = stretches(bare);
    for (const [asked, filter] of ASKED) {
      for (const page of ['first', 'deep'] as const) {
        const after = page === 'first' ? null : middle(bare);
        await measure(
          { asked, page },
          () => client.call('calls.list', { filter, after, limit: PAGE }),
          () => askBare(bare, filter, after),
        );
      }
      if (!CHARTED.includes(asked)) continue;
      const parsed = callFilterSchema.parse(filter);
      await measure(
        { asked, page: 'chart' },
        () => client.call('calls.count', { filter, edges, also: 'missed' }),
        () => callCounts(bare, { filter: parsed, edges, also: 'missed' }),
      );
    }
    return { figures, start };
  } finally {
    bare.close();
    await test.host.stop();
  }
}

async function measureStart(client: RpcClient<IeumContract>, calls: number): Promise<StartFigures> {
  const first: number[] = [];
  for (const [, filter] of ASKED) {
    first.push(await timed(() => client.call('calls.list', { filter, limit: PAGE })));
  }
  const { behind } = await client.call('calls.count', {});
  return { calls, first, behind };
}

/** The thread reads, and the index is in step: as the app is a minute after its start. */
async function untilAtRest(test: TestHost, client: RpcClient<IeumContract>): Promise<void> {
  for (;;) {
    const ready = test.lines.some(({ message }) => message === 'reader ready');
    if (ready && (await client.call('calls.count', {})).behind === 0) return;
    await pause(LOOK_MS);
  }
}

type Place = { readonly startedAt: number; readonly id: string } | null;

/** Where half of the log has been read. */
function middle(db: Db): Place {
  return db
    .prepare(
      `SELECT started_at AS startedAt, id FROM calls WHERE started_at >=
        (SELECT (min(started_at) + max(started_at)) / 2 FROM calls) ORDER BY started_at LIMIT 1`,
    )
    .get() as Place;
}

function stretches(db: Db): number[] {
  const span = db.prepare('SELECT min(started_at) AS a, max(started_at) AS b FROM calls').get();
  const { a, b } = span as { readonly a: number; readonly b: number };
  return Array.from({ length: STRETCHES + 1 }, (_, at) =>
    Math.floor(a + ((b - a) * at) / STRETCHES),
  );
}

function askBare(db: Db, filter: CallFilter, after: Place): unknown {
  const parsed = callFilterSchema.parse(filter);
  const statement = callListStatement(db, { filter: parsed, after, limit: PAGE + 1 });
  return statement && prepared(db, statement.sql).all(statement.values);
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
