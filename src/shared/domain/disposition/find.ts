import { DEEPEST, isOffered, pathTo } from './tree.ts';
import type { CallType } from './tree.ts';

/** Syllables with the same initial: 21 vowels by 28 finals. Unicode §3.12. */
const PER_INITIAL = 588;
const FIRST = 0xac00;
const LAST = 0xd7a3;
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const MOST_FOUND = 9;

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/[\s·]/g, '');

function initials(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code < FIRST || code > LAST) return character;
    return INITIALS[Math.floor((code - FIRST) / PER_INITIAL)] ?? character;
  }).join('');
}

/**
 * The types meant by what was typed: a part of the name in either language, or its initial
 * consonants (ㄱㄷㅊㄱ finds 과다 청구). What matches by its own name stands before what lies below it.
 */
export function findTypes(types: readonly CallType[], typed: string): readonly CallType[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const matches = ({ name }: CallType): boolean =>
    [name.ko, name.en]
      .map(plain)
      .some((one) => one.includes(wanted) || initials(one).includes(wanted));
  const offered = types.filter(({ id }) => isOffered(types, id));
  const own = offered.filter(matches);
  const below = offered.filter((type) => {
    if (own.includes(type)) return false;
    return pathTo(types, type.id)
      .slice(0, DEEPEST - 1)
      .some(matches);
  });
  return [...own, ...below].slice(0, MOST_FOUND);
}
