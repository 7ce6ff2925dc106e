import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { askAfterReturn, whenGone } from '#shared/domain/availability/stepAway.ts';
import type { Presence } from '#shared/domain/availability/stepAway.ts';
import { useHost } from '../api/host.ts';
import { allowPresence, presenceIsKnown, watchPresence } from '../api/presence.ts';
import { useAvailabilityStore } from './availabilityStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** Whether the computer says who is there, and why not. */
type Watching = 'no' | 'yes' | 'not-allowed' | 'unknown-here';

/** Whether somebody is in front of the computer, and what the desk makes of it. */
export const usePresenceStore = defineStore('presence', () => {
  const host = useHost();
  const settings = useSettingsStore();
  const availability = useAvailabilityStore();
  const phone = usePhoneStore();

  const presence = shallowRef<Presence | null>(null);
  const watching = ref<Watching>('no');
  let current = new AbortController();
  let workedUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const policy = computed(() => settings.settings.stepAway);
  const wanted = computed(() => policy.value.onLock || policy.value.idleMinutes > 0);

  async function follow(): Promise<void> {
    // At once: what is asked again meanwhile must not leave two watching.
    current.abort();
    current = new AbortController();
    const { signal } = current;
    presence.value = null;
    if (!wanted.value) {
      watching.value = 'no';
      return;
    }
    // The shell knows better, and asks nobody; a browser and Linux ask Chromium.
    const told =
      (await byShell(signal)) ||
      (await watchPresence((now) => (presence.value = keepSince(now)), signal));
    if (signal.aborted) return;
    watching.value = told ? 'yes' : presenceIsKnown() ? 'not-allowed' : 'unknown-here';
  }

  /** @returns whether the shell says who is there */
  async function byShell(signal: AbortSignal): Promise<boolean> {
    const { watched } = await host.call('power.state', {}).catch(() => ({ watched: null }));
    if (!watched || signal.aborted) return watched !== null;
    const stop = host.on('power.changed', (now) => {
      if (now.watched) presence.value = keepSince(now.watched);
    });
    signal.addEventListener('abort', stop);
    presence.value = watched;
    return true;
  }

  /** Locked while idle is one absence: it began when the hands left the keys. */
  function keepSince(now: Presence): Presence {
    const before = presence.value?.idleSince ?? null;
    return now.idleSince === null || before === null ? now : { ...now, idleSince: before };
  }

  function decide(): void {
    clearTimeout(timer);
    if (!presence.value || phone.calls.length > 0) return;
    const gone = whenGone({ span: availability.span }, presence.value, policy.value, workedUntil);
    if (!gone) return;
    const wait = gone.at - Date.now();
    if (wait > 0) timer = setTimeout(decide, wait);
    // A host that could not keep it is asked again with the next change.
    else availability.stepOut(gone.by).catch(() => undefined);
  }

  function start(): void {
    watch(wanted, () => void follow(), { immediate: true });
    watch(
      () => phone.calls.length,
      () => (workedUntil = Date.now()),
    );
    watch([presence, policy, () => availability.span, () => phone.calls.length], decide);
  }

  return {
    watching,
    /** They are there again, and were made away by themselves. */
    back: computed(
      () => presence.value !== null && askAfterReturn({ span: availability.span }, presence.value),
    ),
    start,
    /** Within a click: the browser asks the person. */
    async allow() {
      if (await allowPresence()) await follow();
      else watching.value = 'not-allowed';
    },
  };
});
