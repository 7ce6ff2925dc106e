import { createI18n } from 'vue-i18n';
import { withParticles } from '#shared/domain/text/particles.ts';
import type { Language } from '#shared/contract/settings.ts';
import en from './en.json';
import ko from './ko.json';

export type Messages = typeof ko;

declare module 'vue-i18n' {
  // Korean is what is written first; every other language has the same keys (a test says so).
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- vue-i18n is told by merging
  export interface DefineLocaleMessage extends Messages {}
}

// Declared as `Messages`, so that a key missing in English does not compile.
const messages: Record<Language, Messages> = { ko, en };

export function createWords(language: Language) {
  return createI18n<false>({
    legacy: false,
    locale: language,
    fallbackLocale: 'ko',
    messages,
    // A particle follows the sound of what was filled in before it.
    postTranslation: (text) => (typeof text === 'string' ? withParticles(text) : text),
    warnHtmlMessage: true,
    // A code without words is answered by `useCodeWords`, which falls back by itself.
    missingWarn: false,
    fallbackWarn: false,
  });
}

export type Words = ReturnType<typeof createWords>;
