/** Figures that look like chance and are the same for one seed: mulberry32. */
export interface Random {
  /** 0 up to but without 1. */
  next(): number;
  /** A whole number from 0 up to but without `below`. */
  below(below: number): number;
  /** Whether something that happens so often happens now; 0 to 1. */
  happens(often: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Around `mean`, never negative, now and then much longer: as calls last. */
  length(mean: number): number;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (often) => next() < often,
    pick<T>(from: readonly T[]): T {
      const found = from[below(from.length)];
      if (found === undefined) throw new RangeError('Nothing to pick from.');
      return found;
    },
    length: (mean) => Math.round(-mean * Math.log(1 - next())),
  };
}
