import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { OutputOf } from '#shared/rpc/contract.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';

type CallRecord = OutputOf<IeumContract, 'calls.get'>;

/** One call with all its facts, kept as it changes. */
export const useCallRecordStore = defineStore('callRecord', () => {
  const host = useHost();
  const record = shallowRef<CallRecord | null>(null);
  const failure = ref<string | null>(null);
  let wanted: string | null = null;

  async function load(): Promise<void> {
    const id = wanted;
    if (id === null) return;
    try {
      const loaded = await host.call('calls.get', { id });
      if (id !== wanted) return;
      record.value = loaded;
      failure.value = null;
    } catch (error) {
      if (id === wanted) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  function open(id: string | null): void {
    if (id === wanted) return;
    wanted = id;
    record.value = null;
    failure.value = null;
    void load();
  }

  function start(): void {
    host.on('calls.changed', ({ callIds }) => {
      if (wanted !== null && callIds.includes(wanted)) void load();
    });
  }

  return { record, failure, open, start };
});
