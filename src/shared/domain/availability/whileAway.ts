import type { CallRow } from '../call/record.ts';
import { customerKey } from '../callback/record.ts';
import { isWrapUp } from './status.ts';
import type { Span } from './status.ts';

/** When somebody was away, from the first of it to the last; epoch milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The absence that has just ended: everything since calls were last taken, over changes of the
 * reason and over a restart in the middle of it.
 * @param spans in order, the last of them the one that goes on
 * @returns null where calls are not taken now, or there was no absence
 */
export function lastAbsence(spans: readonly Span[]): Stretch | null {
  const now = spans.at(-1);
  if (now?.kind !== 'available') return null;
  let from: number | null = null;
  for (const span of spans.slice(0, -1).toReversed()) {
    if (span.kind === 'available' || isWrapUp(span)) break;
    // Nobody at the desk is no absence by itself: the night is none.
    if (span.kind === 'away') from = span.from;
  }
  return from === null ? null : { from, to: now.from };
}

/**
 * By what the absence that a span belongs to is known: the first of it since calls were last taken,
 * whatever became of the reason since. By the order of the spans, not by the clock.
 * @param spans in order
 */
export function absenceWith(spans: readonly Span[], spanId: string): string {
  const place = spans.findIndex(({ id }) => id === spanId);
  let first = spanId;
  for (const span of spans.slice(0, Math.max(place, 0)).toReversed()) {
    if (span.kind === 'available' || isWrapUp(span) !== isWrapUp(spans[place] ?? null)) break;
    if (span.kind === 'away') first = span.id;
  }
  return first;
}

/** What one customer did meanwhile, in as many calls as it took them. */
export interface Missed {
  /** Their last call. */
  readonly call: CallRow;
  readonly calls: number;
  /** One of the calls left a message. */
  readonly voicemail: boolean;
}

/** Customers who reached nobody meanwhile, whoever called last first. */
export function missedMeanwhile(rows: readonly CallRow[], { from, to }: Stretch): Missed[] {
  const customers = new Map<string, Missed>();
  for (const row of rows) {
    const { startedAt, treated, direction, answeredAt } = row;
    const meanwhile = startedAt >= from && startedAt < to;
    if (!meanwhile || treated === null || direction !== 'inbound' || answeredAt !== null) continue;
    const key = `${row.practice} ${customerKey(row)}`;
    const known = customers.get(key);
    const last = known && known.call.startedAt > startedAt ? known.call : row;
    customers.set(key, {
      call: last,
      calls: (known?.calls ?? 0) + 1,
      voicemail: (known?.voicemail ?? false) || row.voicemail !== null,
    });
  }
  return [...customers.values()].toSorted((a, b) => b.call.startedAt - a.call.startedAt);
}
