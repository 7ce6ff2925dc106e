import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type {
  GatewayPreview,
  GatewaysState,
  GatewayState,
  GatewayTested,
} from '#shared/contract/gateways.ts';
import type { GatewaySecret } from '#shared/domain/outbox/gateways.ts';
import { newId, useHost } from '../api/host.ts';

/** What is known of the gateways of texts beside their settings. */
export const useTextGatewayStore = defineStore('textGateway', () => {
  const host = useHost();
  const state = shallowRef<GatewaysState>({ gateways: [], secretKept: 'memory' });

  async function load(): Promise<void> {
    try {
      state.value = await host.call('gateways.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }

  function start(): void {
    host.on('gateways.changed', (changed) => (state.value = changed));
    host.onState((line) => {
      if (line === 'open') void load();
    });
    void load();
  }

  return {
    secretKept: computed(() => state.value.secretKept),
    start,
    newId,
    of: (id: string): GatewayState | null =>
      state.value.gateways.find((one) => one.id === id) ?? null,
    /** @throws AppError */
    async setSecret(id: string, field: GatewaySecret, value: string): Promise<void> {
      state.value = await host.call('gateways.setSecret', { id, field, value });
    },
    /** @throws AppError */
    async forgetSecrets(id: string): Promise<void> {
      state.value = await host.call('gateways.forgetSecrets', { id });
    },
    /** With a number, a text leaves. @throws AppError */
    test: (id: string, to: string | null): Promise<GatewayTested> =>
      host.call('gateways.test', { id, to }),
    /** @throws AppError */
    preview: (id: string, to: string, body: string): Promise<GatewayPreview> =>
      host.call('gateways.preview', { id, to, body }),
  };
});
