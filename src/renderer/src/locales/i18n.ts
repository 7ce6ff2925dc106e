import { createI18n } from 'vue-i18n';
import { withParticles } from '#shared/domain/text/particles.ts';
import type { Language } from '#shared/contract/settings.ts';
import type ko from './ko.json';
import type laterKo from './later.ko.json';
import start from './start.json';

type First = typeof ko;
type Later = typeof laterKo;
export type Messages = First & Later;
type Start = typeof start.ko;

declare module 'vue-i18n' {
  // Korean is what is written first; every other language has the same keys (a test says so).
  export interface DefineLocaleMessage extends Messages, Start {}
}

// Declared as `Messages`, so that a key missing in English does not compile. Each comes by itself:
// nobody reads both at once.
const FILES: Readonly<Record<Language, () => Promise<{ readonly default: First }>>> = {
  ko: () => import('./ko.json'),
  en: () => import('./en.json'),
};

/** What only parts say that are fetched by themselves (`features/frame/later.ts`). */
const LATER_FILES: Readonly<Record<Language, () => Promise<{ readonly default: Later }>>> = {
  ko: () => import('./later.ko.json'),
  en: () => import('./later.en.json'),
};

/**
 * What a page says that could not start, or only passes a link on. Everything else is there after
 * the first `speak`.
 */
export function createWords() {
  return createI18n<false>({
    legacy: false,
    locale: 'ko',
    // Both have every key (a test says so), and the other one is not here.
    fallbackLocale: false,
    messages: start as unknown as Record<Language, Messages & Start>,
    // A particle follows the sound of what was filled in before it.
    postTranslation: (text) => (typeof text === 'string' ? withParticles(text) : text),
    warnHtmlMessage: true,
    // A code without words is answered by `useCodeWords`, which falls back by itself.
    missingWarn: false,
    fallbackWarn: false,
  });
}

export type Words = ReturnType<typeof createWords>;

/**
 * Goes on in the words of a language, as soon as they are there; until then in those there are.
 * @param isWanted asked once they are there: somebody may have chosen another one meanwhile
 * @throws when they cannot be had
 */
export async function speak(
  global: Words['global'],
  language: Language,
  isWanted: () => boolean = () => true,
): Promise<void> {
  if (!global.te('app.name', language)) {
    const file = await FILES[language]();
    // Words of a part that was fetched before stay.
    global.mergeLocaleMessage(language, file.default);
  }
  if (more !== null) await addLater(global, language);
  if (!isWanted()) return;
  global.locale.value = language;
  document.documentElement.lang = language;
}

/** The words that parts are waiting for, once somebody has asked for them. */
let more: Words['global'] | null = null;
let toldMore: (global: Words['global']) => void;
const asked = new Promise<Words['global']>((resolve) => (toldMore = resolve));

/** From now on the rest of the words comes too: the first moment is drawn. */
export function speakMore(global: Words['global']): void {
  more = global;
  toldMore(global);
}

/**
 * Until everything that a part says is there, in the language of the page.
 * @throws when it cannot be had
 */
export async function wordsOfParts(): Promise<void> {
  const global = await asked;
  await addLater(global, global.locale.value === 'en' ? 'en' : 'ko');
}

async function addLater(global: Words['global'], language: Language): Promise<void> {
  if (global.te('replies.ask', language)) return;
  const file = await LATER_FILES[language]();
  global.mergeLocaleMessage(language, file.default);
}
