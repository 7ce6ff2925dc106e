import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
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
  /** null: nobody's. A number that is not there has not been answered yet. */
  const known = shallowRef<ReadonlyMap<string, PeopleWithNumber | null>>(new Map());
  let wanted = new Set<string>();

  async function ask(): Promise<void> {
    const keys = [...wanted];
    wanted = new Set();
    for (let from = 0; from < keys.length; from += ASKED_AT_ONCE) {
      const piece = keys.slice(from, from + ASKED_AT_ONCE);
      try {
        const { found } = await host.call('contacts.byNumber', { keys: piece });
        const now = new Map(known.value);
        for (const key of piece) now.set(key, null);
        for (const { key, people, total } of found) now.set(key, { people, total });
        known.value = new Map([...now].slice(-KEPT));
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
    const answer = known.value.get(key);
    if (answer === undefined) want([key]);
    return answer ?? null;
  }

  function start(): void {
    const again = (): void => want(known.value.keys());
    host.on('contacts.changed', again);
    host.onState((state) => {
      if (state === 'open') again();
    });
  }

  return { of, start };
});
