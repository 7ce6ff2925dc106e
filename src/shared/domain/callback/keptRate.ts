import { z } from 'zod';
import type { PromiseRow } from './record.ts';

/*
 * How well a desk keeps its promises, told to whoever works at it. A promise counts once it is kept,
 * or once the time that was promised is past. One that was closed with a reason is told apart and is
 * no part of the share: what a customer took back was not broken.
 */

const count = z.number().int().min(0);

export const keptRateSchema = z.object({
  /** Answered within the promised time, or before it. */
  inTime: count,
  /** Answered, and later than promised. */
  late: count,
  /** Past, and still owed. */
  broken: count,
  /** Closed with a reason. */
  closed: count,
  /** Half of the customers who were reached waited no longer; milliseconds, null without any. */
  medianWaitMs: count.nullable(),
});
export type KeptRate = z.infer<typeof keptRateSchema>;

/** @param rows promises that ended, or whose time is past */
export function keptRate(rows: readonly Pick<PromiseRow, 'end'>[]): KeptRate {
  const kept = rows.flatMap(({ end }) => (end?.how === 'kept' ? [end] : []));
  return {
    inTime: kept.filter(({ late }) => !late).length,
    late: kept.filter(({ late }) => late).length,
    broken: rows.filter(({ end }) => end === null).length,
    closed: rows.filter(({ end }) => end?.how === 'closed').length,
    medianWaitMs: medianOf(kept.map(({ waitMs }) => waitMs)),
  };
}

/** The share that was kept in time; null while nothing counts. */
export function shareInTime({ inTime, late, broken }: KeptRate): number | null {
  const all = inTime + late + broken;
  return all === 0 ? null : inTime / all;
}

/** The upper one of two in the middle. */
function medianOf(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
