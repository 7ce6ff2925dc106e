import { describe, expect, it } from 'vitest';
import { TRIGGERS } from '../script/script.ts';
import { DEFAULT_RESULTS, DEFAULT_TYPES } from './defaults.ts';
import { dispositionSettingsSchema } from './disposition.ts';
import { freeKey, isOffered, offeredBelow, pathTo, treeFaults, triggerOf } from './tree.ts';
import type { CallType } from './tree.ts';

function type(id: string, change: Partial<CallType> = {}): CallType {
  return {
    ...{ id, parentId: null, name: { ko: id, en: '' }, key: null, retired: false, trigger: null },
    ...change,
  };
}

const TREE: readonly CallType[] = [
  type('a', { key: 1, trigger: 'billing' }),
  type('b', { key: 2 }),
  type('a1', { parentId: 'a', key: 1 }),
  type('a2', { parentId: 'a', key: 2, retired: true }),
  type('a11', { parentId: 'a1', key: 1, trigger: 'defect' }),
  type('a21', { parentId: 'a2', key: 1 }),
];

describe('a tree of types', () => {
  it.each<[string, readonly CallType[], readonly string[]]>([
    ['is good', TREE, []],
    ['is good when it is empty', [], []],
    ['has no name', [type('a', { name: { ko: ' ', en: 'A' } })], ['empty-name a']],
    ['has an id twice', [type('a'), type('a')], ['twice a']],
    ['hangs from nothing', [type('a', { parentId: 'gone' })], ['no-parent a']],
    ['is four deep', [...TREE, type('a111', { parentId: 'a11' })], ['too-deep a111']],
    [
      'goes in a circle',
      [type('a', { parentId: 'b' }), type('b', { parentId: 'a' })],
      ['too-deep a', 'too-deep b'],
    ],
    ['has a key twice', [type('a', { key: 1 }), type('b', { key: 1 })], ['key-twice b']],
    [
      'has a key again below another',
      [type('a', { key: 1 }), type('b', { key: 1, parentId: 'a' })],
      [],
    ],
    [
      'has the key of a retired one',
      [type('a', { key: 1, retired: true }), type('b', { key: 1 })],
      [],
    ],
  ])('that %s', (_what, types, faults) => {
    expect(treeFaults(types).map(({ code, id }) => `${code} ${id}`)).toEqual(faults);
    const { success, error } = dispositionSettingsSchema.safeParse({ types });
    expect(success).toBe(faults.length === 0);
    for (const fault of faults) {
      expect(error?.issues.map(({ message }) => message)).toContain(fault.replace(' ', ': '));
    }
  });

  it('offers what is not retired, in its order', () => {
    expect(offeredBelow(TREE, null).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(offeredBelow(TREE, 'a').map(({ id }) => id)).toEqual(['a1']);
    expect(isOffered(TREE, 'a11')).toBe(true);
    expect(isOffered(TREE, 'a21')).toBe(false);
    expect(isOffered(TREE, 'gone')).toBe(false);
  });

  it('knows the way to each', () => {
    expect(pathTo(TREE, 'a11').map(({ id }) => id)).toEqual(['a', 'a1', 'a11']);
    expect(pathTo(TREE, 'gone')).toEqual([]);
  });

  it.each([
    [['a'], 'billing'],
    [['a', 'a1'], 'billing'],
    [['a', 'a1', 'a11'], 'defect'],
    [['b'], null],
    [['gone'], null],
  ])('the guide is entered for %j at %s', (ids, trigger) => {
    expect(triggerOf(TREE, ids)).toBe(trigger);
  });

  it('gives the lowest free digit, those of retired ones too', () => {
    expect(freeKey(TREE)).toBe(3);
    expect(freeKey(TREE, 'a')).toBe(2);
    expect(
      freeKey(Array.from({ length: 9 }, (_, at) => type(`t${at}`, { key: at + 1 }))),
    ).toBeNull();
  });
});

describe('the tree that comes with the app', () => {
  it('is good, and each name stands in both languages', () => {
    expect(treeFaults(DEFAULT_TYPES)).toEqual([]);
    expect(treeFaults(DEFAULT_RESULTS)).toEqual([]);
    for (const { name } of [...DEFAULT_TYPES, ...DEFAULT_RESULTS]) {
      expect(name.en).not.toBe('');
    }
    expect(dispositionSettingsSchema.parse({}).types).toEqual(DEFAULT_TYPES);
  });

  it('leads to every trigger of the guide', () => {
    expect(DEFAULT_TYPES.flatMap(({ trigger }) => trigger ?? [])).toEqual(TRIGGERS);
  });
});
