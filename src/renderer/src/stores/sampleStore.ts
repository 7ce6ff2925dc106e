import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { SamplesState } from '#shared/contract/samples.ts';
import { useHost } from '../api/host.ts';

/** Whether a sample desk is shown. */
export const useSampleStore = defineStore('samples', () => {
  const host = useHost();
  const state = shallowRef<SamplesState>({ shown: 0, touched: 0 });

  async function load(): Promise<void> {
    try {
      state.value = await host.call('samples.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }

  return {
    state,
    load,
    start(): void {
      host.on('samples.changed', (changed) => (state.value = changed));
      host.onState((line) => {
        if (line === 'open') void load();
      });
      void load();
    },
    /** @throws AppError */
    async add(): Promise<void> {
      state.value = await host.call('samples.add', {});
    },
    /** @throws AppError */
    async remove(touched: 'keep' | 'remove'): Promise<void> {
      state.value = await host.call('samples.remove', { touched });
    },
  };
});
