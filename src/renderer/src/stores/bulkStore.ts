import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { CallFact, CallRow } from '#shared/domain/call/record.ts';
import type { PromiseWindow } from '#shared/domain/callback/promiseWindow.ts';
import { planOf, toCallBack, undoOf } from '#shared/domain/history/bulk.ts';
import type { BulkEdit, BulkPlan, Change, LeftWhy } from '#shared/domain/history/bulk.ts';
import { allOf, stretched, toggled, UNMARKED } from '#shared/domain/history/marking.ts';
import type { Marking } from '#shared/domain/history/marking.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';
import { inPieces } from './inPieces.ts';
import { useDispositionStore } from './dispositionStore.ts';
import { useHistoryStore } from './historyStore.ts';
import { usePromiseStore } from './promiseStore.ts';

/** What the contract takes in one go. */
const CALLS_AT_ONCE = 500;
const PROMISES_AT_ONCE = 100;

/** What something done to many calls has come to. */
export interface BulkDone {
  readonly what: BulkEdit['kind'] | 'promise' | 'undone';
  /** How many are written, of how many that were to be. */
  readonly written: number;
  readonly wanted: number;
  /** Why others were left as they are. */
  readonly left: Readonly<Partial<Record<LeftWhy, number>>>;
  /** Why the host did not write the rest; null where it wrote all. */
  readonly code: string | null;
  /** Null where nothing can be taken back. */
  readonly undo: (() => Promise<void>) | null;
}

