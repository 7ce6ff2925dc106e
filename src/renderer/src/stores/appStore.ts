import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { StorageHealth } from '#shared/contract/app.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { PortState } from '#shared/rpc/port.ts';
import { newId, useHost } from '../api/host.ts';

type AppInfo = OutputOf<IeumContract, 'app.info'>;

/** This page's place in the house: is the host there, is the desk ours, can records be kept. */
export const useAppStore = defineStore('app', () => {
  const host = useHost();
  const deskId = newId();

  const hostState = ref<PortState>(host.state);
  const info = shallowRef<AppInfo | null>(null);
  const storage = shallowRef<StorageHealth | null>(null);
  /** `mine` once this page holds the phone; `taken` when another page does. */
  const desk = ref<'unknown' | 'mine' | 'taken'>('unknown');
  const interrupted = ref(0);

  async function refresh(): Promise<void> {
    info.value = await host.call('app.info', {});
    storage.value = info.value.storage;
  }

  /** @returns whether this page now holds the phone */
  async function claimDesk(takeOver: boolean): Promise<boolean> {
    try {
      const claimed = await host.call('desk.claim', { deskId, takeOver });
      interrupted.value += claimed.interrupted;
      desk.value = 'mine';
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'desk.taken') throw error;
      desk.value = 'taken';
      return false;
    }
  }

  /** The newest of those that broke off. */
  async function lastInterrupted(): Promise<CallRow | null> {
    const filter = { text: '', outcome: 'interrupted' as const };
    const { rows } = await host.call('calls.list', { filter, limit: 1 });
    return rows[0] ?? null;
  }

  async function retryStorage(): Promise<void> {
    storage.value = await host.call('app.retryStorage', {});
  }

  async function start(): Promise<void> {
    host.on('app.storageChanged', (health) => (storage.value = health));
    host.on('desk.changed', (changed) => {
      if (changed.deskId !== deskId) desk.value = 'taken';
    });
    host.onState((state) => {
      hostState.value = state;
      // The host frees the desk when a line breaks; it is ours again before anyone else asks.
      if (state === 'open' && desk.value === 'mine') void claimDesk(false);
    });
    await refresh();
    interrupted.value = info.value?.interruptedAtStart ?? 0;
    await claimDesk(false);
  }

  return {
    deskId,
    hostState,
    info,
    storage,
    desk,
    interrupted,
    recordsAtRisk: computed(() => storage.value !== null && storage.value.state !== 'ok'),
    start,
    claimDesk,
    retryStorage,
    lastInterrupted,
  };
});
