import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { RunRow } from '#shared/domain/script/run.ts';
import type { Script } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';

interface RecordedRun {
  readonly row: RunRow;
  /** In the version it was gone through in; null: that version is not there any more. */
  readonly script: Script | null;
}

/** How the scripts of one call were gone through, kept as it changes. */
export const useRunRecordStore = defineStore('runRecord', () => {
  const host = useHost();
  const runs = shallowRef<readonly RecordedRun[]>([]);
  const failure = ref<string | null>(null);
  /** A version never changes. */
  const scripts = new Map<string, Script>();
  let wanted: string | null = null;

  async function scriptOf({ scriptId: id, version }: RunRow): Promise<Script | null> {
    const key = `${id} ${version}`;
    const known = scripts.get(key);
    if (known) return known;
    try {
      const script = await host.call('scripts.version', { id, version });
      scripts.set(key, script);
      return script;
    } catch (error) {
      if (error instanceof AppError && error.code === 'script.unknown') return null;
      throw error;
    }
  }

  async function load(): Promise<void> {
    const callId = wanted;
    if (callId === null) return;
    try {
      const { rows } = await host.call('runs.ofCall', { callId });
      const found = await Promise.all(
        rows.map(async (row) => ({ row, script: await scriptOf(row) })),
      );
      if (callId !== wanted) return;
      runs.value = found;
      failure.value = null;
    } catch (error) {
      if (callId === wanted) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  function open(callId: string): void {
    if (callId === wanted) return;
    wanted = callId;
    runs.value = [];
    failure.value = null;
    void load();
  }

  function start(): void {
    // Which call a run is of is not told: one that is not shown yet may be of this one.
    host.on('runs.changed', () => void load());
  }

  return { runs, failure, open, start };
});
