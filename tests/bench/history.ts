import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callListStatement } from '#host/db/callList.ts';
import { openForLooking, prepared } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { callFilterSchema } from '#shared/domain/history/filter.ts';
import type { CallFilter } from '#shared/domain/history/filter.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { startHost } from '../host/support.ts';

/** What somebody looks for in the log; the name is the row of the table. */
const ASKED: readonly (readonly [string, CallFilter])[] = [
  ['first page', {}],
  ['outcome: missed', { outcome: 'missed' }],
  ['direction: inbound', { direction: 'inbound' }],
  ['type and promise', { type: 'deadline-delivery', promise: 'kept' }],
  ['poor quality, outbound', { quality: 'poor', direction: 'outbound' }],
  ['tag', { tag: 'VIP' }],
  ['number, 4 figures', { text: '7391' }],
  ['number, 8 figures', { text: '7391-2345' }],
  ['name, 2 syllables', { text: '민서' }],
  ['name, 3 syllables', { text: '김민서' }],
  ['note, 2 syllables', { text: '위약' }],
  ['note and a filter', { text: '배송', outcome: 'answered', direction: 'inbound' }],
  ['nothing there', { text: '뷁뷁' }],
];

export interface HistoryFigures {
  readonly asked: string;
  readonly page: 'first' | 'deep';
  /** Milliseconds through the contract, and of the bare statement without making rows of it. */
  readonly contract: readonly number[];
  readonly bare: readonly number[];
}

const PAGE = 50;

/**
 * Pages of the log through the contract, beside the bare statements on a connection of their own.
 * @param calls how many are stored
 */
export async function measureHistory(
  calls: number,
  times: number,
): Promise<readonly HistoryFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-bench-history-'));
  const dataDir = join(folder, 'data');
  const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
  store.db.pragma('synchronous = OFF');
  fill(store.db, { calls, agents: 20, seed: 1, until: Date.now() }, () => undefined);
  store.db.exec('ANALYZE');
  store.close(true);
  const { host, connect } = startHost(dataDir);
  const { client } = connect();
  const bare = openForLooking(join(dataDir, 'ieum.sqlite'));
  try {
    const figures: HistoryFigures[] = [];
    for (const [asked, filter] of ASKED) {
      for (const page of ['first', 'deep'] as const) {
        const after = page === 'first' ? null : middle(bare);
        const run = { contract: [] as number[], bare: [] as number[] };
        for (let time = 0; time < times; time += 1) {
          run.contract.push(
            await timed(() => client.call('calls.list', { filter, after, limit: PAGE })),
          );
          run.bare.push(await timed(() => askBare(bare, filter, after)));
        }
        figures.push({ asked, page, ...run });
      }
    }
    return figures;
  } finally {
    bare.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
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
