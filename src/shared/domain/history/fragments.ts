import { folded } from '../text/folded.ts';
import { folded as foldedWithPlaces, placeOf } from '../message/folded.ts';
import type { Place } from '../message/folded.ts';

/*
 * What is typed into the search of the call log, and what it stands for in a text: every word is
 * looked for as a fragment of any length, wherever it stands in a word.
 */

/** Nobody looks for more. */
const MOST_WORDS = 8;

/** Letters, figures and signs such as ★; punctuation and ASCII signs only part words. */
const WORD = /(?:[\p{L}\p{N}\p{M}]|[^\p{ASCII}\p{P}\p{Z}\p{C}])+/gu;

/** The words of a text as they are compared: composed, narrow, without case. */
export function wordsOf(text: string): readonly string[] {
  return folded(text).match(WORD) ?? [];
}

/** The words that are looked for, each once. */
export function searchWords(typed: string): readonly string[] {
  return [...new Set(wordsOf(typed))].slice(0, MOST_WORDS);
}

/**
 * Where what is looked for stands in a text, to be shown: in order, apart from each other, and never
 * half a character.
 * @param typed as it stands in the search box
 */
export function foundIn(written: string, typed: string): readonly Place[] {
  const whole = foldedWithPlaces(written);
  const text = whole.text.toLowerCase();
  // A letter whose small form is longer (İ) would shift every place behind it.
  if (text.length !== whole.text.length) return [];
  const found: Place[] = [];
  for (const word of searchWords(typed)) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      found.push(placeOf(whole, at, at + word.length));
    }
  }
  return apart(found);
}

function apart(places: readonly Place[]): readonly Place[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of places.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}
