import { computed, ref, shallowRef, watch } from 'vue';
import type { CustomerCard, Whose } from '#shared/contract/customers.ts';
import type { ThreadEntry } from '#shared/domain/customer/thread.ts';
import { AppError } from '#shared/errors.ts';
import { useCustomerStore } from '../../stores/customerStore.ts';
import type { Learnt, ThreadPage } from '../../stores/customerStore.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';

const PAGE = 30;
const LARGEST_PAGE = 200;

/** One card on the screen: what is known of somebody, their thread, and writing something down. */
export function useCustomerCard(whose: () => Whose | null) {
  const customers = useCustomerStore();
  const sayTrouble = useTroubleToast();

  const card = shallowRef<CustomerCard | null>(null);
  const entries = shallowRef<readonly ThreadEntry[]>([]);
  const next = shallowRef<ThreadPage['next']>(null);
  const failure = ref<string | null>(null);
  let asked = 0;
  let loadingMore = false;

  async function load(): Promise<void> {
    const wanted = whose();
    const question = ++asked;
    if (!wanted) return;
    try {
      const limit = Math.min(LARGEST_PAGE, Math.max(PAGE, entries.value.length));
      const found = await customers.card(wanted);
      const page = await customers.thread(wanted, null, limit);
      if (question !== asked) return;
      card.value = found;
      // What was read further back stays where it was.
      const [last] = page.entries.slice(-1);
      const joint = last ? entries.value.findIndex(({ id }) => id === last.id) : -1;
      const older = joint >= 0 && page.next ? entries.value.slice(joint + 1) : [];
      entries.value = [...page.entries, ...older];
      if (older.length === 0) next.value = page.next;
      failure.value = null;
    } catch (error) {
      if (question === asked) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function loadMore(): Promise<void> {
    const wanted = whose();
    const before = next.value;
    if (!wanted || !before || loadingMore) return;
    loadingMore = true;
    const question = asked;
    try {
      const page = await customers.thread(wanted, before, PAGE);
      if (question !== asked) return;
      entries.value = [...entries.value, ...page.entries];
      next.value = page.next;
    } catch {
      // The next scroll asks again.
    } finally {
      loadingMore = false;
    }
  }

  watch(
    () => JSON.stringify(whose()),
    () => {
      card.value = null;
      entries.value = [];
      next.value = null;
      failure.value = null;
      void load();
    },
    { immediate: true },
  );
  watch(
    () => customers.version,
    () => void load(),
  );

  /**
   * @param customerId whose facts it belongs to, where it is not the card's own
   * @returns the fact's id; null when it could not be stored, which is said
   */
  async function write(body: Learnt, customerId?: string): Promise<string | null> {
    if (!card.value) return null;
    try {
      const factId = await customers.write(card.value, body, customerId);
      await load();
      return factId;
    } catch (error) {
      sayTrouble(error);
      return null;
    }
  }

  return {
    card,
    entries,
    failure,
    hasMore: computed(() => next.value !== null),
    loadMore,
    retry: load,
    write,
  };
}

export type WriteDown = ReturnType<typeof useCustomerCard>['write'];
