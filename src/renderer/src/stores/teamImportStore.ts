import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { LONGEST_TEAM_TEXT, TEAM_PIECE } from '#shared/contract/team.ts';
import type { TeamPlan } from '#shared/contract/team.ts';
import { TEAM_FAULTS } from '#shared/domain/team/teamFile.ts';
import type { TeamFault } from '#shared/domain/team/teamFile.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';

/** A day of another agent from a file of its own: chosen, looked at, taken. */
export const useTeamImportStore = defineStore('teamImport', () => {
  const host = useHost();
  const fileName = ref('');
  const plan = shallowRef<TeamPlan | null>(null);
  const result = shallowRef<TeamPlan | null>(null);
  const busy = ref(false);
  /** A code of the host's, or `too-large`. */
  const failure = ref<string | null>(null);
  /** Why the whole file was refused. */
  const fault = ref<TeamFault | null>(null);
  let importId = '';

  async function doing(work: () => Promise<void>): Promise<void> {
    busy.value = true;
    failure.value = fault.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = error instanceof AppError ? error.code : 'internal';
      fault.value = TEAM_FAULTS.find((one) => one === faultIn(error)) ?? null;
    } finally {
      busy.value = false;
    }
  }

  function reset(): void {
    plan.value = result.value = failure.value = fault.value = null;
    fileName.value = '';
  }

  return {
    ...{ fileName, plan, result, busy, failure, fault, reset },
    read: (file: File) =>
      doing(async () => {
        reset();
        fileName.value = file.name;
        if (file.size > LONGEST_TEAM_TEXT) {
          fault.value = 'too-large';
          return;
        }
        // As it is: what is no UTF-8 is no file of ours, and is refused for what has changed in it.
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
        importId = newId();
        for (let from = 0; from === 0 || from < text.length; from += TEAM_PIECE) {
          const piece = text.slice(from, from + TEAM_PIECE);
          await host.call('team.importStage', { importId, from, text: piece });
        }
        plan.value = await host.call('team.importPlan', { importId });
      }),
    commit: () =>
      doing(async () => {
        result.value = await host.call('team.import', { importId });
      }),
  };
});

/** Why a file was refused as a whole. */
function faultIn(error: unknown): unknown {
  const details: unknown = error instanceof AppError ? error.details : null;
  return typeof details === 'object' && details !== null && 'fault' in details
    ? details.fault
    : null;
}
