import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { KnownPerson } from '#shared/contract/contacts.ts';
import { useHost } from '../api/host.ts';

export interface PeopleWithNumber {
  readonly people: readonly KnownPerson[];
  readonly total: number;
}

/** How many answers are kept; a log that is scrolled through for hours has more numbers. */
const KEPT = 2_000;
const ASKED_AT_ONCE = 200;

/** Whose numbers these are: asked for together, once, and anew when contacts change. */
export const useContactNameStore = defineStore('contactNames', () => {
  const host = useHost();
  /**
   * null: nobody's. A number that is not there has not been answered yet. An answer is told to those
   * who show that number alone: a list is scrolled through at sixty frames a second.
   */
  const known = shallowReactive(new Map<string, PeopleWithNumber | null>());
  let wanted = new Set<string>();

  async function ask(): Promise<void> {
    const keys = [...wanted];
    wanted = new Set();
    for (let from = 0; from < keys.length; from += ASKED_AT_ONCE) {
      const piece = keys.slice(from, from + ASKED_AT_ONCE);
      try {
        const { found } = await host.call('contacts.byNumber', { keys: piece });
        const answers = new Map<string, PeopleWithNumber | null>(piece.map((key) => [key, null]));
        for (const { key, people, total } of found) answers.set(key, { people, total });
        for (const [key, answer] of answers) known.set(key, answer);
        for (const key of known.keys()) {
          if (known.size <= KEPT) break;
          known.delete(key);
        }
      } catch {
        // A call goes on without a name; the next change asks again.
      }
    }
  }

  function want(keys: Iterable<string>): void {
    const none = wanted.size === 0;
    for (const key of keys) if (key !== '' && key.length <= 128) wanted.add(key);
    if (none && wanted.size > 0) queueMicrotask(() => void ask());
  }

  function of(key: string): PeopleWithNumber | null {
    const answer = known.get(key);
    if (answer === undefined) want([key]);
    return answer ?? null;
  }

  function start(): void {
    const again = (): void => want([...known.keys()]);
    host.on('contacts.changed', again);
    host.onState((state) => {
      if (state === 'open') again();
    });
  }

  return { of, start };
});
