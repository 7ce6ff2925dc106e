/** Rows of a list that are chosen one by one, or from one to another, to have something done to all. */
export interface Marking {
  readonly ids: ReadonlySet<string>;
  /** From which row a stretch goes; null before one was marked. */
  readonly anchor: string | null;
  /** What was marked before the stretch: it grows and shrinks beside that. */
  readonly before: ReadonlySet<string>;
}

export const UNMARKED: Marking = { ids: new Set(), anchor: null, before: new Set() };

/** Marks a row or takes its mark away; the next stretch goes from here. */
export function toggled({ ids }: Marking, id: string): Marking {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id, before: new Set(next) };
}

/**
 * Everything between the anchor and this row, both included, beside what was marked before. Without an
 * anchor, or where it is in the list no more, the row alone.
 * @param order ids as the list shows them
 * @param from where the keys came from, for the first stretch
 */
export function stretched(
  marking: Marking,
  order: readonly string[],
  to: string,
  from: string = to,
): Marking {
  const known = marking.anchor !== null && order.includes(marking.anchor) ? marking.anchor : from;
  const [a, b] = [order.indexOf(known), order.indexOf(to)];
  if (a === -1 || b === -1) return marking;
  const between = order.slice(Math.min(a, b), Math.max(a, b) + 1);
  const before = marking.anchor === known ? marking.before : marking.ids;
  return { ids: new Set([...before, ...between]), anchor: known, before };
}

/** All that the list shows; marked all already, none. */
export function allOf({ ids }: Marking, order: readonly string[]): Marking {
  return order.every((id) => ids.has(id)) ? UNMARKED : { ...UNMARKED, ids: new Set(order) };
}
