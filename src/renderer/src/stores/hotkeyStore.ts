import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { HotkeysState } from '#shared/contract/hotkeys.ts';
import type { HotkeyAction } from '#shared/domain/hotkeys/hotkeys.ts';
import { Listeners } from '#shared/rpc/port.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';

/** Keys that work in every program, where there is a shell that can listen to them. */
export const useHotkeyStore = defineStore('hotkey', () => {
  const host = useHost();
  const app = useAppStore();
  const state = shallowRef<HotkeysState | null>(null);
  const pressed = new Listeners<HotkeyAction>();

  async function start(): Promise<void> {
    host.on('hotkeys.changed', (changed) => (state.value = changed));
    host.on('hotkeys.pressed', ({ action }) => {
      if (app.desk === 'mine') pressed.emit(action);
    });
    state.value = await host.call('hotkeys.state', {});
  }

  return {
    state,
    available: computed(() => state.value?.available ?? false),
    start,
    onPressed: (listener: (action: HotkeyAction) => void) => pressed.add(listener),
    /** While a key is being chosen. A host that cannot be reached has none that could act. */
    suspend: (suspended: boolean) =>
      void host.call('hotkeys.suspend', { suspended }).catch(() => undefined),
  };
});
