import { shallowRef } from 'vue';
import type { PromiseWindow } from '#shared/domain/callback/promiseWindow.ts';
import type { Origin } from '#shared/domain/callback/record.ts';

/** Whom a promise is made to, and the call it is made in. */
export interface PromiseAbout {
  readonly address: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly practice: boolean;
  readonly origin: Origin;
  /** What is known of it already. */
  readonly known?: {
    readonly topic: string;
    readonly note: string;
    readonly window: PromiseWindow | null;
  };
  /** For whoever asked for it and is to know which one was made. */
  readonly made?: (id: string, window: PromiseWindow) => void;
}

/** What the form is open about; one form, wherever it was asked for. */
const about = shallowRef<PromiseAbout | null>(null);

export function usePromiseForm() {
  /** @param callId the call it is promised in; null when there is none */
  function promise(
    someone: Omit<PromiseAbout, 'origin' | 'made'>,
    callId: string | null,
    made?: PromiseAbout['made'],
  ): void {
    const { address, dialled, e164, name, practice } = someone;
    const origin = { kind: 'hand', callId, messageId: null } as const;
    about.value = { address, dialled, e164, name, practice, origin, ...(made && { made }) };
  }

  /** The same from a script, with what was written down there. */
  function promiseFrom(asked: PromiseAbout): void {
    about.value = asked;
  }

  return { about, promise, promiseFrom, close: () => (about.value = null) };
}
