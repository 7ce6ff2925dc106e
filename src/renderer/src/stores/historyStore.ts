import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CallRow } from '#shared/domain/call/record.ts';
import { barsOf } from '#shared/domain/history/span.ts';
import type { Bars } from '#shared/domain/history/span.ts';
import { chosenFields, EVERYTHING, filterOf } from '#shared/domain/history/view.ts';
import type { Choice } from '#shared/domain/history/view.ts';
import { newId, useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';

const PAGE = 50;
/** Between two readings of what is counted, however fast somebody types; milliseconds. */
const COUNT_AFTER_MS = 150;

/** How many calls a choice leaves in, and when they came. */
export interface Counted {
  readonly count: number;
  readonly bars: Bars;
  readonly calls: readonly number[];
  /** Of those, calls that nobody answered. */
  readonly missed: readonly number[];
  /** So many calls are not found yet as they are now. */
  readonly behind: number;
}

/** The call log as the list shows it: a choice, pages by keyset, live changes. */
export const useHistoryStore = defineStore('history', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const filter = ref<Choice>({ ...EVERYTHING });
  const rows = shallowRef<readonly CallRow[]>([]);
  const next = shallowRef<{ startedAt: number; id: string } | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  const counted = shallowRef<Counted | null>(null);
  /** Counts the questions asked, so that a late answer to an earlier choice is not shown. */
  let asked = 0;

  const filtered = computed(
    () => filter.value.text.trim() !== '' || chosenFields(filter.value).length > 0,
  );

  /** Asks for the rows from the top; keeps as many as are shown, so that a scroll stays in place. */
  async function reload(): Promise<void> {
    const question = ++asked;
    loading.value = true;
    const limit = Math.min(200, Math.max(PAGE, rows.value.length));
    const chosen = filterOf(filter.value, Date.now());
    const page = await host.call('calls.list', { filter: chosen, after: null, limit });
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
      filter: filterOf(filter.value, Date.now()),
      after: next.value,
      limit: PAGE,
    });
    if (question !== asked) return;
    rows.value = [...rows.value, ...page.rows];
    next.value = page.next;
    loading.value = false;
  }

  let counting: ReturnType<typeof setTimeout> | undefined;
  /** Somebody looks at the figures. */
  const shown = ref(false);

  async function count(): Promise<void> {
    const choice = filter.value;
    const now = Date.now();
    const bars = barsOf(choice.span, now);
    const chosen = filterOf(choice, now);
    const { edges } = bars;
    const { count, between, also, behind } = await host.call('calls.count', {
      ...{ filter: chosen, edges: [...edges], also: 'missed' },
    });
    if (choice !== filter.value) return;
    counted.value = { count, bars, calls: between, missed: also ?? [], behind };
  }

  function countSoon(): void {
    if (!shown.value) return;
    clearTimeout(counting);
    counting = setTimeout(() => void count().catch(() => undefined), COUNT_AFTER_MS);
  }

  function start(): void {
    host.on('calls.changed', () => {
      void reload();
      countSoon();
    });
    host.onState((state) => {
      if (state === 'open') void reload();
    });
    watch(filter, () => {
      void reload();
      countSoon();
    });
    watch(shown, countSoon);
    void reload();
  }

  return {
    filter,
    filtered,
    rows,
    loading,
    loaded,
    counted,
    shown,
    hasMore: computed(() => next.value !== null),
    /** Changes a part of the choice. */
    choose: (part: Partial<Choice>) => (filter.value = { ...filter.value, ...part }),
    /** Every call again. */
    clear: () => (filter.value = { ...EVERYTHING }),
    /** With every other record of the call: a host that is away delays it. */
    tag: (callId: string, tags: readonly string[]) =>
      phone.record({ id: newId(), callId, at: Date.now(), type: 'tagged', tags: [...tags] }),
    start,
    loadMore,
    newId,
  };
});
