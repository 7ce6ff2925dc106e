import { WRAP_UP } from '#shared/domain/availability/reasons.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import { gradeOfSummary } from '#shared/domain/quality/callQuality.ts';
import type { QualitySummary } from '#shared/domain/quality/summary.ts';
import { percentileOf } from '#shared/domain/reports/percentile.ts';
import { REPORT_TEXTS } from '#shared/domain/reports/report.ts';
import type { Report } from '#shared/domain/reports/report.ts';
import { TRIGGERS } from '#shared/domain/script/script.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** What a report counts beside calls. */

/** Epoch milliseconds, up to but without `to`. */
interface Time {
  readonly from: number;
  readonly to: number;
  /** 1: practice as well. */
  readonly practice: number;
}

/** After-call work that has ended, by when it began; what follows a practice call is practice. */
const WRAP_UPS = `
  SELECT count(*) AS wrapUps, coalesce(sum(to_at - from_at), 0) AS wrapUpMs
  FROM availability_spans
  WHERE from_at >= :from AND from_at < :to AND to_at IS NOT NULL AND reason_id = :reason
    AND (:practice = 1 OR NOT EXISTS (
      SELECT 1 FROM calls WHERE practice = 1 AND ended_at = availability_spans.from_at
        AND started_at <= availability_spans.from_at
        AND started_at >= availability_spans.from_at - 86400000))`;

export function reportWrapUps(db: Db, time: Time): { wrapUps: number; wrapUpMs: number } {
  return prepared(db, WRAP_UPS).get({ ...time, reason: WRAP_UP }) as {
    wrapUps: number;
    wrapUpMs: number;
  };
}

const ENDED = `SELECT json_extract(body, '$.end.how') AS how,
    coalesce(json_extract(body, '$.end.late'), 0) AS late, count(*) AS n
  FROM promises WHERE practice IN (0, :practice) AND ended_at >= :from AND ended_at < :to GROUP BY 1, 2`;
const OWED = `SELECT count(*) FROM promises
  WHERE practice IN (0, :practice) AND ended_at IS NULL AND window_to >= :from AND window_to < :to`;

export function reportPromises(db: Db, time: Time): Report['promises'] {
  const rows = prepared(db, ENDED).all(time) as { how: string; late: 0 | 1; n: number }[];
  const of = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((all, { n }) => all + n, 0);
  return {
    inTime: of(({ how, late }) => how === 'kept' && late === 0),
    late: of(({ how, late }) => how === 'kept' && late === 1),
    broken: prepared(db, OWED).pluck().get(time) as number,
    closed: of(({ how }) => how === 'closed'),
  };
}

const WAITS = `SELECT json_extract(body, '$.end.waitMs') AS ms,
    json_extract(body, '$.origin.kind') IN ('missed', 'away', 'voicemail') AS missed
  FROM promises WHERE practice IN (0, :practice) AND ended_at >= :from AND ended_at < :to
    AND json_extract(body, '$.end.how') = 'kept'`;

export function reportWaits(db: Db, time: Time): Report['callback'] {
  const rows = prepared(db, WAITS).all(time) as { ms: number; missed: 0 | 1 }[];
  const of = (missed: 0 | 1): Report['callback']['missed'] => {
    const waits = rows.filter((row) => row.missed === missed).map(({ ms }) => ms);
    return { n: waits.length, median: percentileOf(waits, 0.5), p90: percentileOf(waits, 0.9) };
  };
  return { missed: of(1), other: of(0) };
}

const AWAY = `
  SELECT reason_id AS reasonId, reason_name AS reasonName, count(*) AS times,
    sum(min(coalesce(to_at, :to), :to) - max(from_at, :from)) AS ms
  FROM availability_spans
  WHERE kind = 'away' AND reason_id IS NOT NULL AND reason_id <> :reason
    AND from_at < :to AND (to_at IS NULL OR to_at > :from)
  GROUP BY 1, 2 ORDER BY ms DESC, 1`;

export function reportAway(db: Db, { from, to }: Time): Report['away'] {
  return prepared(db, AWAY).all({ from, to, reason: WRAP_UP }) as Report['away'];
}

const TEXTS = `SELECT json_extract(body, '$.end.how') AS how,
    json_extract(body, '$.delivery.state') AS state, count(*) AS n
  FROM outbox WHERE practice IN (0, :practice) AND written_at >= :from AND written_at < :to GROUP BY 1, 2`;

export function reportTexts(db: Db, time: Time): Report['texts'] {
  const rows = prepared(db, TEXTS).all(time) as {
    how: string | null;
    state: string | null;
    n: number;
  }[];
  const states = rows.map(({ how, state, n }) => {
    const row = {
      end: how === null ? null : { how },
      delivery: state === null ? null : { state },
    } as Pick<TextRow, 'end' | 'delivery'>;
    return { state: textState(row), n };
  });
  return REPORT_TEXTS.map((state) => ({
    state,
    n: states.filter((one) => one.state === state).reduce((all, { n }) => all + n, 0),
  })).filter(({ n }) => n > 0);
}

const RUNS = `SELECT json_extract(body, '$.trigger') AS cause, count(*) AS n
  FROM runs WHERE practice IN (0, :practice) AND started_at >= :from AND started_at < :to GROUP BY 1`;

export function reportTriggers(db: Db, time: Time): Report['triggers'] {
  const rows = prepared(db, RUNS).all(time) as { cause: string | null; n: number }[];
  return [...TRIGGERS, null].flatMap((trigger) => {
    const n = rows.find(({ cause }) => cause === trigger)?.n ?? 0;
    return n === 0 ? [] : [{ trigger, n }];
  });
}

const MEANS = {
  ...{ lossPercent: 'lossPercent', lossOutPercent: 'lossOutPercent', mos: 'mosMean' },
  ...{ rttMs: 'rttP95Ms', jitterMs: 'jitterP95Ms' },
} as const satisfies Partial<Record<keyof Report['quality'], keyof QualitySummary>>;
type Mean = keyof typeof MEANS;

/**
 * Each summary is read once: SQLite would read it for every value anew, which took three times as long.
 * @param calls the statement's FROM and WHERE
 * @param answered how many calls of them were answered
 */
export function reportQuality(
  db: Db,
  time: Time,
  calls: string,
  answered: number,
): Report['quality'] {
  const summaries = prepared(
    db,
    `SELECT quality ${calls} AND answered_at IS NOT NULL AND quality IS NOT NULL`,
  ).pluck();
  const found = { good: 0, fair: 0, poor: 0 };
  const names = Object.keys(MEANS) as Mean[];
  const sums = new Map(names.map((name) => [name, { sum: 0, n: 0 }]));
  for (const text of summaries.iterate(time)) {
    const summary = JSON.parse(String(text)) as QualitySummary;
    const grade = gradeOfSummary(summary);
    if (grade !== null) found[grade] += 1;
    for (const [name, mean] of sums) {
      const value = summary[MEANS[name]];
      if (value === null) continue;
      mean.sum += value;
      mean.n += 1;
    }
  }
  const meanOf = (name: Mean): number | null => {
    const { sum, n } = sums.get(name) ?? { sum: 0, n: 0 };
    return n === 0 ? null : sum / n;
  };
  return {
    ...found,
    unknown: answered - found.good - found.fair - found.poor,
    lossPercent: meanOf('lossPercent'),
    lossOutPercent: meanOf('lossOutPercent'),
    mos: meanOf('mos'),
    rttMs: meanOf('rttMs'),
    jitterMs: meanOf('jitterMs'),
  };
}
