import { shallowReactive } from 'vue';

/** How many answers are kept; a log that is scrolled through for hours has more numbers. */
const KEPT = 2_000;
const ASKED_AT_ONCE = 200;
const LONGEST_KEY = 128;

export interface AnswersByKey<A> {
  /** The answer, null while there is none: a key that is looked at first is asked for by that. */
  of(key: string): A | null;
  /** Asks anew for everything that was answered: it may have changed. */
  refresh(): void;
}

/**
 * What the host knows of numbers: those that are looked at in one turn are asked for together, each
 * once. An answer is told to those who show that key alone: a list is scrolled at sixty frames a
 * second, and a row that has its answer is not drawn again for another's.
 * @param find the answers that there are; one that is missing is a no
 */
export function answersByKey<A>(
  find: (keys: string[]) => Promise<ReadonlyMap<string, A>>,
): AnswersByKey<A> {
  /** null: none. A key that is not there has not been answered yet. */
  const known = shallowReactive(new Map<string, A | null>());
  const wanted = new Set<string>();
  /** Asked and not answered yet: whoever looks meanwhile does not ask again. */
  const onTheWay = new Set<string>();
  let asking = false;

  async function ask(): Promise<void> {
    asking = true;
    while (wanted.size > 0) {
      const piece = [...wanted].slice(0, ASKED_AT_ONCE);
      for (const key of piece) {
        wanted.delete(key);
        onTheWay.add(key);
      }
      try {
        const found = await find(piece);
        for (const key of piece) known.set(key, found.get(key) ?? null);
        for (const key of known.keys()) {
          if (known.size <= KEPT) break;
          known.delete(key);
        }
      } catch {
        // A call goes on without a name; the next change asks again.
      }
      for (const key of piece) onTheWay.delete(key);
    }
    asking = false;
  }

  function want(keys: Iterable<string>): void {
    const idle = !asking && wanted.size === 0;
    for (const key of keys) if (key !== '' && key.length <= LONGEST_KEY) wanted.add(key);
    if (idle && wanted.size > 0) queueMicrotask(() => void ask());
  }

  return {
    of(key) {
      const answer = known.get(key);
      if (answer === undefined && !onTheWay.has(key)) want([key]);
      return answer ?? null;
    },
    // Also what is on the way: it may have been answered before the change.
    refresh: () => want([...known.keys(), ...onTheWay]),
  };
}
