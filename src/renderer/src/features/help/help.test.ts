import { describe, expect, it } from 'vitest';
import { SCREENS, WORKLISTS } from '../../stores/screenStore.ts';
import en from '../../locales/later.en.json';
import ko from '../../locales/later.ko.json';
import { helpKeys, helpScreenOf } from './helpScreens.ts';

const PLACES = [
  ...new Set(SCREENS.flatMap((one) => WORKLISTS.map((list) => helpScreenOf(one, list)))),
];

describe('help', () => {
  it.each([
    ['ko', ko],
    ['en', en],
  ] as const)('has words for every screen: %s', (_, { help }) => {
    expect(Object.keys(help.screens).sort()).toEqual([...PLACES].sort());
  });

  it('names keys that the list of keys names', () => {
    const names = PLACES.flatMap((place) => helpKeys(place).map(([name]) => name));
    expect(names.filter((name) => !Object.hasOwn(ko.keys, name))).toEqual([]);
  });
});
