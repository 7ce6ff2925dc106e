import { inboundEnd, NO_INBOUND } from '#shared/domain/reports/inbound.ts';
import type { Inbound } from '#shared/domain/reports/inbound.ts';
import { byHour, QUARTER_MS } from '#shared/domain/reports/hours.ts';
import type { QuarterCount } from '#shared/domain/reports/hours.ts';
import type { EndedBy, Outcome } from '#shared/domain/call/record.ts';
import type { Report, ReportRequest } from '#shared/domain/reports/report.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import {
  reportAway,
  reportPromises,
  reportQuality,
  reportTexts,
  reportTriggers,
  reportWaits,
  reportWrapUps,
} from './reportParts.ts';

/** Whose calls are counted: the one place where calls of others, or of one agent, would be chosen. */
export const CALLS = `FROM calls INDEXED BY calls_newest
  WHERE started_at >= :from AND started_at < :to AND ended_at IS NOT NULL AND service IS NULL
    AND practice <= :practice`;

const ENDS = `
  SELECT direction, outcome, answered_at IS NOT NULL AS answered, ended_by AS endedBy,
    attended IS NOT NULL AS attended,
    answered_at IS NOT NULL AND answered_at - started_at <= :within AS inTime,
    ended_at - started_at < :short AS short,
    count(*) AS n,
    coalesce(sum(CASE WHEN answered_at IS NULL THEN 0
      ELSE max(0, ended_at - answered_at - held_ms) END), 0) AS talkMs,
    coalesce(sum(CASE WHEN answered_at IS NULL THEN 0 ELSE held_ms END), 0) AS holdMs
  ${CALLS} GROUP BY 1, 2, 3, 4, 5, 6, 7`;

interface EndsRow {
  readonly direction: 'inbound' | 'outbound';
  readonly outcome: Outcome;
  readonly answered: 0 | 1;
  readonly endedBy: EndedBy | null;
  readonly attended: 0 | 1;
  readonly inTime: 0 | 1;
  readonly short: 0 | 1;
  readonly n: number;
  readonly talkMs: number;
  readonly holdMs: number;
}

const HOURS = `SELECT started_at / ${QUARTER_MS} AS quarter, count(*) AS calls,
    sum(direction = 'inbound' AND answered_at IS NULL) AS unanswered
  ${CALLS} GROUP BY 1`;

/** The figures of a time, added up by the database. */
export function report(db: Db, request: ReportRequest): Report {
  const { from, to, practice, policy } = request;
  const time = { from, to, practice: practice ? 1 : 0 };
  const ends = prepared(db, ENDS).all({
    ...time,
    within: policy.answerWithinS * 1_000,
    short: policy.shortAbandonS * 1_000,
  }) as EndsRow[];
  const hours = prepared(db, HOURS).all(time) as (QuarterCount & {
    readonly unanswered: number;
  })[];
  const sum = (rows: readonly EndsRow[], of: (row: EndsRow) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  const outbound = ends.filter(({ direction }) => direction === 'outbound');
  const answered = ends.filter((row) => row.answered === 1);
  const calls = sum(answered, ({ n }) => n);
  return {
    inbound: inboundOf(ends.filter(({ direction }) => direction === 'inbound')),
    outbound: {
      total: sum(outbound, ({ n }) => n),
      answered: sum(outbound, ({ n, answered: spoke }) => n * spoke),
    },
    hours: {
      calls: byHour(hours),
      unanswered: byHour(hours.map(({ quarter, unanswered }) => ({ quarter, calls: unanswered }))),
    },
    handling: {
      calls,
      talkMs: sum(answered, ({ talkMs }) => talkMs),
      holdMs: sum(answered, ({ holdMs }) => holdMs),
      ...reportWrapUps(db, time),
    },
    promises: reportPromises(db, time),
    callback: reportWaits(db, time),
    away: reportAway(db, time),
    texts: reportTexts(db, time),
    triggers: reportTriggers(db, time),
    quality: reportQuality(db, time, CALLS, calls),
  };
}

function inboundOf(rows: readonly EndsRow[]): Inbound {
  const found: { -readonly [K in keyof Inbound]: Inbound[K] } = { ...NO_INBOUND };
  for (const row of rows) {
    const { n, answered, attended, short, inTime } = row;
    found.total += n;
    found.answeredInTime += n * inTime;
    found[
      inboundEnd({ ...row, answered: answered === 1, attended: attended === 1, short: short === 1 })
    ] += n;
  }
  return found;
}
