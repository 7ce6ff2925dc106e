import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { RelayState } from '#shared/contract/relay.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';

/** The door for what gateways call back; looked at by its settings alone. */
export const useRelayStore = defineStore('relay', () => {
  const host = useHost();
  const state = shallowRef<RelayState | null>(null);

  async function load(): Promise<void> {
    try {
      state.value = await host.call('relay.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }
  host.on('relay.changed', (changed) => (state.value = changed));
  host.onState((line) => {
    if (line === 'open') void load();
  });

  return {
    state,
    load,
    /** Null: none. @throws AppError */
    async setSecret(value: string | null): Promise<void> {
      // It opens a moment later: what is told of that may be here before the answer.
      await host.call('relay.setSecret', { value });
      await load();
    },
    /** @throws AppError */
    async test(): Promise<OutputOf<IeumContract, 'relay.test'>['result']> {
      const { result } = await host.call('relay.test', {});
      await load();
      return result;
    },
  };
});
