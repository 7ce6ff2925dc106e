import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Contact, ContactFields } from '#shared/domain/contact/contact.ts';
import { fieldsOf } from '#shared/domain/contact/contact.ts';
import { newId, useHost } from '../api/host.ts';

const PAGE = 50;

type Cursor = { sortKey: string; id: string };

/** The contacts as the list shows them, and the one that is open. */
export const useContactsStore = defineStore('contacts', () => {
  const host = useHost();
  const filter = ref({ text: '', favourites: false });
  const rows = shallowRef<readonly Contact[]>([]);
  const next = shallowRef<Cursor | null>(null);
  const all = ref(0);
  const loading = ref(false);
  const loaded = ref(false);
  const chosen = shallowRef<Contact | null>(null);
  /** Who was deleted last, for taking it back. */
  const deleted = shallowRef<Contact | null>(null);
  /** Counts the questions asked, so that a late answer to an earlier filter is not shown. */
  let asked = 0;
  let started = false;

  /** A plain object: Electron's line cannot carry a reactive one. */
  function filterForHost(): { text: string; favourites: boolean } {
    return { ...filter.value, text: filter.value.text.slice(0, 200) };
  }

  /** Keeps as many as are shown, so that a scroll stays in place. */
  async function reload(): Promise<void> {
    const question = ++asked;
    loading.value = true;
    const limit = Math.min(200, Math.max(PAGE, rows.value.length));
    try {
      const page = await host.call('contacts.list', {
        filter: filterForHost(),
        after: null,
        limit,
      });
      if (question !== asked) return;
      rows.value = page.rows;
      next.value = page.next;
      all.value = page.all;
      loaded.value = true;
    } finally {
      if (question === asked) loading.value = false;
    }
  }

  async function loadMore(): Promise<void> {
    if (loading.value || !next.value) return;
    const question = ++asked;
    loading.value = true;
    try {
      const page = await host.call('contacts.list', {
        filter: filterForHost(),
        after: next.value,
        limit: PAGE,
      });
      if (question !== asked) return;
      rows.value = [...rows.value, ...page.rows];
      next.value = page.next;
    } finally {
      if (question === asked) loading.value = false;
    }
  }

  let opened = 0;
  async function open(id: string | null): Promise<void> {
    const mine = ++opened;
    // Shown at once as the list knows them; what the host says is what counts.
    chosen.value = rows.value.find((row) => row.id === id) ?? null;
    if (id === null) return;
    try {
      const contact = await host.call('contacts.get', { id });
      if (mine === opened) chosen.value = contact;
    } catch {
      if (mine === opened) chosen.value = null;
    }
  }

  /** @throws AppError `contact.incomplete`, `contact.changed`, `storage.*` */
  async function save(fields: ContactFields, known: Contact | null): Promise<Contact> {
    const contact = await host.call('contacts.save', {
      id: known?.id ?? newId(),
      fields,
      basedOn: known?.revision ?? null,
    });
    chosen.value = contact;
    return contact;
  }

  async function remove(contact: Contact): Promise<void> {
    const answer = await host.call('contacts.delete', { id: contact.id });
    deleted.value = answer.deleted;
    if (chosen.value?.id === contact.id) chosen.value = null;
  }

  async function restore(): Promise<void> {
    const contact = deleted.value;
    if (!contact) return;
    chosen.value = await host.call('contacts.save', {
      id: contact.id,
      fields: fieldsOf(contact),
      basedOn: null,
    });
    deleted.value = null;
  }

  /** Begun by the screen: until it is opened nobody needs the list. */
  function start(): void {
    if (started) return;
    started = true;
    host.on('contacts.changed', ({ contactIds }) => {
      void reload();
      const id = chosen.value?.id;
      if (id !== undefined && (contactIds?.includes(id) ?? true)) void open(id);
    });
    host.onState((state) => {
      if (state === 'open') void reload();
    });
    void reload();
  }
  // Here, where it lives as long as the store: a watch begun by a screen ends with the screen.
  watch(filter, () => void reload(), { deep: true });

  return {
    filter,
    rows,
    all,
    loading,
    loaded,
    chosen,
    deleted,
    filtered: computed(() => filter.value.text !== '' || filter.value.favourites),
    hasMore: computed(() => next.value !== null),
    start,
    loadMore,
    open,
    save,
    remove,
    restore,
    dismissDeleted: () => (deleted.value = null),
    /** For the boxes a number is typed into. */
    suggest: async (text: string, limit: number): Promise<readonly Contact[]> =>
      (await host.call('contacts.list', { filter: { text: text.slice(0, 200) }, limit })).rows,
  };
});
