import { dayAfter } from '../hours/businessHours.ts';
import type { PromiseRow } from './record.ts';

/*
 * What a promise is at a moment. `broken` is no end: it stays on the list until the customer is
 * reached or the agent closes it with a reason.
 */
export type PromiseState = 'due' | 'in-progress' | 'broken' | 'kept' | 'closed';

/** @param inCall whether a call with this customer is being made or going on */
export function stateOf(
  row: Pick<PromiseRow, 'end' | 'talk' | 'window'>,
  now: number,
  inCall = false,
): PromiseState {
  if (row.end) return row.end.how;
  if (row.talk || inCall) return 'in-progress';
  return now > row.window.to ? 'broken' : 'due';
}

export const GROUPS = ['overdue', 'soon', 'today', 'later'] as const;
export type PromiseGroup = (typeof GROUPS)[number];

const SOON_MS = 30 * 60_000;

/** A stretch of the worklist: the promises of one group and urgency, by `dueAt`. */
export interface Section {
  readonly group: PromiseGroup;
  readonly urgent: boolean;
  /** Epoch milliseconds: from, up to but without. */
  readonly from: number;
  readonly to: number;
}

/** The worklist at a moment, first what comes first: overdue before due, urgent before ordinary. */
export function sectionsAt(now: number): readonly Section[] {
  const soon = now + SOON_MS;
  // At night the half hour reaches into tomorrow.
  const tomorrow = Math.max(soon, dayAfter(now, 1));
  const bounds = [0, now, soon, tomorrow, Number.MAX_SAFE_INTEGER];
  return GROUPS.flatMap((group, place) => {
    const [from = 0, to = 0] = bounds.slice(place, place + 2);
    return [true, false].map((urgent) => ({ group, urgent, from, to }));
  });
}

type Placed = Pick<PromiseRow, 'id' | 'urgency' | 'dueAt'>;

/** The place of the row's section among `sections`. */
export function sectionOf(row: Placed, sections: readonly Section[]): number {
  return sections.findIndex(
    ({ urgent, from, to }) =>
      urgent === (row.urgency === 'urgent') && from <= row.dueAt && row.dueAt < to,
  );
}

/** Open promises by when they are due, those that are urgent apart: in this order they stay. */
export interface Piles<Row> {
  readonly urgent: readonly Row[];
  readonly normal: readonly Row[];
}

export function pilesOf<Row extends Placed>(rows: Iterable<Row>): Piles<Row> {
  const piles: Record<'urgent' | 'normal', Row[]> = { urgent: [], normal: [] };
  for (const row of rows) piles[row.urgency === 'urgent' ? 'urgent' : 'normal'].push(row);
  const byDue = (a: Row, b: Row): number => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);
  piles.urgent.sort(byDue);
  piles.normal.sort(byDue);
  return piles;
}

/** A section as a piece of its pile. */
export interface Cut {
  readonly group: PromiseGroup;
  readonly urgent: boolean;
  /** Places in the pile: from, up to but without. */
  readonly from: number;
  readonly to: number;
}

/** Where the sections of a moment part the piles: all that time alone changes in the worklist. */
export function cutsAt(piles: Piles<Placed>, now: number): readonly Cut[] {
  return sectionsAt(now).map(({ group, urgent, from, to }) => {
    const pile = urgent ? piles.urgent : piles.normal;
    return { group, urgent, from: placeOf(pile, from), to: placeOf(pile, to) };
  });
}

/** The place of the first that is due at `at` or later. */
function placeOf(pile: readonly Placed[], at: number): number {
  let low = 0;
  let high = pile.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pile[middle]?.dueAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const isSameCut = (a: Cut, b: Cut): boolean => a.from === b.from && a.to === b.to;

export function countsOf(cuts: readonly Cut[]): GroupCounts {
  const counts: Record<PromiseGroup, number> = { overdue: 0, soon: 0, today: 0, later: 0 };
  for (const { group, from, to } of cuts) counts[group] += to - from;
  return counts;
}

export interface InOrder<Row> {
  readonly row: Row;
  readonly group: PromiseGroup;
}

/** The piles put one behind the other as they are cut. */
export function arranged<Row>(piles: Piles<Row>, cuts: readonly Cut[]): readonly InOrder<Row>[] {
  return cuts.flatMap(({ group, urgent, from, to }) =>
    (urgent ? piles.urgent : piles.normal).slice(from, to).map((row) => ({ row, group })),
  );
}

/** Open promises in the order of the worklist at `now`. */
export function inOrder<Row extends Placed>(
  rows: Iterable<Row>,
  now: number,
): readonly InOrder<Row>[] {
  const piles = pilesOf(rows);
  return arranged(piles, cutsAt(piles, now));
}

/** How many open promises stand in each group. */
export type GroupCounts = Readonly<Record<PromiseGroup, number>>;
