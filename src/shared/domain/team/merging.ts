/** What a record that comes is beside the one with its id that is there. */
export type MergeVerdict = 'added' | 'changed' | 'unchanged' | 'older';

export interface Revised {
  readonly revision: number;
  /** When the file was written that it stood in; epoch milliseconds. */
  readonly madeAt: number;
  /** The record as it is written. */
  readonly body: string;
}

/**
 * A newer revision replaces, an older one is passed over. Of one revision the later file counts: words
 * that were erased, or that are not shared any more, are no new fact.
 */
export function mergeVerdict(there: Revised | null, comes: Revised): MergeVerdict {
  if (there === null) return 'added';
  if (there.revision !== comes.revision) {
    return comes.revision > there.revision ? 'changed' : 'older';
  }
  if (there.body === comes.body) return 'unchanged';
  return comes.madeAt > there.madeAt ? 'changed' : 'older';
}

/** Which installations wrote one agent's day, each time another did. */
export function stationsAfter(stations: readonly string[], station: string): readonly string[] {
  return stations.at(-1) === station ? stations : [...stations, station];
}

/**
 * Whether two apps write under one id: one that was followed by another is there again. A computer that
 * was replaced does not come back.
 */
export function isContested(stations: readonly string[]): boolean {
  return new Set(stations).size < stations.length;
}
