import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import { maskName, maskWords } from '../privacy/maskName.ts';
import { maskNumber } from '../privacy/maskNumber.ts';
import { remembered } from '../remembered.ts';
import { numberKey } from '../contact/contactNumber.ts';
import type { View } from './columns.ts';
import type { ExportLanguage } from './words.ts';

export interface ViewOptions {
  readonly unmasked: boolean;
  readonly language: ExportLanguage;
  /** A keyed hash of what a customer is known by; null without a key. */
  readonly hash: ((key: string) => string) | null;
}

const NOBODY = { names: [], numbers: [] };
/** Reading a number is slow, and the same people call again. */
const MOST_KNOWN = 50_000;

export function viewOf({ unmasked, language, hash }: ViewOptions): View {
  const display = remembered((number) => parsePhoneNumber(number).display, MOST_KNOWN);
  const hiddenName = remembered(maskName, MOST_KNOWN);
  /** Agents and causes: few, and in every row. */
  const hiddenWords = remembered((text) => maskWords(text, NOBODY));

  return {
    name: ({ name }) => (name === null || unmasked ? name : hiddenName(name)),
    number({ e164, dialled }) {
      const number = e164 ?? dialled;
      if (number === '') return null;
      if (unmasked) return e164 === null ? dialled : display(e164);
      // What is no telephone number is somebody's name all the same, or a colleague's extension.
      return e164 !== null || /\d{7}/.test(number.replace(/\D/g, ''))
        ? maskNumber(number)
        : maskName(number);
    },
    pseudonym: (customer) => (hash === null ? null : hash(numberKey(customer))),
    words(text, about) {
      if (text === null || text === '') return null;
      if (unmasked) return text;
      return about === null ? hiddenWords(text) : maskWords(text, about);
    },
    term: (words) => words?.[language] ?? null,
  };
}
