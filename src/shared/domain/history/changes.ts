import type { CallFact } from '../call/record.ts';

/** What somebody wrote of a call before what stands there now, from the facts that are never replaced. */

export interface Version<Value> {
  /** Of the fact. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: Value;
}

/** A note is stored at every pause of its writer: what was written on within this was no version. */
const WRITTEN_ON_MS = 60_000;

/** Newest first; the first is what stands there now. Emptied notes and taken tags are versions too. */
export function noteVersions(facts: readonly CallFact[]): readonly Version<string>[] {
  const all = facts.flatMap((fact) =>
    fact.type === 'noted' ? [{ id: fact.id, at: fact.at, value: fact.note }] : [],
  );
  return different(
    all.filter(({ at }, place) => {
      const next = all[place + 1];
      return next === undefined || next.at - at >= WRITTEN_ON_MS;
    }),
    (one, other) => one === other,
  );
}

export function tagVersions(facts: readonly CallFact[]): readonly Version<readonly string[]>[] {
  const all = facts.flatMap((fact) =>
    fact.type === 'tagged' ? [{ id: fact.id, at: fact.at, value: fact.tags }] : [],
  );
  return different(all, (one, other) => one.join() === other.join());
}

function different<Value>(
  oldestFirst: readonly Version<Value>[],
  isSame: (one: Value, other: Value) => boolean,
): readonly Version<Value>[] {
  return oldestFirst
    .filter(({ value }, place) => {
      const before = oldestFirst[place - 1];
      return before === undefined || !isSame(before.value, value);
    })
    .toReversed();
}
