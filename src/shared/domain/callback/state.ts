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

/** Open promises in the order of the worklist at `now`. */
export function inOrder<Row extends Placed>(
  rows: Iterable<Row>,
  now: number,
): { readonly row: Row; readonly group: PromiseGroup }[] {
  const sections = sectionsAt(now);
  const placed = [...rows].map((row) => ({ row, place: sectionOf(row, sections) }));
  placed.sort(
    (a, b) => a.place - b.place || a.row.dueAt - b.row.dueAt || (a.row.id < b.row.id ? -1 : 1),
  );
  return placed.map(({ row, place }) => ({ row, group: sections[place]?.group ?? 'later' }));
}

/** How many open promises stand in each group. */
export type GroupCounts = Readonly<Record<PromiseGroup, number>>;
