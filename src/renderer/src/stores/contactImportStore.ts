import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ImportPlan, ImportResult } from '#shared/contract/contacts.ts';
import type { Mapping } from '#shared/domain/contact/columns.ts';
import type { OnSame } from '#shared/domain/contact/merge.ts';
import { LARGEST_FILE } from '#shared/domain/contact/limits.ts';
import type { FileFault } from '#shared/domain/contact/readFile.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';
import { openContactFile } from '../files/contactFile.ts';
import type { ContactFile } from '../files/contactFile.ts';
import type { FileAnswer, FileSummary, Found } from '../files/contactFileMessages.ts';

export type ImportStep = 'choose' | 'reading' | 'preview' | 'importing' | 'done';

/** UTF-16 units of JSON a piece may have: with three bytes each below the loopback's largest message. */
const PIECE_LENGTH = 250_000;
const PIECE_PEOPLE = 200;

/** One file on its way into the contacts: chosen, looked at, imported, taken back. */
export const useContactImportStore = defineStore('contactImport', () => {
  const host = useHost();
  const open = ref(false);
  const step = ref<ImportStep>('choose');
  const fault = ref<FileFault | null>(null);
  /** A code of the host's. */
  const failure = ref<string | null>(null);
  const fileName = ref('');
  const summary = shallowRef<FileSummary | null>(null);
  const mapping = shallowRef<Mapping | null>(null);
  const found = shallowRef<Found | null>(null);
  const plan = shallowRef<ImportPlan | null>(null);
  const planning = ref(false);
  const onSame = ref<OnSame>('merge');
  const result = shallowRef<ImportResult | null>(null);
  /** 0 to 1, of what is being read or handed over. */
  const progress = ref(0);

  let file: ContactFile | null = null;
  let importId = '';
  /** Counts what was begun: an answer to something given up is not shown. */
  let run = 0;

  function reset(): void {
    run += 1;
    file?.close();
    file = null;
    step.value = 'choose';
    fault.value = failure.value = null;
    summary.value = mapping.value = found.value = plan.value = result.value = null;
    planning.value = false;
    progress.value = 0;
    onSame.value = 'merge';
  }

  function close(): void {
    open.value = false;
    reset();
  }

  function failed(error: unknown): void {
    failure.value = error instanceof AppError ? error.code : 'internal';
  }

  async function read(chosen: File): Promise<void> {
    reset();
    const mine = run;
    fileName.value = chosen.name;
    if (chosen.size > LARGEST_FILE) {
      fault.value = 'too-large';
      return;
    }
    step.value = 'reading';
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      file = openContactFile();
      const answer = await file.open(bytes);
      if (mine !== run) return;
      if (answer.fault || !answer.file) {
        fault.value = answer.fault ?? 'not-text';
        step.value = 'choose';
        return;
      }
      summary.value = answer.file;
      mapping.value = answer.file.table?.mapping ?? null;
      step.value = 'preview';
      await look(answer);
    } catch (error) {
      if (mine !== run) return;
      step.value = 'choose';
      failed(error);
    }
  }

  /** Other columns: the people are others, and so is what would become of them. */
  async function map(to: Mapping): Promise<void> {
    mapping.value = to;
    const mine = ++run;
    const answer = await file?.map(to);
    if (answer && mine === run) await look(answer);
  }

  async function look(answer: FileAnswer): Promise<void> {
    found.value = answer.found ?? null;
    plan.value = null;
    failure.value = null;
    planning.value = false;
    if (!found.value || found.value.people === 0) return;
    importId = newId();
    await withStaged(async () => {
      plan.value = await host.call('contacts.importPlan', { importId, onSame: onSame.value });
    });
  }

  /** Hands the people to the host, then does something with them there. */
  async function withStaged(then: () => Promise<void>): Promise<void> {
    const mine = run;
    planning.value = true;
    try {
      await handOver(mine);
      if (mine === run) await then();
    } catch (error) {
      if (mine === run) failed(error);
    } finally {
      if (mine === run) planning.value = false;
    }
  }

  async function handOver(mine: number): Promise<void> {
    const total = found.value?.people ?? 0;
    let from = 0;
    while (from < total && mine === run) {
      const { piece = [] } = (await file?.piece(from, PIECE_PEOPLE)) ?? {};
      // Very long notes: fewer at a time.
      while (piece.length > 1 && JSON.stringify(piece).length > PIECE_LENGTH) {
        piece.length = Math.ceil(piece.length / 2);
      }
      if (piece.length === 0 || mine !== run) return;
      await host.call('contacts.importStage', { importId, from, people: piece });
      from += piece.length;
      progress.value = from / total;
    }
  }

  async function planAgain(): Promise<void> {
    const mine = ++run;
    planning.value = true;
    failure.value = null;
    try {
      const again = await host.call('contacts.importPlan', { importId, onSame: onSame.value });
      if (mine === run) plan.value = again;
    } catch (error) {
      // A host that was started again has forgotten the people.
      if (mine !== run) return;
      if (!isForgotten(error)) return failed(error);
      await withStaged(async () => {
        plan.value = await host.call('contacts.importPlan', { importId, onSame: onSame.value });
      });
    } finally {
      if (mine === run) planning.value = false;
    }
  }

  async function commit(): Promise<void> {
    if (step.value !== 'preview' || !found.value) return;
    step.value = 'importing';
    failure.value = null;
    const order = {
      importId,
      onSame: onSame.value,
      fileName: fileName.value.slice(0, 255),
      refused: found.value.refused.length,
    };
    try {
      result.value = await host.call('contacts.import', order);
      step.value = 'done';
    } catch (error) {
      if (isForgotten(error)) {
        await withStaged(async () => {
          result.value = await host.call('contacts.import', order);
        });
      } else failed(error);
      step.value = result.value ? 'done' : 'preview';
    }
  }

  async function undo(of: string): Promise<void> {
    failure.value = null;
    try {
      const undone = await host.call('contacts.importUndo', { importId: of });
      if (result.value?.id === of) result.value = undone;
    } catch (error) {
      failed(error);
    }
  }

  return {
    open,
    step,
    fault,
    failure,
    fileName,
    summary,
    mapping,
    found,
    plan,
    planning,
    onSame,
    result,
    progress,
    read,
    map,
    planAgain,
    commit,
    undo,
    reset,
    close,
    /** What was imported before, newest first. */
    earlier: async (): Promise<readonly ImportResult[]> =>
      (await host.call('contacts.imports', {})).imports,
  };
});

function isForgotten(error: unknown): boolean {
  return error instanceof AppError && error.code === 'import.unknown';
}
