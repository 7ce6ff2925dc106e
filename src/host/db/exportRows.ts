import type { AbuseRow } from '#shared/domain/abuse/record.ts';
import { WRAP_UP } from '#shared/domain/availability/reasons.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import { numberKey } from '#shared/domain/contact/contactNumber.ts';
import type {
  CallExport,
  Customer,
  Dataset,
  ExportedCall,
  RowsOf,
} from '#shared/domain/export/columns.ts';
import type { ParsedExportRequest } from '#shared/domain/export/request.ts';
import { promiseFacet } from '#shared/domain/history/filter.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { textRowSchema, textState } from '#shared/domain/outbox/record.ts';
import { spansFrom } from './availability.ts';
import { countCalls } from './callCounts.ts';
import { readCall } from './calls.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { exportedCalls } from './exportCalls.ts';
import { candidateTest } from './exportFilter.ts';

/** Rows of what is exported, oldest or newest first as the lists are, one at a time. */

const CALLS_AT_A_TIME = 1_000;
/** After-call work begins as the call ends, and the two clocks need not agree to the millisecond. */
const WRAP_UP_WITHIN_MS = 2_000;
const MOST_KNOWN = 50_000;

type Readers = { readonly [Kind in Dataset]: () => Iterable<RowsOf[Kind]> };

/** What is exported: a filter, or calls that somebody has chosen one by one. */
type Asked = Pick<ParsedExportRequest, 'filter' | 'callIds'>;

export function exportRows(db: Db, { filter, callIds }: Asked): Readers {
  const customerOf = customers(db);
  const { from = 0, to = Number.MAX_SAFE_INTEGER, practice } = filter;
  const kinds = practice === undefined ? [0, 1] : [practice ? 1 : 0, practice ? 1 : 0];
  const isMeant = candidateTest(filter, (id) => readCall(db, id));

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
      const pages =
        callIds === undefined
          ? exportedCalls(db, filter, CALLS_AT_A_TIME)
          : [chosenCalls(db, callIds)];
      for (const page of pages) {
        const related = relatedTo(db, page);
        for (const call of page) yield related(call, customerOf(call));
      }
    },
    promises: () =>
      filtered(
        mapped(
          bodies<PromiseRow>(`${BODIES.promises} ORDER BY made_at DESC`, from, to, ...kinds),
          (promise) => ({ promise, customer: customerOf(promise) }),
        ),
        ({ promise: { agentId, topic, note, origin, ...promise }, customer }) =>
          (filter.promise === undefined || promiseFacet(promise) === filter.promise) &&
          isMeant({ agentId, customer, words: [topic, note], callId: origin.callId }),
      ),
    absences: () =>
      mapped(
        filtered(
          spansFrom(db, from, to),
          ({ kind, reasonId, agentId }) =>
            kind === 'away' &&
            (filter.reason === undefined || reasonId === filter.reason) &&
            (filter.agentId === undefined || agentId === filter.agentId),
        ),
        (span) => ({ span }),
      ),
    texts: () =>
      filtered(
        mapped(
          bodies<unknown>(`${BODIES.texts} ORDER BY written_at DESC`, from, to, ...kinds),
          (body) => {
            const text = textRowSchema.parse(body);
            return { text, customer: customerOf(text) };
          },
        ),
        ({ text, customer }) =>
          (filter.texted === undefined || textState(text) === filter.texted) &&
          isMeant({
            ...{ agentId: text.agentId, customer },
            ...{ words: [text.body], callId: text.origin.callId },
          }),
      ),
    abuse: () =>
      filtered(
        mapped(bodies<AbuseRow>(`${BODIES.abuse} ORDER BY begun_at DESC`, from, to), (abuse) => {
          const call = readCall(db, abuse.callId);
          const someone = call ?? { e164: null, dialled: '', name: null };
          return { abuse, call, customer: customerOf(someone) };
        }),
        ({ abuse: { agentId, callId, report }, call, customer }) =>
          (practice === undefined || call?.practice === practice) &&
          isMeant({ agentId, customer, words: [report?.text ?? ''], callId }),
      ),
  };
}

/** In the order of the log; what is no more is left out. */
function chosenCalls(db: Db, ids: readonly string[]): readonly CallRow[] {
  return [...new Set(ids)]
    .map((id) => readCall(db, id))
    .filter((call) => call !== null)
    .toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
}

