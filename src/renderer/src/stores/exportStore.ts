import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { ExportState } from '#shared/contract/exports.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { ExportRequest } from '#shared/domain/export/request.ts';
import type { CallFilter } from '#shared/domain/history/filter.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { useHost } from '../api/host.ts';
import { useRoleStore } from './roleStore.ts';

type ExportOptions = OutputOf<IeumContract, 'exports.options'>;

/**
 * The file that is being written, or was last: on whatever page it was asked for, and however often this
 * one was loaded since. Only who has the log before them needs it, so the log starts it.
 */
export const useExportStore = defineStore('export', () => {
  const host = useHost();
  const roles = useRoleStore();

  const options = shallowRef<ExportOptions | null>(null);
  const state = shallowRef<ExportState | null>(null);
  /** What this page asked for last: to be asked for again in one press. */
  const asked = shallowRef<ExportRequest | null>(null);
  /** The dialog is open. */
  const open = ref(false);
  /** Calls that were chosen one by one; none: those of the filter. */
  const chosen = shallowRef<readonly string[]>([]);
  /** Seen to: the line of this export is gone. */
  const dismissed = ref<string | null>(null);
  let started = false;

  async function load(): Promise<void> {
    try {
      const [offered, last] = await Promise.all([
        host.call('exports.options', {}),
        host.call('exports.state', {}),
      ]);
      options.value = offered;
      state.value = last.state;
    } catch {
      // What was shown stays; the next open line asks again.
    }
  }

  function start(): void {
    if (started) return;
    started = true;
    host.on('exports.changed', (next) => (state.value = next));
    host.onState((line) => {
      if (line === 'open') void load();
    });
    // What may leave as it is hangs on who works here.
    watch(
      () => roles.state,
      () => void load(),
    );
    void load();
  }

  /** @throws AppError as `exports.start` */
  async function begin(request: ExportRequest): Promise<void> {
    asked.value = request;
    const begun = await host.call('exports.start', request);
    // What was announced of it since is newer than the answer, and may be here before it.
    if (state.value?.id !== begun.id) state.value = begun;
  }

  /** How many calls a filter leaves in; null where the host does not say: it is written all the same. */
  async function countOf(filter: CallFilter): Promise<number | null> {
    try {
      return (await host.call('calls.count', { filter })).count;
    } catch {
      return null;
    }
  }

  return {
    options,
    state,
    asked,
    open,
    chosen,
    /** @param callIds calls that were chosen one by one */
    show(callIds: readonly string[] = []): void {
      chosen.value = callIds;
      open.value = true;
    },
    running: computed(() => state.value?.state === 'running'),
    /** What stands on the log beside the dialog. */
    line: computed(() => (state.value?.id === dismissed.value ? null : state.value)),
    start,
    begin,
    countOf,
    /** @throws AppError where there is no such export any more */
    async cancel(): Promise<void> {
      if (state.value) state.value = await host.call('exports.cancel', { id: state.value.id });
    },
    /**
     * @returns the way to the file
     * @throws AppError where there is none any more
     */
    async path(): Promise<string> {
      return (await host.call('exports.download', { id: state.value?.id ?? '' })).path;
    },
    dismiss: () => (dismissed.value = state.value?.id ?? null),
  };
});
