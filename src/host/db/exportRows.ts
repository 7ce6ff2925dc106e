import type { AbuseRow } from '#shared/domain/abuse/record.ts';
import { WRAP_UP } from '#shared/domain/availability/reasons.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import type { CallExport, Customer, Dataset, RowsOf } from '#shared/domain/export/columns.ts';
import type { ParsedCallFilter } from '#shared/domain/history/filter.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { textRowSchema } from '#shared/domain/outbox/record.ts';
import { spansFrom } from './availability.ts';
import { countCalls, listCalls } from './callList.ts';
import { readCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** Rows of what is exported, oldest or newest first as the lists are, one at a time. */

const CALLS_AT_A_TIME = 1_000;
/** After-call work begins as the call ends, and the two clocks need not agree to the millisecond. */
const WRAP_UP_WITHIN_MS = 2_000;
const MOST_KNOWN = 50_000;

type Readers = { readonly [Kind in Dataset]: () => Iterable<RowsOf[Kind]> };

export function exportRows(db: Db, filter: ParsedCallFilter): Readers {
  const customerOf = customers(db);
  const { from = 0, to = Number.MAX_SAFE_INTEGER, practice } = filter;
  const kinds = practice === undefined ? [0, 1] : [practice ? 1 : 0, practice ? 1 : 0];

  const bodies = <Row>(sql: string, ...values: readonly number[]): Iterable<Row> =>
    mapped(
      db
        .prepare(sql)
        .pluck()
        .iterate(...values) as Iterable<string>,
      (body) => JSON.parse(body) as Row,
    );

  return {
    *calls() {
      let after = null;
      for (;;) {
        const page = listCalls(db, { filter, after, limit: CALLS_AT_A_TIME });
        const related = relatedTo(db, page);
        for (const call of page) yield { call, customer: customerOf(call), ...related(call) };
        const last = page.at(-1);
        if (last === undefined || page.length < CALLS_AT_A_TIME) return;
        after = { startedAt: last.startedAt, id: last.id };
      }
    },
    promises: () =>
      mapped(
        bodies<PromiseRow>(`${BODIES.promises} ORDER BY made_at DESC`, from, to, ...kinds),
        (promise) => ({ promise, customer: customerOf(promise) }),
      ),
    absences: () =>
      mapped(
        filtered(spansFrom(db, from, to), ({ kind }) => kind === 'away'),
        (span) => ({ span }),
      ),
    texts: () =>
      mapped(
        bodies<unknown>(`${BODIES.texts} ORDER BY written_at DESC`, from, to, ...kinds),
        (body) => {
          const text = textRowSchema.parse(body);
          return { text, customer: customerOf(text) };
        },
      ),
    abuse: () =>
      mapped(bodies<AbuseRow>(`${BODIES.abuse} ORDER BY begun_at DESC`, from, to), (abuse) => {
        const call = readCall(db, abuse.callId);
        const someone = call ?? { e164: null, dialled: '', name: null };
        return { abuse, call, customer: customerOf(someone) };
      }),
  };
}

const BODIES = {
  promises: `SELECT body FROM promises WHERE made_at >= ? AND made_at < ? AND practice IN (?, ?)`,
  texts: `SELECT body FROM outbox WHERE written_at >= ? AND written_at < ? AND practice IN (?, ?)`,
  abuse: `SELECT body FROM abuse_cases WHERE begun_at >= ? AND begun_at < ?`,
} as const;

/** How many calls there will be, for who waits; other tables are short. */
export function countOfExport(db: Db, dataset: Dataset, filter: ParsedCallFilter): number | null {
  return dataset === 'calls' ? countCalls(db, filter) : null;
}

type Related = Omit<CallExport, 'call' | 'customer'>;

/** What hangs on the calls of a page, each table asked once. */
function relatedTo(db: Db, page: readonly CallRow[]): (call: CallRow) => Related {
  const ids = JSON.stringify(page.map(({ id }) => id));
  const byCall = <Row>(sql: string, read: (body: string) => Row): Map<string, Row> => {
    // The newest comes last, and stays.
    const rows = prepared(db, sql).all(ids) as { callId: string; body: string }[];
    return new Map(rows.map(({ callId, body }) => [callId, read(body)]));
  };
  const promises = byCall(
    `SELECT json_extract(body, '$.origin.callId') AS callId, body FROM promises
     WHERE json_extract(body, '$.origin.callId') IN (SELECT value FROM json_each(?))
     ORDER BY made_at`,
    (body) => JSON.parse(body) as PromiseRow,
  );
  const texts = byCall(
    `SELECT call_id AS callId, body FROM outbox
     WHERE call_id IN (SELECT value FROM json_each(?)) ORDER BY written_at`,
    readText,
  );
  const cases = byCall(
    `SELECT call_id AS callId, body FROM abuse_cases
     WHERE call_id IN (SELECT value FROM json_each(?))`,
    (body) => JSON.parse(body) as AbuseRow,
  );
  const wrapUps = wrapUpsOf(db, page);
  return (call) => ({
    promise: promises.get(call.id) ?? null,
    text: texts.get(call.id) ?? null,
    abuse: cases.get(call.id) ?? null,
    wrapUpMs: wrapUps(call),
  });
}

const readText = (body: string): TextRow => textRowSchema.parse(JSON.parse(body));

interface WrapUp {
  readonly agentId: string;
  readonly from: number;
  readonly ms: number;
}

function wrapUpsOf(db: Db, page: readonly CallRow[]): (call: CallRow) => number | null {
  const ends = page.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
  const rows = prepared(
    db,
    `SELECT agent_id AS agentId, from_at AS "from", to_at - from_at AS ms FROM availability_spans
     WHERE from_at BETWEEN ? AND ? AND reason_id = ? AND to_at IS NOT NULL ORDER BY from_at`,
  ).all(
    Math.min(...ends) - WRAP_UP_WITHIN_MS,
    Math.max(...ends) + WRAP_UP_WITHIN_MS,
    WRAP_UP,
  ) as WrapUp[];
  const byAgent = Map.groupBy(rows, ({ agentId }) => agentId);
  return ({ agentId, answeredAt, endedAt }) => {
    if (answeredAt === null || endedAt === null) return null;
    const found = byAgent
      .get(agentId)
      ?.find(({ from }) => Math.abs(from - endedAt) <= WRAP_UP_WITHIN_MS);
    return found?.ms ?? null;
  };
}

type Someone = Pick<CallRow, 'e164' | 'dialled' | 'name'> & {
  readonly rawName?: string | null;
  readonly customer?: string;
};

/** Who somebody is, with every name that would give them away in a text. */
function customers(db: Db): (someone: Someone) => Customer {
  const known = new Map<string, readonly string[]>();

  function namesAt(key: string): readonly string[] {
    const found = known.get(key);
    if (found) return found;
    if (known.size > MOST_KNOWN) known.clear();
    const names = prepared(
      db,
      `SELECT json_extract(c.body, '$.name') FROM customer_numbers n JOIN customers c
         ON c.id = n.customer_id WHERE n.key = :key AND c.erased = 0
       UNION ALL SELECT c.name FROM contact_numbers n JOIN contacts c
         ON c.id = n.contact_id WHERE n.key = :key`,
    )
      .pluck()
      .all({ key }) as (string | null)[];
    const said = names.filter((name): name is string => name !== null && name.trim() !== '');
    known.set(key, said);
    return said;
  }

  return ({ e164, dialled, name, rawName = null, customer }) => {
    const here = namesAt(customer ?? numberKey({ e164, dialled }));
    const names = [...new Set([...here, name ?? '', rawName ?? ''])].filter((one) => one !== '');
    const numbers = [...new Set([e164 ?? '', dialled])].filter((one) => one !== '');
    return { name: here[0] ?? name, names, numbers, e164, dialled };
  };
}

function* mapped<From, To>(rows: Iterable<From>, map: (row: From) => To): Generator<To> {
  for (const row of rows) yield map(row);
}

function* filtered<Row>(rows: Iterable<Row>, keep: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (keep(row)) yield row;
}
