import { initialsOf } from '../text/initials.ts';
import { DEEPEST, isOffered, pathTo } from './tree.ts';
import type { CallType } from './tree.ts';

const MOST_FOUND = 9;

const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/[\s·]/g, '');

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
      .some((one) => one.includes(wanted) || initialsOf(one).includes(wanted));
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
