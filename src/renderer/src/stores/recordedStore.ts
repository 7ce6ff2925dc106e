import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { RecordingRow } from '#shared/contract/recordings.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';

/** What was recorded of one call, kept as it changes. */
export const useRecordedStore = defineStore('recorded', () => {
  const host = useHost();
  const rows = shallowRef<readonly RecordingRow[]>([]);
  /** A code of `errors`, of the last thing that was asked for. */
  const failure = ref<string | null>(null);
  let wanted: string | null = null;

  async function load(): Promise<void> {
    const callId = wanted;
    if (callId === null) return;
    const loaded = await attempt(() => host.call('recordings.ofCall', { callId }));
    if (loaded && callId === wanted) rows.value = loaded.rows;
  }

  function open(callId: string): void {
    if (callId === wanted) return;
    wanted = callId;
    rows.value = [];
    void load();
  }

  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      failure.value = null;
      return await work();
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
      return null;
    }
  }

  function start(): void {
    host.on('recordings.changed', ({ callIds }) => {
      if (wanted !== null && callIds.includes(wanted)) void load();
    });
  }

  return {
    rows,
    failure,
    open,
    start,
    /** @returns where its sound is, or null and `failure` */
    listen: async (id: string) =>
      (await attempt(() => host.call('recordings.listen', { id })))?.path ?? null,
    save: async (id: string, reason: string) =>
      (await attempt(() => host.call('recordings.export', { id, reason })))?.path ?? null,
    remove: (id: string, reason: string) =>
      attempt(() => host.call('recordings.delete', { id, reason })),
    restore: (id: string) => attempt(() => host.call('recordings.restore', { id })),
    retention: () => attempt(() => host.call('recordings.retention', {})),
  };
});
