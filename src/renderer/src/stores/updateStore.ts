import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { UpdatesState } from '#shared/contract/updates.ts';
import { useHost } from '../api/host.ts';

/** Newer versions of the app. */
export const useUpdateStore = defineStore('update', () => {
  const host = useHost();
  const state = shallowRef<UpdatesState | null>(null);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('updates.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }
  host.on('updates.changed', (changed) => (state.value = changed));
  host.onState((line) => {
    if (line === 'open') void load();
  });
  void load();

  return {
    state,
    /** @throws AppError */
    async check(): Promise<void> {
      state.value = await host.call('updates.check', {});
    },
    /** @throws AppError */
    async install(): Promise<void> {
      await host.call('updates.install', {});
    },
  };
});
