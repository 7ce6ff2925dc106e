import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AccountState } from '#shared/contract/account.ts';
import type { Account } from '#shared/domain/account.ts';
import { useHost } from '../api/host.ts';

export const useAccountStore = defineStore('account', () => {
  const host = useHost();
  const state = shallowRef<AccountState | null>(null);

  async function start(): Promise<void> {
    host.on('account.changed', (changed) => (state.value = changed));
    state.value = await host.call('account.get', {});
  }

  /** @param password left out: the one that is already kept */
  async function save(account: Account, password: string | undefined): Promise<void> {
    const secret = password === undefined ? {} : { password };
    state.value = await host.call('account.save', { account, ...secret });
  }

  async function forget(): Promise<void> {
    state.value = await host.call('account.forget', {});
  }

  return { state, start, save, forget };
});
