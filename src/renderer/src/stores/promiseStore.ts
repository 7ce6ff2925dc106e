import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { DecidedFact, PromiseFact, PromiseRow } from '#shared/domain/callback/record.ts';
import { arranged, countsOf, cutsAt, isSameCut, pilesOf } from '#shared/domain/callback/state.ts';
import type { Cut, GroupCounts } from '#shared/domain/callback/state.ts';
import { AppError } from '#shared/errors.ts';
import type { EventDataOf, OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';

const FIRST_PAGE = 100;
const PAGE = 500;
/** Time goes on: what is due soon becomes overdue without anybody doing anything. */
const LOOK_EVERY_MS = 5_000;

/** Whose promises: as calls and contacts know them. */
export interface Customer {
  readonly e164: string | null;
  readonly dialled: string;
  readonly practice: boolean;
}

type BodyOf<F> = F extends DecidedFact ? Omit<F, 'id' | 'promiseId' | 'at'> : never;
export type Decision = BodyOf<DecidedFact>;
type MadeBody = Omit<Extract<Decision, { type: 'made' }>, 'type'>;

type Reminders = EventDataOf<IeumContract, 'promises.reminder'>['reminders'];

/** Every open promise, in the order in which they are to be kept, and the one that is looked at. */
export const usePromiseStore = defineStore('promise', () => {
  const host = useHost();

  const rows = shallowRef<ReadonlyMap<string, PromiseRow>>(new Map());
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  const counts = shallowRef<GroupCounts>({ overdue: 0, soon: 0, today: 0, later: 0 });
  /** Epoch milliseconds. */
  const now = ref(Date.now());
  /** What came last, for whoever tells the agent. */
  const reminders = shallowRef<Reminders>([]);

  /** Customers who have answered to times that were offered, for whoever tells the agent. */
  const replied = shallowRef<readonly PromiseRow[]>([]);

  const chosenId = ref<string | null>(null);
  const detail = shallowRef<{
    readonly row: PromiseRow;
    readonly facts: readonly PromiseFact[];
  } | null>(null);
  const detailFailure = ref<string | null>(null);
  /** What can still be taken back, until the next thing is decided. */
  const undo = shallowRef<{ readonly what: 'closed' | 'snoozed'; run(): Promise<void> } | null>(
    null,
  );

  // Sorted when promises change; as time goes on only the cuts are looked for, and ten thousand rows
  // are put in order anew when one of them crosses a cut.
  const piles = computed(() => pilesOf(rows.value.values()));
  const cuts = computed<readonly Cut[]>((before) => {
    const found = cutsAt(piles.value, now.value);
    const same = before?.every((cut, place) => {
      const other = found[place];
      return other !== undefined && isSameCut(cut, other);
    });
    return before && same === true ? before : found;
  });
  const ordered = computed(() => arranged(piles.value, cuts.value));
  const groupCounts = computed<GroupCounts>(() =>
    loaded.value ? countsOf(cuts.value) : counts.value,
  );
  const byCustomer = computed(() => {
    const found = new Map<string, PromiseRow[]>();
    for (const row of rows.value.values()) {
      const key = `${lineOf(row)} ${row.customer}`;
      const others = found.get(key);
      if (others) others.push(row);
      else found.set(key, [row]);
    }
    return found;
  });

  let loading = false;
  let again = false;
  /** Changed while everything was read: what was read of them may be older. */
  const meanwhile = new Set<string>();

  /** Reads everything that is open; the first page is shown as soon as it is there. */
  async function loadAll(): Promise<void> {
    if (loading) {
      again = true;
      return;
    }
    loading = true;
    try {
      counts.value = await host.call('promises.counts', {});
      const found = new Map<string, PromiseRow>();
      let after: OutputOf<IeumContract, 'promises.list'>['next'] = null;
      do {
        const page: OutputOf<IeumContract, 'promises.list'> = await host.call('promises.list', {
          after,
          limit: after ? PAGE : FIRST_PAGE,
        });
        for (const row of page.rows) found.set(row.id, row);
        after = page.next;
        // Once: each further page would be sorted with all before it while a screen is opening.
        if (!loaded.value && after && rows.value.size === 0) rows.value = new Map(found);
      } while (after);
      rows.value = found;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      // What was shown stays; the next open line asks again.
      failure.value = error instanceof AppError ? error.code : 'internal';
    } finally {
      loading = false;
    }
    const missed = [...meanwhile];
    meanwhile.clear();
    if (again) {
      again = false;
      await loadAll();
    } else if (missed.length > 0) await merge(missed);
  }

  async function merge(ids: readonly string[]): Promise<void> {
    if (loading) {
      for (const id of ids) meanwhile.add(id);
      return;
    }
    try {
      const next = new Map(rows.value);
      for (let from = 0; from < ids.length; from += PAGE) {
        const asked = ids.slice(from, from + PAGE);
        for (const row of (await host.call('promises.rows', { ids: asked })).rows) {
          if (row.end) next.delete(row.id);
          else next.set(row.id, row);
        }
      }
      rows.value = next;
      now.value = Date.now();
    } catch {
      // As above.
    }
  }

  async function loadDetail(): Promise<void> {
    const id = chosenId.value;
    if (id === null) {
      detail.value = null;
      return;
    }
    try {
      const found = await host.call('promises.get', { id });
      if (id !== chosenId.value) return;
      detail.value = found;
      detailFailure.value = null;
    } catch (error) {
      if (id !== chosenId.value) return;
      detailFailure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  function start(): void {
    host.on('promises.changed', ({ ids }) => {
      void (ids === null ? loadAll() : merge(ids));
      if (chosenId.value !== null && ids?.includes(chosenId.value) !== false) void loadDetail();
    });
    host.on('promises.replied', ({ row }) => {
      replied.value = [...replied.value.filter(({ id }) => id !== row.id), row];
    });
    host.on('promises.reminder', ({ reminders: told }) => (reminders.value = told));
    host.onState((state) => {
      if (state === 'open') void loadAll();
    });
    watch(chosenId, () => void loadDetail());
    setInterval(() => (now.value = Date.now()), LOOK_EVERY_MS);
    void loadAll();
  }

  /** @throws AppError when it could not be stored */
  async function append(promiseId: string, body: Decision): Promise<void> {
    const fact = { ...body, id: newId(), promiseId, at: Date.now() };
    await host.call('promises.append', { facts: [fact] });
  }

  /** @throws AppError as `append` */
  async function decide(row: PromiseRow, body: Decision): Promise<void> {
    await append(row.id, body);
    if (body.type === 'closed') {
      undo.value = { what: 'closed', run: () => append(row.id, { type: 'reopened' }) };
    } else if (body.type === 'snoozed') {
      const until = row.snoozedUntil;
      undo.value = { what: 'snoozed', run: () => append(row.id, { type: 'snoozed', until }) };
    } else undo.value = null;
  }

  /**
   * @returns its id
   * @throws AppError as `append`
   */
  async function make(body: MadeBody): Promise<string> {
    const id = newId();
    await append(id, { ...body, type: 'made' });
    undo.value = null;
    return id;
  }

  async function takeBack(): Promise<void> {
    const last = undo.value;
    undo.value = null;
    await last?.run();
  }

  /** Oldest first. */
  function of(customer: Customer): readonly PromiseRow[] {
    return byCustomer.value.get(keyOf(customer)) ?? [];
  }

  return {
    ordered,
    loaded,
    failure,
    counts: groupCounts,
    now,
    reminders,
    replied,
    chosenId,
    detail,
    detailFailure,
    undo,
    start,
    reload: loadAll,
    decide,
    make,
    takeBack,
    dismissUndo: () => (undo.value = null),
    of,
    /** As it stands now; null where it is not open. */
    openRow: (id: string) => rows.value.get(id) ?? null,
  };
});

function keyOf(customer: Customer): string {
  return `${lineOf(customer)} ${customerKey(customer)}`;
}

const lineOf = ({ practice }: Pick<Customer, 'practice'>): string =>
  practice ? 'practice' : 'line';
