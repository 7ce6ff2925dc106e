import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { suggestBreak, workSinceBreak } from '#shared/domain/care/microBreak.ts';
import type { RecentDesk } from '#shared/domain/care/microBreak.ts';
import { useHost } from '../api/host.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { usePromiseStore } from './promiseStore.ts';
import { useSettingsStore } from './settingsStore.ts';

const MINUTE_MS = 60_000;
/** A working day and what went on over midnight. */
const LOOK_BACK_MS = 12 * 60 * MINUTE_MS;
const PUT_OFF_MS = 15 * MINUTE_MS;
/** A break is suggested to the minute. */
const LOOK_EVERY_MS = MINUTE_MS;

const REST = 'rest';

/** Suggests a short break, from the facts of calls and absences alone, and starts one. */
export const useCareStore = defineStore('care', () => {
  const host = useHost();
  const availability = useAvailabilityStore();
  const phone = usePhoneStore();
  const promises = usePromiseStore();
  const settings = useSettingsStore();

  /** Epoch milliseconds. */
  const now = ref(Date.now());
  const desk = shallowRef<RecentDesk>({ talks: [], spans: [] });
  /** When the next promise to a customer is due, of those that are not late yet. */
  const nextDueAt = computed(() => {
    let next: number | null = null;
    for (const { row } of promises.ordered) {
      if (row.dueAt >= now.value && row.dueAt < (next ?? Infinity)) next = row.dueAt;
    }
    return next;
  });
  const notBefore = ref(0);

  const care = computed(() => settings.settings.care);
  const suggestion = computed(() => {
    // Nothing is added up for an agent who wants no suggestions.
    if (!care.value.on) return null;
    return suggestBreak({
      settings: care.value,
      work: workSinceBreak(desk.value, care.value.breakMinutes, now.value),
      kind: availability.kind,
      calls: phone.calls.length,
      nextDueAt: nextDueAt.value,
      notBefore: notBefore.value,
      now: now.value,
    });
  });

  async function load(): Promise<void> {
    const at = Date.now();
    try {
      desk.value = await host.call('availability.day', { from: at - LOOK_BACK_MS, to: at + 1 });
      now.value = at;
    } catch {
      // The next change asks again; without it nothing is suggested.
    }
  }

  function start(): void {
    // What changes the sum are calls that begin and end, and changes of status.
    watch([() => phone.calls.length, () => availability.span, () => care.value.on], () => {
      void load();
    });
    host.onState((state) => {
      if (state === 'open') void load();
    });
    setInterval(() => (now.value = Date.now()), LOOK_EVERY_MS);
    void load();
  }

  /** @throws AppError where the host could not keep it */
  async function takeBreak(minutes = care.value.breakMinutes): Promise<void> {
    const until = Date.now() + minutes * MINUTE_MS;
    await availability.setAway({ reasonId: REST, until, note: '', alternate: '' });
  }

  return {
    care,
    suggestion,
    /** A break is on, whoever suggested it. */
    resting: computed(() => availability.kind === 'away' && availability.span?.reasonId === REST),
    canRest: computed(() => availability.reasons.some(({ id }) => id === REST)),
    start,
    takeBreak,
    putOff: () => (notBefore.value = Date.now() + PUT_OFF_MS),
  };
});
