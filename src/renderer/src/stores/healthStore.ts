import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { HealthState } from '#shared/contract/health.ts';
import { useHost } from '../api/host.ts';

/** How the app is; looked at by its panel alone. */
export const useHealthStore = defineStore('health', () => {
  const host = useHost();
  const state = shallowRef<HealthState | null>(null);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('health.state', {});
    } catch {
      // The next open line asks again.
    }
  }
  host.on('health.changed', (changed) => (state.value = changed));
  host.on('backups.changed', () => void load());
  host.onState((line) => {
    if (line === 'open') void load();
  });

  return {
    state,
    load,
    /** @throws AppError */
    async check(): Promise<void> {
      state.value = await host.call('health.check', {});
    },
  };
});
