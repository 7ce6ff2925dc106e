import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { MistakeFact, MistakeRow } from '#shared/domain/mistake/record.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';

const PAGE = 100;

type BodyOf<F> = F extends MistakeFact ? Omit<F, 'id' | 'mistakeId' | 'at'> : never;
export type MistakeBody = BodyOf<MistakeFact>;
export type ReportedBody = Extract<MistakeBody, { type: 'reported' }>;
type Group = 'open' | 'closed';

export interface MistakeDetail {
  readonly row: MistakeRow;
  readonly facts: readonly MistakeFact[];
}

/** Mistakes that are being made good, newest first, and those that are done with. */
export const useMistakeStore = defineStore('mistake', () => {
  const host = useHost();

  const group = ref<Group>('open');
  const rows = shallowRef<readonly MistakeRow[]>([]);
  const next = shallowRef<{ at: number; id: string } | null>(null);
  const openRows = shallowRef<readonly MistakeRow[]>([]);
  const loaded = ref(false);
  const failure = ref<string | null>(null);
  const chosenId = ref<string | null>(null);
  /** Counts changes, for whoever asks for one of their own. */
  const changes = ref(0);

  const openCount = computed(() => openRows.value.length);

  let asked = 0;
  async function load(): Promise<void> {
    const question = ++asked;
    try {
      const limit = Math.min(200, Math.max(PAGE, rows.value.length));
      const [page, open] = await Promise.all([
        host.call('mistakes.list', { group: group.value, limit }),
        host.call('mistakes.list', { group: 'open', limit: PAGE }),
      ]);
      if (question !== asked) return;
      rows.value = page.rows;
      next.value = page.next;
      openRows.value = open.rows;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      // What was shown stays; the next open line asks again.
      if (question === asked) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function loadMore(): Promise<void> {
    const before = next.value;
    const question = asked;
    if (before === null) return;
    next.value = null;
    try {
      const page = await host.call('mistakes.list', { group: group.value, before, limit: PAGE });
      if (question !== asked) return;
      rows.value = [...rows.value, ...page.rows];
      next.value = page.next;
    } catch {
      next.value = before;
    }
  }

  function show(wanted: Group): void {
    group.value = wanted;
    rows.value = [];
    void load();
  }

  function start(): void {
    host.on('mistakes.changed', () => {
      changes.value += 1;
      void load();
    });
    host.onState((state) => {
      if (state !== 'open') return;
      changes.value += 1;
      void load();
    });
    void load();
  }

  /** @throws AppError when it could not be stored: all of it or nothing */
  async function add(mistakeId: string, ...bodies: readonly MistakeBody[]): Promise<void> {
    const at = Date.now();
    const facts = bodies.map((body) => ({ ...body, id: newId(), mistakeId, at }));
    await host.call('mistakes.append', { facts });
    changes.value += 1;
    await load();
  }

  /** @returns its id. @throws AppError as `add` */
  async function report(body: ReportedBody): Promise<string> {
    const id = newId();
    await add(id, body);
    return id;
  }

  return {
    group,
    rows,
    next,
    openRows,
    openCount,
    loaded,
    failure,
    chosenId,
    changes,
    start,
    reload: load,
    loadMore,
    show,
    add,
    report,
    newRemedyId: newId,
    /** @throws AppError where it cannot be read */
    get: (id: string): Promise<MistakeDetail> => host.call('mistakes.get', { id }),
    ofCall: async (callId: string): Promise<readonly MistakeRow[]> =>
      (await host.call('mistakes.ofCall', { callId })).rows,
  };
});
