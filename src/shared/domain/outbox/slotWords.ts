import type { TextContent } from './content.ts';
import { windowWords } from './words.ts';

/*
 * Times to choose from, as a text writes them: a line that says how to answer, and a numbered line
 * for each. What is offered and what is written must be the same, or a number would pick another
 * time than the customer has read.
 */

type Slots = TextContent['slots'];
type Language = 'ko' | 'en';

const ASKS: Readonly<Record<Language, string>> = {
  ko: '전화받기 편하신 시간의 번호로 답해 주십시오.',
  en: 'When may we call you? Please answer with a number.',
};
/** The text has named a time before. */
const ASKS_OTHERWISE: Readonly<Record<Language, string>> = {
  ko: '다른 시간이 좋으시면 번호로 답해 주십시오.',
  en: 'If another time suits you better, please answer with a number.',
};

const lines = (slots: Slots, language: Language): string =>
  slots.map((slot, place) => `${place + 1}) ${windowWords(slot, language)}`).join('\n');

/** @param otherwise the text has named a time before */
export function slotWords(slots: Slots, language: Language, otherwise = false): string {
  if (slots.length === 0) return '';
  return `${(otherwise ? ASKS_OTHERWISE : ASKS)[language]}\n${lines(slots, language)}`;
}

/** A text with other times in the place of those it had; behind it where it had none. */
export function withSlots(body: string, before: Slots, after: Slots, language: Language): string {
  const written = lines(before, language);
  if (before.length > 0 && body.includes(written)) {
    if (after.length > 0) return body.replace(written, lines(after, language));
    const asks = [ASKS[language], ASKS_OTHERWISE[language]];
    const whole = asks.map((ask) => `${ask}\n${written}`).find((one) => body.includes(one));
    return body
      .replace(whole ?? written, '')
      .replace(/\n{2,}/g, '\n')
      .trim();
  }
  return [body.trimEnd(), slotWords(after, language)].filter((part) => part !== '').join('\n');
}

/** Whether the customer reads exactly what is offered, each at its number. */
export function saysSlots(body: string, slots: Slots, language: Language): boolean {
  return slots.length === 0 || body.split(lines(slots, language)).length === 2;
}
