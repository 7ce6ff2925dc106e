import type { ExportedCall } from '#shared/domain/export/columns.ts';
import { causeSchema } from '#shared/domain/call/record.ts';
import type { Direction, EndedBy, Outcome } from '#shared/domain/call/record.ts';
import { callDispositionSchema } from '#shared/domain/disposition/disposition.ts';
import { remembered } from '#shared/domain/remembered.ts';
import { qualitySummarySchema } from '#shared/domain/quality/summary.ts';
import { treatedSchema } from '#shared/domain/treatment/treated.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import { callListStatement } from './callList.ts';
import { tagsSchema } from './calls.ts';
import type { Db } from './database.ts';

/*
 * Calls as an export reads them: all that a filter leaves in, in one walk, of which nothing is taken
 * apart that no column asks for.
 */

/** In the order in which `ReadCall` takes them. */
const COLUMNS = `id, agent_id, direction, account, dialled, e164, name, raw_name, practice, started_at,
  answered_at, ended_at, held_ms, held_since, outcome, ended_by, recorded, note, cause, tags, quality,
  treated, disposition`;

type Row = readonly (string | number | null)[];

/** Most calls end alike, and have one of few types: each text is read once. */
const causeOf = remembered((text) => causeSchema.parse(JSON.parse(text)));
const tagsOf = remembered((text) => tagsSchema.parse(JSON.parse(text)));
const treatedOf = remembered((text) => treatedSchema.parse(JSON.parse(text)));
const dispositionOf = remembered((text) => callDispositionSchema.parse(JSON.parse(text)));

class ReadCall implements ExportedCall {
  readonly id: string;
  readonly agentId: string;
  readonly direction: Direction;
  readonly account: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly rawName: string | null;
  readonly practice: boolean;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly heldMs: number;
  readonly heldSince: number | null;
  readonly outcome: Outcome | null;
  readonly endedBy: EndedBy | null;
  readonly recorded: boolean;
  readonly note: string;
  readonly #row: Row;

  constructor(row: Row) {
    this.id = row[0] as string;
    this.agentId = row[1] as string;
    this.direction = row[2] as Direction;
    this.account = row[3] as string;
    this.dialled = row[4] as string;
    this.e164 = row[5] as string | null;
    this.name = row[6] as string | null;
    this.rawName = row[7] as string | null;
    this.practice = row[8] === 1;
    this.startedAt = row[9] as number;
    this.answeredAt = row[10] as number | null;
    this.endedAt = row[11] as number | null;
    this.heldMs = row[12] as number;
    this.heldSince = row[13] as number | null;
    this.outcome = row[14] as Outcome | null;
    this.endedBy = row[15] as EndedBy | null;
    this.recorded = row[16] === 1;
    this.note = row[17] as string;
    this.#row = row;
  }

  get cause(): ExportedCall['cause'] {
    return this.#read(18, causeOf);
  }
  get tags(): ExportedCall['tags'] {
    return tagsOf(this.#row[19] as string);
  }
  get quality(): ExportedCall['quality'] {
    return this.#read(20, (text) => qualitySummarySchema.parse(JSON.parse(text)));
  }
  get treated(): ExportedCall['treated'] {
    return this.#read(21, treatedOf);
  }
  get disposition(): ExportedCall['disposition'] {
    return this.#read(22, dispositionOf);
  }

  #read<T>(at: number, read: (text: string) => T): T | null {
    const text = this.#row[at] as string | null;
    return text === null ? null : read(text);
  }
}

/** Newest first, so many at once as come together, until there are no more. */
export function* exportedCalls(
  db: Db,
  filter: ParsedCallFilter,
  atOnce: number,
): Generator<readonly ExportedCall[]> {
  // One walk: a page of the index would be reached by passing all before it, each time anew.
  const statement = callListStatement(db, { filter, after: null, limit: -1 }, COLUMNS);
  if (statement === null) return;
  let page: ExportedCall[] = [];
  const rows = db.prepare(statement.sql).raw().iterate(statement.values) as Iterable<Row>;
  for (const row of rows) {
    page.push(new ReadCall(row));
    if (page.length < atOnce) continue;
    yield page;
    page = [];
  }
  yield page;
}
