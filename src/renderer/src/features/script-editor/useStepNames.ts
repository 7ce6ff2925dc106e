import { useI18n } from 'vue-i18n';
import type { Script, Step, Words } from '#shared/domain/script/script.ts';

/** Steps as a lead knows them: by what stands on them, never by their id. */
export function useStepNames() {
  const { t, locale } = useI18n();

  const inLanguage = (words: Words): string => words[locale.value === 'en' ? 'en' : 'ko'];
  const titleOf = (step: Step): string => inLanguage(step.title) || t('scriptEditor.newStep');
  /** Numbered as in the list: two steps may have one title. */
  const stepOptions = (script: Script) =>
    script.steps.map((step, at) => ({ value: step.id, text: `${at + 1}. ${titleOf(step)}` }));

  return { inLanguage, titleOf, stepOptions };
}
