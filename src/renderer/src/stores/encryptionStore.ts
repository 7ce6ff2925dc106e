import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { EncryptionState } from '#shared/contract/encryption.ts';
import { useHost } from '../api/host.ts';

/** The records at rest; looked at by their settings and by the banner of what is locked. */
export const useEncryptionStore = defineStore('encryption', () => {
  const host = useHost();
  const state = shallowRef<EncryptionState | null>(null);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('encryption.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }
  host.on('encryption.changed', (changed) => (state.value = changed));
  host.onState((line) => {
    if (line === 'open') void load();
  });

  return {
    state,
    load,
    /** @throws AppError */
    async switchTo(on: boolean): Promise<void> {
      state.value = await host.call('encryption.switch', { on });
    },
    /** @throws AppError `encryption.refused` once it is noted */
    code: async (): Promise<string> => (await host.call('encryption.code', {})).code,
    /** @throws AppError */
    async noted(): Promise<void> {
      state.value = await host.call('encryption.codeNoted', {});
    },
    /** @throws AppError `encryption.code` */
    async unlock(code: string): Promise<void> {
      state.value = await host.call('encryption.unlock', { code });
    },
    /**
     * @returns the name of the file that the locked records are in
     * @throws AppError
     */
    beginEmpty: async (): Promise<string> =>
      (await host.call('encryption.beginEmpty', {})).setAside,
  };
});
