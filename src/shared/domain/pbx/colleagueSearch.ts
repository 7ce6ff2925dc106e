import { initialsOf } from '../text/initials.ts';
import type { Lamp } from './dialogInfo.ts';
import type { Colleague } from './pbxSettings.ts';

/**
 * The colleagues meant by what was typed: by a part of the name, its initial consonants (ㄱㅎㄴ) or
 * the beginning of the extension. Whoever is free comes first; otherwise the order stays.
 */
export function findColleagues(
  colleagues: readonly Colleague[],
  typed: string,
  lampOf: (extension: string) => Lamp,
  most: number,
): readonly Colleague[] {
  const text = typed.normalize('NFC').replace(/\s+/g, '').toLowerCase();
  const found = colleagues.filter(({ name, extension }) => {
    const plain = name.normalize('NFC').replace(/\s+/g, '').toLowerCase();
    return plain.includes(text) || initialsOf(plain).includes(text) || extension.startsWith(text);
  });
  const free = found.filter(({ extension }) => lampOf(extension) === 'free');
  return [...free, ...found.filter((one) => !free.includes(one))].slice(0, most);
}
