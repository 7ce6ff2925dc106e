import { folded } from './folded.ts';
import type { Folded } from './folded.ts';
import type { Severity } from './finding.ts';

/** A text as the rules of the proof step read it. */
export interface ReadText {
  readonly fold: Folded;
  /** Folded, with addresses of the web and of mail as blanks: nothing in them is a word. */
  readonly text: string;
}

/** What one rule finds, in places of the folded text. */
export interface Spot<Kind extends string> {
  readonly kind: Kind;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number;
  readonly offer: string | null;
}

/** A private character: no rule knows it. */
const BLANK = '\uE000';
const ADDRESS =
  /(?:https?:\/\/|www\.)[!-~]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?<![\w.])(?:[\w-]{1,40}\.){1,3}(?:kr|com|net|me|ly|io)(?:\/[!-~]*)?/gi;

export function readText(body: string): ReadText {
  const fold = folded(body);
  const text = fold.text.replace(ADDRESS, (address) => BLANK.repeat(address.length));
  return { fold, text };
}

/** Up to the end of a sentence or of the line; a full stop within a number ends none. */
const SENTENCE = /(?:[^.!?\n]|[.](?=\d))*[.!?\n]?/g;

export interface Sentence {
  readonly text: string;
  readonly from: number;
}

export function sentencesOf(text: string): readonly Sentence[] {
  return [...text.matchAll(SENTENCE)]
    .filter(({ 0: sentence }) => sentence.trim() !== '')
    .map(({ 0: sentence, index }) => ({ text: sentence, from: index }));
}

/** The same in the sentence that a place is in: rules look at what stands around. */
export function sentenceAt(sentences: readonly Sentence[], at: number): Sentence {
  return (
    sentences.findLast(({ from }) => from <= at) ?? {
      text: '',
      from: at,
    }
  );
}
