import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '#shared/contract/settings.ts';
import en from '../../locales/later.en.json';
import ko from '../../locales/later.ko.json';
import { factValues } from './factValues.ts';

const NAMES = Object.keys(settingsSchema.shape).filter(
  (name) => !['locked', 'firstSteps'].includes(name),
);
const WORDS = { on: '켬', off: '끔', none: '없음' };

type Facts = Readonly<Record<string, { name: string; effect: string; default: string }>>;
const LANGUAGES: readonly (readonly [string, Facts])[] = [
  ['ko', ko.settingFacts.of],
  ['en', en.settingFacts.of],
];

describe('every setting', () => {
  it.each(LANGUAGES)('has words for its name, its effect and its default: %s', (_, facts) => {
    expect(Object.keys(facts).sort()).toEqual([...NAMES].sort());
    for (const name of NAMES) {
      const { name: title, effect, default: usual } = facts[name] ?? {};
      expect([name, title, effect, usual].every(Boolean), name).toBe(true);
    }
  });

  it('stands in one part of the screen', () => {
    // Read, not imported: the parts are components, which only a browser draws.
    const parts = readFileSync(join(import.meta.dirname, 'parts.ts'), 'utf8');
    const groups = parts.slice(parts.indexOf('SETTINGS_GROUPS = '));
    const times = (name: string): number =>
      [...groups.matchAll(new RegExp(`'${name}'`, 'g'))].length - ids(groups, name);
    expect(NAMES.filter((name) => times(name) !== 1)).toEqual([]);
  });

  it.each(LANGUAGES)('has a default whose figures come from the code: %s', (_, facts) => {
    const defaults: Readonly<Record<string, unknown>> = settingsSchema.parse({});
    const missing = NAMES.flatMap((name) => {
      const values = factValues(defaults[name], WORDS);
      return [...(facts[name]?.default ?? '').matchAll(/\{(\w+)\}/g)]
        .map(([, value]) => value ?? '')
        .filter((value) => values[value] === undefined)
        .map((value) => `${name}: ${value}`);
    });
    expect(missing).toEqual([]);
  });
});

/** How often the name is the id of a part there. */
function ids(groups: string, name: string): number {
  return [...groups.matchAll(new RegExp(String.raw`part\(\s*'${name}'`, 'g'))].length;
}

describe('what a default says', () => {
  it.each([
    [true, { value: '켬' }],
    [null, { value: '없음' }],
    [0.8, { value: 0.8, percent: 80 }],
    [['a', 'b'], { n: 2 }],
    [
      { on: false, fromMinute: 540, days: [3, 7], rules: ['a'], inner: { warnings: 2 } },
      { on: '끔', fromMinute: '09:00', days: '3, 7', rules: 1, inner_warnings: 2 },
    ],
  ])('%j', (value, values) => {
    expect(factValues(value, WORDS)).toEqual(values);
  });
});