const BODIES = {
  promises: `SELECT body FROM promises WHERE made_at >= ? AND made_at < ? AND practice IN (?, ?)`,
  texts: `SELECT body FROM outbox WHERE written_at >= ? AND written_at < ? AND practice IN (?, ?)`,
  abuse: `SELECT body FROM abuse_cases WHERE begun_at >= ? AND begun_at < ?`,
} as const;

/** How many calls there will be, for who waits; other tables are short. */
export function countOfExport(db: Db, dataset: Dataset, asked: Asked): number | null {
  if (dataset !== 'calls') return null;
  return asked.callIds?.length ?? countCalls(db, asked.filter);
}

type Joined = (call: ExportedCall, customer: Customer) => CallExport;

/** What hangs on the calls of a page, each table asked once. */
function relatedTo(db: Db, page: readonly ExportedCall[]): Joined {
  const ids = JSON.stringify(page.map(({ id }) => id));
  const byCall = <Row>(
    table: 'promises' | 'outbox' | 'abuse_cases',
    sql: string,
    read: (body: string) => Row,
  ): Map<string, Row> => {
    const none = prepared(db, `SELECT NOT EXISTS (SELECT 1 FROM ${table})`).pluck().get() === 1;
    if (none) return new Map();
    // The newest comes last, and stays.
    const rows = prepared(db, sql).all(ids) as { callId: string; body: string }[];
    return new Map(rows.map(({ callId, body }) => [callId, read(body)]));
  };
  const promises = byCall(
    'promises',
    `SELECT json_extract(body, '$.origin.callId') AS callId, body FROM promises
     WHERE json_extract(body, '$.origin.callId') IN (SELECT value FROM json_each(?))
     ORDER BY made_at`,
    (body) => JSON.parse(body) as PromiseRow,
  );
  const texts = byCall(
    'outbox',
    `SELECT call_id AS callId, body FROM outbox
     WHERE call_id IN (SELECT value FROM json_each(?)) ORDER BY written_at`,
    readText,
  );
  const cases = byCall(
    'abuse_cases',
    `SELECT call_id AS callId, body FROM abuse_cases
     WHERE call_id IN (SELECT value FROM json_each(?))`,
    (body) => JSON.parse(body) as AbuseRow,
  );
  const wrapUps = wrapUpsOf(db, page);
  return (call, customer) => ({
    call,
    customer,
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

function wrapUpsOf(db: Db, page: readonly ExportedCall[]): (call: ExportedCall) => number | null {
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
  const namesAt = namesByNumber(db);
  return ({ e164, dialled, name, rawName = null, customer }) => {
    const here = namesAt(customer ?? numberKey({ e164, dialled }));
    return {
      name: here[0] ?? name,
      names: eachOnce(here, name, rawName),
      numbers: eachOnce([], e164, dialled),
      ...{ e164, dialled },
    };
  };
}

/** What is there of them; lists of two or three, for which no set is made. */
function eachOnce(some: readonly string[], ...more: readonly (string | null)[]): readonly string[] {
  const all = [...some];
  for (const one of more) if (one !== null && one !== '' && !all.includes(one)) all.push(one);
  return all;
}

/** Of customers first, then of contacts; by `numberKey`. */
const NAMES = `SELECT n.key AS key, json_extract(c.body, '$.name') AS name FROM customer_numbers n
    JOIN customers c ON c.id = n.customer_id WHERE c.erased = 0
  UNION ALL SELECT n.key, c.name FROM contact_numbers n JOIN contacts c ON c.id = n.contact_id`;

interface Named {
  readonly key: string;
  readonly name: string | null;
}

/** What whoever has a number is called here. */
function namesByNumber(db: Db): (key: string) => readonly string[] {
  const named = db.prepare(`SELECT count(*) FROM (${NAMES} LIMIT ${MOST_KNOWN + 1})`).pluck();
  const said = (rows: readonly Named[]): readonly string[] =>
    rows.flatMap(({ name }) => (name === null || name.trim() === '' ? [] : [name]));
  if ((named.get() as number) <= MOST_KNOWN) {
    const rows = Map.groupBy(db.prepare(NAMES).all() as Named[], ({ key }) => key);
    const names = new Map([...rows].map(([key, found]) => [key, said(found)]));
    return (key) => names.get(key) ?? [];
  }
  const at = db.prepare(`SELECT * FROM (${NAMES}) WHERE key = ?`);
  return (key) => said(at.all(key) as Named[]);
}

function* mapped<From, To>(rows: Iterable<From>, map: (row: From) => To): Generator<To> {
  for (const row of rows) yield map(row);
}

function* filtered<Row>(rows: Iterable<Row>, keep: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (keep(row)) yield row;
}
