import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { situationOf } from '#shared/domain/headset/headset.ts';
import { useHost } from '../api/host.ts';
import { createHeadsets } from '../phone/headset/headsets.ts';
import type { KnownHeadset } from '../phone/headset/headsets.ts';
import { webHid } from '../phone/headset/webHid.ts';
import { useAppStore } from './appStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

export interface HeadsetNews {
  readonly what: 'gone' | 'there' | 'back';
  readonly name: string;
  readonly inCall: boolean;
}

/** The buttons and lights of the headsets, while this page holds the phone. */
export const useHeadsetStore = defineStore('headset', () => {
  const host = useHost();
  const app = useAppStore();
  const settings = useSettingsStore();
  const phone = usePhoneStore();
  const hid = webHid();

  const headsets = shallowRef<readonly KnownHeadset[]>([]);
  /** What happened last to one; a new object each time. */
  const news = shallowRef<HeadsetNews | null>(null);
  /** Asking the browser for one has failed. */
  const refused = ref(false);

  function tell(what: HeadsetNews['what'], name: string): void {
    news.value = { what, name, inCall: phone.calls.length > 0 };
  }

  const all =
    hid &&
    createHeadsets({
      hid,
      situation: () => situationOf(phone.calls),
      run: ({ callId, command }) => phone.command(callId, command),
      now: () => performance.now(),
      log: (message) =>
        void host.call('app.log', { level: 'warn', message }).catch(() => undefined),
      onList: (list) => (headsets.value = list),
      onGone: (name) => tell('gone', name),
      onPluggedIn: (name, again) => tell(again ? 'back' : 'there', name),
    });

  const wanted = computed(() => app.desk === 'mine' && settings.settings.headsetButtons);

  function start(): void {
    if (!all) return;
    // One after the other: a headset is let go of before another page may take it.
    let changing: Promise<void> = Promise.resolve();
    watch(
      wanted,
      (now) => {
        const change = (): Promise<void> => (now ? all.start() : all.stop());
        changing = changing.then(change, change);
      },
      { immediate: true },
    );
    // When the command is through: one call is held and then the other answered, and a headset that
    // saw the moment between would let go of its radio link.
    watch(
      () => phone.calls,
      () => all.follow(),
    );
  }

  /** In answer to a click: the browser, or the shell, offers the headsets there are. */
  async function ask(): Promise<void> {
    refused.value = false;
    try {
      await all?.ask();
    } catch {
      refused.value = true;
    }
  }

  return { supported: hid !== null, headsets, news, refused, start, ask };
});
