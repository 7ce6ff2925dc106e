import { defineStore } from 'pinia';
import type { KnownPerson } from '#shared/contract/contacts.ts';
import { useHost } from '../api/host.ts';
import { answersByKey } from './answersByKey.ts';

export interface PeopleWithNumber {
  readonly people: readonly KnownPerson[];
  readonly total: number;
}

/** Whose numbers these are: asked for together, once, and anew when contacts change. */
export const useContactNameStore = defineStore('contactNames', () => {
  const host = useHost();
  const people = answersByKey<PeopleWithNumber>(async (keys) => {
    const { found } = await host.call('contacts.byNumber', { keys });
    return new Map(found.map(({ key, ...answer }) => [key, answer]));
  });

  function start(): void {
    host.on('contacts.changed', people.refresh);
    host.onState((state) => {
      if (state === 'open') people.refresh();
    });
  }

  return { of: people.of, start };
});
