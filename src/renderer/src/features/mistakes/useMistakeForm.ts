import { shallowRef } from 'vue';
import type { MistakeRow } from '#shared/domain/mistake/record.ts';

/** Whom it has happened with, and where. */
export type MistakeAbout = Pick<MistakeRow, 'callId' | 'promiseId' | 'customer' | 'practice'>;

/** What the dialog is open about: one to be reported, or one that is there. */
const about = shallowRef<MistakeAbout | { readonly id: string } | null>(null);

export function useMistakeForm() {
  return {
    about,
    report: (someone: MistakeAbout) => (about.value = someone),
    show: (id: string) => (about.value = { id }),
    close: () => (about.value = null),
  };
}
