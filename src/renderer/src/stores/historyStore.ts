import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CallFilter } from '#shared/domain/history/filter.ts';
import type { CallRow, Direction, Outcome } from '#shared/domain/call/record.ts';
import { useHost } from '../api/host.ts';

const PAGE = 50;

export interface HistoryFilter {
  text: string;
  direction: Direction | undefined;
  outcome: Outcome | undefined;
  /** Only calls of this type or of one below it. */
  type?: string | undefined;
  /** Only talked calls without a type, since then. */
  undisposedSince?: number | undefined;
  /** Only calls with a recording. */
  recorded?: true | undefined;
  /** Only calls with a voicemail. */
  voicemail?: true | undefined;
  /** Calls to the exchange itself instead of those with customers. */
  service?: boolean;
}

/** The call log as the list shows it: a filter, pages by keyset, live changes. */
export const useHistoryStore = defineStore('history', () => {
  const host = useHost();
  const filter = ref<HistoryFilter>({ text: '', direction: undefined, outcome: undefined });
  const rows = shallowRef<readonly CallRow[]>([]);
  const next = shallowRef<{ startedAt: number; id: string } | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  /** Counts the questions asked, so that a late answer to an earlier filter is not shown. */
  let asked = 0;

  function filterForHost(): CallFilter {
    const { text, direction, outcome, recorded, voicemail, service } = filter.value;
    const { type, undisposedSince } = filter.value;
    return {
      text,
      ...(direction === undefined ? {} : { direction }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(type === undefined ? {} : { type }),
      ...(undisposedSince === undefined ? {} : { undisposedSince }),
      ...(recorded === undefined ? {} : { recorded }),
      ...(voicemail === undefined ? {} : { voicemail }),
      ...(service === true ? { service } : {}),
    };
  }

  /** Asks for the rows from the top; keeps as many as are shown, so that a scroll stays in place. */
  async function reload(): Promise<void> {
    const question = ++asked;
    loading.value = true;
    const limit = Math.min(200, Math.max(PAGE, rows.value.length));
    const page = await host.call('calls.list', { filter: filterForHost(), after: null, limit });
    if (question !== asked) return;
    rows.value = page.rows;
    next.value = page.next;
    loading.value = false;
    loaded.value = true;
  }

  async function loadMore(): Promise<void> {
    if (loading.value || !next.value) return;
    const question = ++asked;
    loading.value = true;
    const page = await host.call('calls.list', {
      filter: filterForHost(),
      after: next.value,
      limit: PAGE,
    });
    if (question !== asked) return;
    rows.value = [...rows.value, ...page.rows];
    next.value = page.next;
    loading.value = false;
  }

  function start(): void {
    host.on('calls.changed', () => void reload());
    host.onState((state) => {
      if (state === 'open') void reload();
    });
    watch(filter, () => void reload(), { deep: true });
    void reload();
  }

  return {
    filter,
    rows,
    loading,
    loaded,
    hasMore: computed(() => next.value !== null),
    start,
    reload,
    loadMore,
  };
});
