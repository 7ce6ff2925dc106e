import { inject, provide } from 'vue';
import type { InjectionKey } from 'vue';
import type { TokenValues } from '#shared/domain/script/words.ts';
import { useGuideStore } from '../../stores/guideStore.ts';

/** What the panel's parts need of a run: that of a call, or one that is only tried out. */
export type GuideCourse = Pick<
  ReturnType<typeof useGuideStore>,
  | 'subject'
  | 'run'
  | 'script'
  | 'step'
  | 'now'
  | 'fields'
  | 'product'
  | 'next'
  | 'skip'
  | 'choose'
  | 'back'
  | 'jump'
  | 'setField'
  | 'flush'
  | 'end'
  | 'putIntoNote'
  | 'turnOf'
  | 'nextVariant'
  | 'ownOf'
  | 'setOwn'
>;

/** Tried out by whoever writes the script: nothing is stored, and nobody is called or written to. */
export interface TrialCourse extends GuideCourse {
  readonly language: 'ko' | 'en';
  /** Of a call that is made up. */
  readonly values: TokenValues;
}

const TRIAL: InjectionKey<TrialCourse> = Symbol('guideTrial');

export function provideTrial(course: TrialCourse): void {
  provide(TRIAL, course);
}

/** @returns null beside a call */
export function useTrial(): TrialCourse | null {
  return inject(TRIAL, null);
}

export function useGuideCourse(): GuideCourse {
  return useTrial() ?? useGuideStore();
}
