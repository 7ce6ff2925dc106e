import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { mirrorOf } from '#shared/domain/practice/mirror.ts';
import type { Mirror } from '#shared/domain/practice/mirror.ts';
import { useHost } from '../api/host.ts';
import type { Played } from '../phone/traineeView.ts';
import { usePhoneStore } from './phoneStore.ts';

/** How many practice calls can be looked back on; with the page they are gone. */
const MIRRORS_KEPT = 5;

interface LookedBack {
  readonly callId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly scenario: Played['scenario'];
  readonly mirror: Mirror;
}

/** The practice calls of this session, to look back on. Nothing of it is stored or sent anywhere. */
export const usePracticeStore = defineStore('practice', () => {
  const host = useHost();
  const phone = usePhoneStore();

  /** Newest first. */
  const mirrors = shallowRef<readonly LookedBack[]>([]);
  const shownId = ref<string | null>(null);
  const shown = computed(
    () => mirrors.value.find(({ callId }) => callId === shownId.value) ?? null,
  );

  /** Calls with a customer that are over; what is stored of them may still be under way. */
  const over = new Set<string>();

  async function lookBack(callId: string): Promise<void> {
    const [{ row, facts }, { rows }] = await Promise.all([
      host.call('calls.get', { id: callId }),
      host.call('runs.ofCall', { callId }),
    ]);
    const customer = row.sipCallId === null ? null : phone.practice?.played(row.sipCallId);
    if (row.endedAt === null || !customer) return;
    const runs = rows.toSorted((a, b) => a.startedAt - b.startedAt);
    const scripts = await Promise.all(
      runs.map(({ scriptId: id, version }) => host.call('scripts.version', { id, version })),
    );
    const { scenario, said } = customer;
    const { mood, lines } = scenario;
    const goodbye = lines.at(-1)?.say ?? { ko: '', en: '' };
    const mirror = mirrorOf({ facts, said, mood, goodbye, runs, scripts });
    const made: LookedBack = { callId, startedAt: row.startedAt, scenario, mirror };
    const isNew = mirrors.value.every((it) => it.callId !== callId);
    const others = mirrors.value.filter((it) => it.callId !== callId);
    mirrors.value = [made, ...others]
      .toSorted((a, b) => b.startedAt - a.startedAt)
      .slice(0, MIRRORS_KEPT);
    if (isNew) shownId.value = callId;
  }

  // One after the other, so that what is newer is never replaced by what is older.
  let last: Promise<void> = Promise.resolve();
  function lookBackNext(callId: string): void {
    last = last
      .then(() => lookBack(callId))
      .catch((error: unknown) => phone.warn(`No looking back on ${callId}: ${String(error)}`));
  }

  const openedAt = Date.now();
  /** Texts that a simulated customer has been handed. */
  const handed = new Set<string>();

  /** Texts of practice leave by the host; whoever reads them is in this page. */
  async function handOver(id: string): Promise<void> {
    if (!phone.practice || handed.has(id)) return;
    const { row } = await host.call('outbox.get', { id });
    const { delivery, content } = row;
    if (!row.practice || delivery?.state !== 'delivered' || delivery.at < openedAt) return;
    handed.add(id);
    phone.practice.offered(row.e164 ?? row.dialled, content.slots.length);
  }

  function start(): void {
    host.on('outbox.changed', ({ ids }) => {
      for (const id of ids ?? []) {
        handOver(id).catch((error: unknown) => phone.warn(`Text ${id}: ${String(error)}`));
      }
    });
    watch(
      () => phone.calls,
      (calls, before) => {
        for (const { id, practice, answeredAt, attended } of before) {
          if (!practice || answeredAt === null || attended || calls.some((it) => it.id === id)) {
            continue;
          }
          over.add(id);
          lookBackNext(id);
        }
      },
    );
    host.on('calls.changed', ({ callIds }) => {
      for (const id of callIds ?? []) if (over.has(id)) lookBackNext(id);
    });
    host.on('runs.changed', () => {
      const newest = mirrors.value[0];
      if (newest) lookBackNext(newest.callId);
    });
  }

  return {
    mirrors,
    shown,
    start,
    show: (callId: string) => (shownId.value = callId),
    close: () => (shownId.value = null),
  };
});
