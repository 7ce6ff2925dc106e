import { shallowRef } from 'vue';
import type { PausedNumber, PauseRow } from '#shared/domain/pause/record.ts';

/** Whose contact is paused, and where that was noticed. */
export interface PauseAbout {
  readonly numbers: readonly PausedNumber[];
  readonly name: string | null;
  readonly practice: boolean;
  readonly origin: PauseRow['origin'];
}

/** What a form is open about; one of each, wherever it was asked for. */
const about = shallowRef<PauseAbout | null>(null);
const resuming = shallowRef<PauseRow | null>(null);

export function usePauseForm() {
  return {
    about,
    resuming,
    pause: (someone: PauseAbout) => (about.value = someone),
    resume: (row: PauseRow) => (resuming.value = row),
    close: () => (about.value = null),
    closeResuming: () => (resuming.value = null),
  };
}
