import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { IeumContract } from '#shared/contract/index.ts';
import { holdsOn } from '#shared/domain/callback/attempts.ts';
import type { Held } from '#shared/domain/callback/attempts.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import { checkInState, nextCheckIn } from '#shared/domain/pause/checkIns.ts';
import type { PauseDecision, PauseFact, PauseRow } from '#shared/domain/pause/record.ts';
import { AppError } from '#shared/errors.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';
import { usePromiseStore } from './promiseStore.ts';
import type { Customer } from './promiseStore.ts';
import { useSettingsStore } from './settingsStore.ts';

const PAGE = 500;

type BodyOf<F> = F extends PauseDecision ? Omit<F, 'id' | 'pauseId' | 'at'> : never;
export type PauseBody = BodyOf<PauseDecision>;
export type OpenedBody = Extract<PauseBody, { type: 'opened' }>;

/** Every customer whose contact is paused now, and the pause that is looked at. */
export const usePauseStore = defineStore('pause', () => {
  const host = useHost();
  const promises = usePromiseStore();
  const settings = useSettingsStore();

  const rows = shallowRef<ReadonlyMap<string, PauseRow>>(new Map());
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  /** What came last, for whoever tells the agent. */
  const reminders = shallowRef<readonly PauseRow[]>([]);

  const chosenId = ref<string | null>(null);
  const detail = shallowRef<{
    readonly row: PauseRow;
    readonly facts: readonly PauseFact[];
  } | null>(null);
  const detailFailure = ref<string | null>(null);

  const endedText = ref('');
  const ended = shallowRef<readonly PauseRow[]>([]);

  /** The next check-in first; without one last, the longest paused first. */
  const ordered = computed(() =>
    [...rows.value.values()].toSorted(
      (a, b) =>
        (nextCheckIn(a)?.at ?? Infinity) - (nextCheckIn(b)?.at ?? Infinity) ||
        a.since - b.since ||
        (a.id < b.id ? -1 : 1),
    ),
  );
  const due = computed(
    () => ordered.value.filter((row) => checkInState(row, promises.now) === 'overdue').length,
  );
  const byNumber = computed(() => {
    const found = new Map<string, PauseRow>();
    for (const row of rows.value.values()) {
      for (const key of row.keys) found.set(placeOf(key, row.practice), row);
    }
    return found;
  });

  let asked = 0;

  async function loadAll(): Promise<void> {
    const question = ++asked;
    try {
      const found = new Map<string, PauseRow>();
      let after: OutputOf<IeumContract, 'pauses.list'>['next'] = null;
      do {
        const page: OutputOf<IeumContract, 'pauses.list'> = await host.call('pauses.list', {
          after,
          limit: PAGE,
        });
        for (const row of page.rows) found.set(row.id, row);
        after = page.next;
      } while (after);
      if (question !== asked) return;
      rows.value = found;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      // What was shown stays; the next open line asks again.
      if (question === asked) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function merge(ids: readonly string[]): Promise<void> {
    // While everything is read, what was read of them may be older.
    if (!loaded.value) return loadAll();
    try {
      for (let from = 0; from < ids.length; from += PAGE) {
        const page = await host.call('pauses.rows', { ids: ids.slice(from, from + PAGE) });
        const next = new Map(rows.value);
        for (const row of page.rows) {
          if (row.end) next.delete(row.id);
          else next.set(row.id, row);
        }
        rows.value = next;
      }
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
      const found = await host.call('pauses.get', { id });
      if (id !== chosenId.value) return;
      detail.value = found;
      detailFailure.value = null;
    } catch (error) {
      if (id !== chosenId.value) return;
      detailFailure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function findEnded(): Promise<void> {
    const text = endedText.value;
    try {
      const found = await host.call('pauses.ended', { text });
      if (text === endedText.value) ended.value = found.rows;
    } catch {
      // What was found stays.
    }
  }

  function start(): void {
    host.on('pauses.changed', ({ ids }) => {
      void (ids === null ? loadAll() : merge(ids));
      void findEnded();
      if (chosenId.value !== null && ids?.includes(chosenId.value) !== false) void loadDetail();
    });
    host.on('pauses.reminder', (told) => (reminders.value = told.rows));
    host.onState((state) => {
      if (state === 'open') void loadAll();
    });
    watch(chosenId, () => void loadDetail());
    watch(endedText, () => void findEnded());
    void loadAll();
    void findEnded();
  }

  /**
   * All of it or nothing.
   * @throws AppError when it could not be stored
   */
  async function append(pauseId: string, bodies: readonly PauseBody[]): Promise<void> {
    const at = Date.now();
    const facts = bodies.map((body) => ({ ...body, id: newId(), pauseId, at }));
    await host.call('pauses.append', { facts });
    // Whoever decided it sees it at once, whenever the word of it comes.
    await merge([pauseId]);
  }

  /** @throws AppError as `append` */
  async function decide(row: PauseRow, ...bodies: readonly PauseBody[]): Promise<void> {
    await append(row.id, bodies);
  }

  /**
   * @returns its id
   * @throws AppError as `append`; `pause.already` with the id of the active one
   */
  async function open(
    body: Omit<OpenedBody, 'checkIns'>,
    times: readonly number[],
  ): Promise<string> {
    const id = newId();
    const checkIns = times.map((at) => ({ id: newId(), at }));
    await append(id, [{ ...body, checkIns }]);
    return id;
  }

  /** The active pause of a customer. */
  function of(customer: Customer): PauseRow | null {
    return byNumber.value.get(placeOf(customerKey(customer), customer.practice)) ?? null;
  }

  /** What holds a call to this customer back: their promises and their pause. */
  function holdsOf(customer: Customer): readonly Held[] {
    const subject = { promises: promises.of(customer), pause: of(customer) };
    return holdsOn(subject, Date.now(), settings.settings.callbacks);
  }

  return {
    ordered,
    due,
    loaded,
    failure,
    reminders,
    chosenId,
    detail,
    detailFailure,
    endedText,
    ended,
    start,
    reload: loadAll,
    decide,
    open,
    of,
    holdsOf,
    newCheckInId: newId,
  };
});

function placeOf(key: string, practice: boolean): string {
  return `${practice ? 'practice' : 'line'} ${key}`;
}
