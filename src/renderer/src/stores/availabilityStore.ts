import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { PROTECTED_BREAK, STEPPED_OUT, WRAP_UP } from '#shared/domain/availability/reasons.ts';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';
import { askWhetherBack } from '#shared/domain/availability/changes.ts';
import { protectedUntil } from '#shared/domain/availability/protectedBreak.ts';
import { dayParts, totalsOf } from '#shared/domain/availability/day.ts';
import { isWrapUp, NO_STATUS } from '#shared/domain/availability/status.ts';
import type { Absence, ChosenBy, Reserved, Status } from '#shared/domain/availability/status.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import { newId, useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** Milliseconds between two looks at the clock. */
const LOOK_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;

export interface Away {
  readonly reasonId: string;
  /** Epoch milliseconds; null when nobody knows. */
  readonly until: number | null;
  readonly note: string;
  readonly alternate: string;
}

/** Whether calls are taken, as the host keeps it, and the way to change it. */
export const useAvailabilityStore = defineStore('availability', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const settings = useSettingsStore();

  const known = shallowRef<Status>(NO_STATUS);
  /** The clock of what is shown: how much is left, and whether it is over. */
  const now = ref(Date.now());

  const span = computed(() => known.value.span);
  const kind = computed<'available' | 'away' | 'wrap-up'>(() => {
    if (span.value?.kind !== 'away') return 'available';
    return isWrapUp(span.value) ? 'wrap-up' : 'away';
  });
  const reasons = computed<readonly AwayReason[]>(() => settings.settings.awayReasons);
  /** As it is edited now; null when it has been taken off the list since. */
  const reason = computed(
    () => reasons.value.find(({ id }) => id === span.value?.reasonId) ?? null,
  );
  const overdue = computed(() => askWhetherBack(known.value, now.value));
  /** Until when nothing changes the status, epoch milliseconds; null when it may be changed. */
  const heldUntil = computed(() => protectedUntil(known.value, now.value));
  const lastReasonId = ref<string | null>(null);
  watch(span, (current) => {
    if (kind.value === 'away') lastReasonId.value = current?.reasonId ?? null;
  });
  /** With somebody on the line a choice is for afterwards. */
  const inCall = computed(() => phone.calls.some(({ phase }) => phase !== 'offered'));

  function start(): void {
    host.on('availability.changed', (status) => {
      known.value = status;
      now.value = Date.now();
    });
    host.onState((state) => {
      if (state === 'open') void load();
    });
    setInterval(look, LOOK_EVERY_MS);
    void load();
  }

  /** Each second only while something counts down; else what is shown is of the minute. */
  function look(): void {
    const at = Date.now();
    const sameMinute = Math.floor(at / MINUTE_MS) === Math.floor(now.value / MINUTE_MS);
    if ((known.value.span?.until ?? null) !== null || !sameMinute) now.value = at;
  }

  async function load(): Promise<void> {
    try {
      known.value = await host.call('availability.status', {});
      now.value = Date.now();
    } catch {
      // The next open line asks again; until then what was known is shown.
    }
  }

  /** Now, or after the call of this moment. @throws AppError where the host could not keep it */
  async function choose(to: Reserved, by: ChosenBy): Promise<void> {
    known.value = inCall.value
      ? await host.call('availability.reserve', { id: newId(), next: to })
      : await host.call('availability.set', { id: newId(), to, by });
    now.value = Date.now();
  }

  function absenceOf({ id, name, minutes }: AwayReason): Absence {
    const back = minutes === null ? null : { minutes };
    return { reasonId: id, reasonName: name, back, note: '', alternate: '' };
  }

  async function setAway(
    { reasonId, until, note, alternate }: Away,
    by: ChosenBy = 'agent',
  ): Promise<void> {
    const reasonName = reasons.value.find(({ id }) => id === reasonId)?.name ?? null;
    const back = until === null ? null : { at: until };
    await choose({ reasonId, reasonName, back, note, alternate }, by);
  }

  const day = shallowRef<{
    readonly spans: readonly NonNullable<Status['span']>[];
    readonly talks: readonly { from: number; to: number | null }[];
  }>({ spans: [], talks: [] });
  const dayWatched = ref(false);

  async function loadDay(): Promise<void> {
    const from = dayAfter(Date.now(), 0);
    try {
      day.value = await host.call('availability.day', { from, to: dayAfter(from, 1) });
    } catch {
      // As above.
    }
  }

  /** Today so far, kept up to date while it is looked at. */
  const today = computed(() => {
    const from = dayAfter(now.value, 0);
    return dayParts(day.value.spans, day.value.talks, from, now.value);
  });
  watch([known, dayWatched, () => phone.calls.length], () => {
    if (dayWatched.value) void loadDay();
  });

  return {
    span,
    kind,
    reason,
    reasons,
    reserved: computed(() => known.value.reserved),
    now,
    overdue,
    heldUntil,
    inCall,
    today,
    totals: computed(() => totalsOf(today.value)),
    dayWatched,
    start,
    /** For as long as the reason usually takes. */
    chooseReason: (of: AwayReason) => choose(absenceOf(of), 'agent'),
    setAway,
    /** The protected break, of so many minutes. */
    takeBreak: (minutes: number) =>
      choose(
        {
          ...{ reasonId: PROTECTED_BREAK, reasonName: null, note: '', alternate: '' },
          back: { minutes },
        },
        'agent',
      ),
    setAvailable: () => choose('available', 'agent'),
    /** Left without a word: nobody knows until when. */
    stepOut: (by: 'lock' | 'idle') =>
      setAway({ reasonId: STEPPED_OUT, until: null, note: '', alternate: '' }, by),
    /** What was reserved comes now; else calls are taken again. */
    endWrapUp: () => choose(known.value.reserved ?? 'available', 'agent'),
    /** One key: back from whatever it is, else away for the reason that was chosen last. */
    toggle(): Promise<void> {
      if (kind.value === 'wrap-up') return choose(known.value.reserved ?? 'available', 'agent');
      if (kind.value === 'away') return choose('available', 'agent');
      // The call has just ended, and its after-call work is on its way: what was reserved stands.
      const waiting = known.value.reserved;
      if (waiting !== null && !inCall.value) return choose(waiting, 'agent');
      const usual =
        reasons.value.find(({ id }) => id === lastReasonId.value) ??
        reasons.value.find(({ id }) => id === STEPPED_OUT) ??
        reasons.value.find(({ id }) => id !== WRAP_UP);
      return usual ? choose(absenceOf(usual), 'agent') : Promise.resolve();
    },
    async unreserve() {
      known.value = await host.call('availability.reserve', { id: newId(), next: null });
    },
    async extend(until: number | null) {
      known.value = await host.call('availability.extend', { id: newId(), until });
      now.value = Date.now();
    },
    async describe(note: string, alternate: string) {
      known.value = await host.call('availability.describe', { id: newId(), note, alternate });
    },
  };
});
