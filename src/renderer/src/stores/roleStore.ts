import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { RoleState } from '#shared/contract/roles.ts';
import type { LeadAction } from '#shared/domain/roles/roles.ts';
import { useHost } from '../api/host.ts';

/** Whether this page is the lead's, and what it may do. */
export const useRoleStore = defineStore('role', () => {
  const host = useHost();
  const state = shallowRef<RoleState | null>(null);
  /** The passphrase is asked for. */
  const asking = shallowRef(false);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('roles.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }

  return {
    state,
    asking,
    isLead: computed(() => state.value?.role === 'lead'),
    /** Nothing before the host has said so. */
    may: (action: LeadAction): boolean => state.value?.may.includes(action) ?? false,
    start(): void {
      host.on('roles.changed', () => void load());
      host.onState((line) => {
        if (line === 'open') void load();
      });
      void load();
    },
    /** @throws AppError */
    async unlock(passphrase: string): Promise<void> {
      state.value = await host.call('roles.unlock', { passphrase });
      asking.value = false;
    },
    /** @throws AppError */
    async lock(): Promise<void> {
      state.value = await host.call('roles.lock', {});
    },
    load,
  };
});
