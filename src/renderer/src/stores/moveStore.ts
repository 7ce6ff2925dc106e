import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { MoveState } from '#shared/contract/move.ts';
import { MOVE_PIECE_BYTES } from '#shared/domain/move/moveFile.ts';
import { base64Of } from '#shared/domain/text/base64.ts';
import { AppError } from '#shared/errors.ts';
import { useHost } from '../api/host.ts';

/** Everything of this computer in one file, and a file of another computer in the place of what is here. */
export const useMoveStore = defineStore('move', () => {
  const host = useHost();
  const state = shallowRef<MoveState | null>(null);
  /** The file that was chosen, while it is handed to the host and after. */
  const fileName = ref('');
  /** What kept it from being handed over; the host's own trouble is in its state. */
  const failure = ref<string | null>(null);
  /** Counted up when another file counts, or none: pieces of an earlier one are sent no more. */
  let turn = 0;

  async function load(): Promise<void> {
    try {
      state.value = await host.call('move.state', {});
    } catch {
      // The next change or the next open line tells.
    }
  }
  host.on('move.changed', (changed) => (state.value = changed));
  host.onState((line) => {
    if (line === 'open') void load();
  });

  /** Piece by piece, as it is read: a file of some gigabytes is never in memory whole. */
  async function bring(file: File): Promise<void> {
    const mine = (turn += 1);
    failure.value = null;
    fileName.value = file.name;
    try {
      // An empty one cannot be begun with.
      if (file.size === 0) throw new AppError('move.foreign', 'The file is empty.');
      state.value = await host.call('move.receive', { bytes: file.size });
      for (let at = 0; at < file.size && mine === turn; at += MOVE_PIECE_BYTES) {
        const part = await file.slice(at, at + MOVE_PIECE_BYTES).arrayBuffer();
        if (mine !== turn) return;
        await host.call('move.piece', { at, data: base64Of(new Uint8Array(part)) });
      }
    } catch (error) {
      if (mine !== turn) return;
      failure.value = error instanceof AppError ? error.code : 'internal';
      await host.call('move.cancel', {}).catch(() => undefined);
    }
  }

  return {
    state,
    fileName,
    failure: computed(() => failure.value ?? state.value?.failed?.code ?? null),
    load,
    bring,
    /** @throws AppError */
    async pack(passphrase: string): Promise<void> {
      failure.value = null;
      state.value = await host.call('move.pack', { passphrase });
    },
    /**
     * @returns the way to the file
     * @throws AppError where there is none any more
     */
    path: async (): Promise<string> => (await host.call('move.download', {})).path,
    /** @throws AppError */
    async open(passphrase: string): Promise<void> {
      state.value = await host.call('move.open', { passphrase });
    },
    /** @throws AppError */
    replace: async (): Promise<void> => void (await host.call('move.replace', {})),
    /** @throws AppError */
    takeBack: async (name: string): Promise<void> =>
      void (await host.call('move.takeBack', { name })),
    /** @throws AppError */
    async forget(name: string): Promise<void> {
      state.value = await host.call('move.forget', { name });
    },
    /** @throws AppError */
    async cancel(): Promise<void> {
      turn += 1;
      failure.value = null;
      state.value = await host.call('move.cancel', {});
    },
  };
});
