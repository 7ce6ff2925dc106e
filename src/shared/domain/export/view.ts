import { parsePhoneNumber } from '../phone-number/phoneNumber.ts';
import { maskName, maskWords } from '../privacy/maskName.ts';
import { maskNumber } from '../privacy/maskNumber.ts';
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
  const written = new Map<string, string>();

  function display(number: string): string {
    const found = written.get(number);
    if (found !== undefined) return found;
    if (written.size > MOST_KNOWN) written.clear();
    const { display: text } = parsePhoneNumber(number);
    written.set(number, text);
    return text;
  }

  return {
    name: ({ name }) => (name === null || unmasked ? name : maskName(name)),
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
      return unmasked ? text : maskWords(text, about ?? NOBODY);
    },
    term: (words) => words?.[language] ?? null,
  };
}
