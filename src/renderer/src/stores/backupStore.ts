import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { BackupsState } from '#shared/contract/backups.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';

export type BackupPreview = OutputOf<IeumContract, 'backups.preview'>;

/** Copies of the records; looked at by their settings alone. */
export const useBackupStore = defineStore('backup', () => {
  const host = useHost();
  const state = shallowRef<BackupsState | null>(null);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('backups.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }
  host.on('backups.changed', (changed) => (state.value = changed));
  host.onState((line) => {
    if (line === 'open') void load();
  });

  return {
    state,
    load,
    /** @throws AppError */
    async make(): Promise<void> {
      state.value = await host.call('backups.make', {});
    },
    /** @throws AppError */
    preview: (name: string): Promise<BackupPreview> => host.call('backups.preview', { name }),
    /**
     * @returns the name of the file that the records of until now are in
     * @throws AppError
     */
    async restore(name: string): Promise<string> {
      return (await host.call('backups.restore', { name })).setAside;
    },
  };
});
