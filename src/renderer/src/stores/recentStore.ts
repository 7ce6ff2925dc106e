import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { CallRow } from '#shared/domain/call/record.ts';
import { useHost } from '../api/host.ts';

const SHOWN = 30;

/** The newest calls, whatever the log is filtered by. */
export const useRecentStore = defineStore('recent', () => {
  const host = useHost();
  const rows = shallowRef<readonly CallRow[]>([]);
  const loaded = ref(false);
  /** A late answer to an earlier question is not shown. */
  let asked = 0;

  async function reload(): Promise<void> {
    const question = ++asked;
    try {
      const page = await host.call('calls.list', {
        filter: { text: '' },
        after: null,
        limit: SHOWN,
      });
      if (question !== asked) return;
      rows.value = page.rows;
      loaded.value = true;
    } catch {
      // What was shown stays; the next change or the next open line asks again.
    }
  }

  function start(): void {
    host.on('calls.changed', () => void reload());
    host.onState((state) => {
      if (state === 'open') void reload();
    });
    void reload();
  }

  return { rows, loaded, start };
});
