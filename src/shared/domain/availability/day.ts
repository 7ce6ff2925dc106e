import { isWrapUp } from './status.ts';
import type { Span } from './status.ts';

/** A piece of a day, for the strip and the table behind it. Epoch milliseconds. */
export interface DayPart {
  readonly from: number;
  readonly to: number;
  readonly kind: 'available' | 'call' | 'wrap-up' | 'away' | 'off';
  readonly reasonId: string | null;
  readonly reasonName: string | null;
}

export interface Talk {
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
}

/**
 * A day in order, without a gap between its parts: talking comes before whatever else was chosen,
 * since nobody takes a second call meanwhile.
 * @param talks of answered calls, in any order; they may overlap
 * @param from to the day, or as much of it as there has been
 */
export function dayParts(
  spans: readonly Span[],
  talks: readonly Talk[],
  from: number,
  to: number,
): DayPart[] {
  const calls = merged(talks, from, to);
  const parts: DayPart[] = [];
  for (const span of spans) {
    let at = Math.max(span.from, from);
    const end = Math.min(span.to ?? to, to);
    const { reasonId, reasonName } = span;
    const kind = span.kind === 'away' && isWrapUp(span) ? 'wrap-up' : span.kind;
    for (const call of calls) {
      if (call.to <= at || call.from >= end) continue;
      if (call.from > at) parts.push({ from: at, to: call.from, kind, reasonId, reasonName });
      const [begins, ends] = [Math.max(call.from, at), Math.min(call.to, end)];
      parts.push({ from: begins, to: ends, kind: 'call', reasonId: null, reasonName: null });
      at = ends;
    }
    if (at < end) parts.push({ from: at, to: end, kind, reasonId, reasonName });
  }
  return joined(parts);
}

function merged(talks: readonly Talk[], from: number, to: number): { from: number; to: number }[] {
  const within = talks
    .map((talk) => ({ from: Math.max(talk.from, from), to: Math.min(talk.to ?? to, to) }))
    .filter((talk) => talk.from < talk.to)
    .toSorted((a, b) => a.from - b.from);
  const out: { from: number; to: number }[] = [];
  for (const talk of within) {
    const last = out.at(-1);
    if (last && talk.from <= last.to) last.to = Math.max(last.to, talk.to);
    else out.push({ ...talk });
  }
  return out;
}

/** A call that goes over from one span to the next is one part. */
function joined(parts: readonly DayPart[]): DayPart[] {
  const out: DayPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last && last.to === part.from && last.kind === 'call' && part.kind === 'call') {
      out[out.length - 1] = { ...last, to: part.to };
    } else out.push(part);
  }
  return out;
}

export interface Total {
  readonly kind: DayPart['kind'];
  readonly reasonId: string | null;
  readonly reasonName: string | null;
  readonly ms: number;
  readonly times: number;
}

/** How long and how often each was, the longest first. Time away from the desk is not counted. */
export function totalsOf(parts: readonly DayPart[]): Total[] {
  const totals = new Map<string, Total>();
  for (const { kind, reasonId, reasonName, from, to } of parts) {
    if (kind === 'off') continue;
    const key = JSON.stringify([kind, reasonId, reasonName]);
    const known = totals.get(key) ?? { kind, reasonId, reasonName, ms: 0, times: 0 };
    totals.set(key, { ...known, ms: known.ms + (to - from), times: known.times + 1 });
  }
  return [...totals.values()].toSorted((a, b) => b.ms - a.ms);
}