/** Calls of the log that are chosen together, and what is done to all of them as one. */
export const useBulkStore = defineStore('bulk', () => {
  const host = useHost();
  const history = useHistoryStore();
  const promises = usePromiseStore();
  const dispositions = useDispositionStore();

  const marking = shallowRef<Marking>(UNMARKED);
  const busy = ref(false);
  const done = shallowRef<BulkDone | null>(null);
  /** As they were seen last: a call stays chosen when the list no longer holds its row. */
  const seen = new Map<string, CallRow>();

  const order = computed(() => history.rows.map(({ id }) => id));
  const rows = computed(() => {
    for (const row of history.rows) if (marking.value.ids.has(row.id)) seen.set(row.id, row);
    return [...marking.value.ids].map((id) => seen.get(id)).filter((row) => row !== undefined);
  });
  const isPromised = (row: CallRow): boolean => promises.of(row).length > 0;
  const missed = computed(() => toCallBack(rows.value, isPromised));

  // What cannot be seen any more is not to be changed.
  watch(() => history.filter, clear);

  function mark(next: Marking): void {
    marking.value = next;
    if (next.ids.size > 0) done.value = null;
  }
  function clear(): void {
    marking.value = UNMARKED;
    seen.clear();
  }

  async function rowsOf(ids: readonly string[]): Promise<readonly CallRow[]> {
    const found: CallRow[] = [];
    for (let from = 0; from < ids.length; from += CALLS_AT_ONCE) {
      const asked = ids.slice(from, from + CALLS_AT_ONCE);
      found.push(...(await host.call('calls.rows', { ids: asked })).rows);
    }
    return found;
  }

  function factOf(change: Change): CallFact {
    const common = { id: newId(), callId: change.callId, at: Date.now() };
    return change.type === 'tagged'
      ? { ...common, type: 'tagged', tags: [...change.tags] }
      : { ...common, type: 'disposed', disposition: change.disposition, by: dispositions.by() };
  }

  async function write({ changes, left }: BulkPlan): Promise<{
    readonly changes: readonly Change[];
    readonly told: Pick<BulkDone, 'written' | 'wanted' | 'left' | 'code'>;
  }> {
    const facts = changes.map((change) => ({ change, fact: factOf(change) }));
    const { written, code } = await inPieces(facts, CALLS_AT_ONCE, (piece) =>
      host.call('calls.append', { facts: piece.map(({ fact }) => fact) }),
    );
    dispositions.forget(written.map(({ change }) => change.callId));
    const counts: Partial<Record<LeftWhy, number>> = {};
    for (const { why } of left) counts[why] = (counts[why] ?? 0) + 1;
    return {
      changes: written.map(({ change }) => change),
      told: { written: written.length, wanted: changes.length, left: counts, code },
    };
  }

  /** One at a time: the next builds on what this one has written. */
  async function during(act: () => Promise<BulkDone>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const came = await act();
      done.value = came;
      if (came.code === null || came.written > 0) clear();
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      done.value = { what: 'undone', written: 0, wanted: 0, left: {}, code, undo: null };
    } finally {
      busy.value = false;
    }
  }

  /** Asks for the rows first: what the list shows may be older than what was written last. */
  const edit = (what: BulkEdit): Promise<void> =>
    during(async () => {
      const { changes, told } = await write(planOf(await rowsOf([...marking.value.ids]), what));
      const undo = (): Promise<void> => takeBack(changes, what);
      return { what: what.kind, ...told, undo: changes.length > 0 ? undo : null };
    });

  const takeBack = (changes: readonly Change[], what: BulkEdit): Promise<void> =>
    during(async () => {
      const now = await rowsOf(changes.map(({ callId }) => callId));
      const { told } = await write(undoOf(changes, what, now));
      return { what: 'undone', ...told, undo: null };
    });

  /** @param closing what is written into a promise that is taken back */
  const callBack = (window: PromiseWindow, closing: string): Promise<void> =>
    during(async () => {
      const facts = missed.value.map(({ call, cryAt }) => ({
        ...{ id: newId(), promiseId: newId(), at: Date.now(), type: 'made' as const },
        ...{ address: call.address, dialled: call.dialled, e164: call.e164, name: call.name },
        ...{ practice: call.practice, topic: '', urgency: 'normal' as const, window, owner: null },
        origin: { kind: 'hand' as const, callId: call.id, messageId: null },
        ...{ channel: 'phone' as const, note: '', cryAt },
      }));
      const { written, code } = await inPieces(facts, PROMISES_AT_ONCE, (piece) =>
        host.call('promises.append', { facts: [...piece] }),
      );
      const ids = written.map(({ promiseId }) => promiseId);
      return {
        ...{ what: 'promise', written: ids.length, wanted: facts.length, left: {}, code },
        undo: ids.length > 0 ? () => closeAll(ids, closing) : null,
      };
    });

  /** A promise stays what it is to the customer: it is closed with its reason, unless it was worked on. */
  const closeAll = (ids: readonly string[], words: string): Promise<void> =>
    during(async () => {
      const now: string[] = [];
      for (let from = 0; from < ids.length; from += CALLS_AT_ONCE) {
        const asked = ids.slice(from, from + CALLS_AT_ONCE);
        const found = (await host.call('promises.rows', { ids: asked })).rows;
        now.push(...found.filter((row) => !row.end && row.attempts === 0).map(({ id }) => id));
      }
      const facts = now.map((promiseId) => ({
        ...{ id: newId(), promiseId, at: Date.now(), type: 'closed' as const },
        ...{ reason: 'other' as const, words },
      }));
      const { written, code } = await inPieces(facts, PROMISES_AT_ONCE, (piece) =>
        host.call('promises.append', { facts: [...piece] }),
      );
      const kept = ids.length - now.length;
      return {
        ...{ what: 'undone', written: written.length, wanted: facts.length, code, undo: null },
        left: kept > 0 ? { same: kept } : {},
      };
    });

  return {
    ids: computed(() => marking.value.ids),
    rows,
    missed,
    busy,
    done,
    isAll: computed(() => order.value.every((id) => marking.value.ids.has(id))),
    toggle: (id: string) => mark(toggled(marking.value, id)),
    stretch: (to: string, from?: string) => mark(stretched(marking.value, order.value, to, from)),
    all: () => mark(allOf(marking.value, order.value)),
    clear,
    edit,
    callBack,
    dismiss: () => (done.value = null),
  };
});
