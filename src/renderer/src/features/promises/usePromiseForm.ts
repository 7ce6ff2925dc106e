import { shallowRef } from 'vue';
import type { Origin } from '#shared/domain/callback/record.ts';

/** Whom a promise is made to, and the call it is made in. */
export interface PromiseAbout {
  readonly address: string;
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly practice: boolean;
  readonly origin: Origin;
}

/** What the form is open about; one form, wherever it was asked for. */
const about = shallowRef<PromiseAbout | null>(null);
/** Whoever asked for it and is to know which one was made. */
let made: ((promiseId: string) => void) | null = null;

export function usePromiseForm() {
  /** @param callId the call it is promised in; null when there is none */
  function promise(
    someone: Omit<PromiseAbout, 'origin'>,
    callId: string | null,
    tell: ((promiseId: string) => void) | null = null,
  ): void {
    made = tell;
    const { address, dialled, e164, name, practice } = someone;
    const origin = { kind: 'hand', callId, messageId: null } as const;
    about.value = { address, dialled, e164, name, practice, origin };
  }

  return {
    about,
    promise,
    tellMade: (promiseId: string) => made?.(promiseId),
    close: () => (about.value = null),
  };
}
