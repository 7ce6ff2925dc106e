import { shallowRef } from 'vue';
import type { GuideSubject } from '../../stores/guideStore.ts';

/** What other parts of the app do from a step of a script. */
type HookedAction = 'mistake' | 'ladder';

/** @returns the id of what was made, where it has one */
type Handler = (about: GuideSubject) => Promise<string | null>;

const handlers = shallowRef<Partial<Readonly<Record<HookedAction, Handler>>>>({});

/** A part that is not there is offered by no button. */
export function useGuideHooks() {
  return {
    handlers,
    provide(action: HookedAction, handler: Handler): void {
      handlers.value = { ...handlers.value, [action]: handler };
    },
  };
}
