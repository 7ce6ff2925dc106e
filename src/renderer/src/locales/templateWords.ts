import { useI18n } from 'vue-i18n';
import en from './templates/en.json';
import ko from './templates/ko.json';

/** Of its codes only those that nobody else meets; they are asked for by `useCodeWords`. */
export type TemplateWords = Omit<typeof ko, 'errors'>;
const WORDS: Readonly<Record<'ko' | 'en', typeof ko>> = { ko, en };

/**
 * The words of the templates, which are fetched with their screens and not with the first moment.
 * Asked for by whatever of them is drawn first.
 */
export function useTemplateWords(): void {
  const { te, mergeLocaleMessage } = useI18n({ useScope: 'global' });
  for (const [language, words] of Object.entries(WORDS)) {
    if (!te('templates.screen', language)) mergeLocaleMessage(language, words);
  }
}
