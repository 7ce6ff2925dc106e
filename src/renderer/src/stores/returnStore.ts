import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { lastAbsence, missedMeanwhile } from '#shared/domain/availability/whileAway.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { Missed, Stretch } from '#shared/domain/availability/whileAway.ts';
import { customerKey } from '#shared/domain/callback/record.ts';
import type { ThreadRow } from '#shared/domain/message/record.ts';
import { useHost } from '../api/host.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { useOutboxStore } from './outboxStore.ts';
import { usePromiseStore } from './promiseStore.ts';

/** An absence is looked for so far back; milliseconds. */
const LOOK_BACK_MS = 12 * 60 * 60_000;
/** As many calls as one question to the log brings. */
const MOST_CALLS = 200;
/** Conversations that may have a text of meanwhile. */
const MOST_THREADS = 50;

/** Who called while the agent was away, told when they are back. */
export const useReturnStore = defineStore('return', () => {
  const host = useHost();
  const availability = useAvailabilityStore();
  const promises = usePromiseStore();
  const outbox = useOutboxStore();

  const absence = shallowRef<Stretch | null>(null);
  const missed = shallowRef<readonly Missed[]>([]);
  /** Texts that came meanwhile and have no answer yet. */
  const texts = shallowRef<readonly ThreadRow[]>([]);
  const dismissed = ref<number | null>(null);

  async function look(): Promise<void> {
    const now = Date.now();
    try {
      const day = await host.call('availability.day', { from: now - LOOK_BACK_MS, to: now + 1 });
      // After the first call back it is still the same absence that is looked after.
      const stretch = lastAbsence(day.spans) ?? absence.value;
      const { rows } = stretch
        ? await host.call('calls.list', { filter: { text: '' }, limit: MOST_CALLS })
        : { rows: [] };
      const { threads } = stretch
        ? await host.call('messages.threads', { text: '', limit: MOST_THREADS })
        : { threads: [] };
      texts.value = threads.filter(
        ({ last }) =>
          stretch !== null &&
          last.direction === 'inbound' &&
          last.at >= stretch.from &&
          last.at < stretch.to,
      );
      absence.value = stretch;
      missed.value = stretch ? missedMeanwhile(rows, stretch) : [];
    } catch {
      // The log is asked again with the next change.
    }
  }

  function start(): void {
    watch(
      () => availability.span?.id,
      () => {
        if (availability.kind === 'available') void look();
      },
      { immediate: true },
    );
    const lookAgain = (): void => {
      if (absence.value && dismissed.value !== absence.value.to) void look();
    };
    host.on('calls.changed', lookAgain);
    host.on('messages.changed', lookAgain);
  }

  /** What was written to a caller meanwhile; else why nothing was. */
  function textTo(call: CallRow): TextRow | null {
    const key = customerKey(call);
    const theirs = outbox.recent.filter(
      ({ customer, practice, writtenAt }) =>
        customer === key && practice === call.practice && writtenAt >= (absence.value?.from ?? 0),
    );
    return theirs.find(({ end }) => end?.how !== 'declined') ?? theirs[0] ?? null;
  }

  /** First what is due first; whoever is called back, or closed with a reason, is off the list. */
  const waiting = computed(() =>
    missed.value
      .map((one) => ({
        ...one,
        promise: promises.of(one.call)[0] ?? null,
        text: textTo(one.call),
      }))
      .filter(({ promise }) => promise !== null || !promises.loaded)
      .toSorted((a, b) => (a.promise?.dueAt ?? 0) - (b.promise?.dueAt ?? 0)),
  );

  return {
    waiting,
    texts,
    shown: computed(
      () =>
        availability.kind !== 'away' &&
        waiting.value.length + texts.value.length > 0 &&
        dismissed.value !== absence.value?.to,
    ),
    start,
    dismiss: () => (dismissed.value = absence.value?.to ?? null),
  };
});
