import type { Later } from '#host/later.ts';

/** Time that passes when a test says so, and a clock on the wall that may be set. */
export interface VirtualTime {
  /** What the clock on the wall shows; epoch milliseconds. */
  readonly clock: () => number;
  readonly later: Later;
  /** Lets so many milliseconds pass, everything that is due in its order. */
  pass(ms: number): Promise<void>;
  /** Sets the clock on the wall, as a person does: no time passes. */
  setClock(to: number): void;
  /** How often anything was called so far. */
  readonly calls: number;
}

/** Promises that are answered, and answer others, are through. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function virtualTime(start: number): VirtualTime {
  let up = 0;
  let wall = start;
  let calls = 0;
  let count = 0;
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();

  const next = (): [number, { readonly at: number; readonly run: () => void }] | undefined =>
    [...timers].toSorted(([a, one], [b, other]) => one.at - other.at || a - b)[0];

  return {
    clock: () => wall + up,
    later(ms, run) {
      const id = (count += 1);
      timers.set(id, { at: up + Math.max(0, ms), run });
      return () => void timers.delete(id);
    },
    async pass(ms) {
      const end = up + ms;
      await settled();
      for (let due = next(); due && due[1].at <= end; due = next()) {
        const [id, { at, run }] = due;
        timers.delete(id);
        up = Math.max(up, at);
        calls += 1;
        run();
        await settled();
      }
      up = end;
    },
    setClock(to) {
      wall = to - up;
    },
    get calls() {
      return calls;
    },
  };
}
