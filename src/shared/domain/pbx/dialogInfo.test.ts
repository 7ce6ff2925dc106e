import { describe, expect, it } from 'vitest';
import { applyDialogInfo, lampOf, MOST_DIALOGS, NO_DIALOGS } from './dialogInfo.ts';
import type { DialogInfo, DialogState } from './dialogInfo.ts';

type Told = readonly [version: number, 'full' | 'partial', Readonly<Record<string, DialogState>>];
const info = ([version, kind, dialogs]: Told): DialogInfo => ({
  version,
  full: kind === 'full',
  dialogs: Object.entries(dialogs).map(([id, state]) => ({ id, state })),
});

function after(...told: readonly Told[]) {
  let view = NO_DIALOGS;
  const verdicts = told.map((one) => {
    const step = applyDialogInfo(view, info(one));
    view = step.view;
    return step.verdict;
  });
  return [lampOf(view), ...verdicts];
}

describe('a lamp', () => {
  it.each<[string, readonly Told[], readonly string[]]>([
    ['nothing told yet', [], ['unknown']],
    ['no calls', [[0, 'full', {}]], ['free', 'applied']],
    ['one that rings', [[0, 'full', { a: 'early' }]], ['ringing', 'applied']],
    ['one that begins', [[0, 'full', { a: 'trying' }]], ['ringing', 'applied']],
    ['one that is talked on', [[0, 'full', { a: 'confirmed' }]], ['busy', 'applied']],
    [
      'talking outweighs ringing',
      [[0, 'full', { a: 'early', b: 'confirmed' }]],
      ['busy', 'applied'],
    ],
    ['one that is over', [[0, 'full', { a: 'terminated' }]], ['free', 'applied']],
    [
      'changes one by one',
      [
        [0, 'full', {}],
        [1, 'partial', { a: 'early' }],
        [2, 'partial', { a: 'confirmed' }],
        [3, 'partial', { a: 'terminated' }],
      ],
      ['free', 'applied', 'applied', 'applied', 'applied'],
    ],
    [
      'a change in one of two',
      [
        [0, 'full', { a: 'confirmed', b: 'confirmed' }],
        [1, 'partial', { a: 'terminated' }],
      ],
      ['busy', 'applied', 'applied'],
    ],
    [
      'a full one forgets what it does not name',
      [
        [0, 'full', { a: 'confirmed' }],
        [1, 'full', { b: 'early' }],
      ],
      ['ringing', 'applied', 'applied'],
    ],
    [
      'a change that comes late says nothing',
      [
        [4, 'full', {}],
        [3, 'partial', { a: 'confirmed' }],
        [4, 'partial', { a: 'confirmed' }],
      ],
      ['free', 'applied', 'stale', 'stale'],
    ],
    [
      'a full one with the same version is heard again',
      [
        [0, 'full', { a: 'confirmed' }],
        [0, 'full', {}],
      ],
      ['free', 'applied', 'applied'],
    ],
    ['a change before anything else', [[1, 'partial', { a: 'early' }]], ['unknown', 'gap']],
    [
      'a change is missing: unknown, not free',
      [
        [0, 'full', { a: 'confirmed' }],
        [2, 'partial', { a: 'terminated' }],
      ],
      ['unknown', 'applied', 'gap'],
    ],
    [
      'a full one mends a gap',
      [
        [0, 'full', {}],
        [5, 'full', { a: 'confirmed' }],
      ],
      ['busy', 'applied', 'applied'],
    ],
  ])('%s', (_what, told, lampAndVerdicts) => {
    expect(after(...told)).toEqual(lampAndVerdicts);
  });

  it('follows a bounded number of calls', () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`d${index}`, 'early' as const]),
    );
    const { view } = applyDialogInfo(NO_DIALOGS, info([0, 'full', many]));
    expect(view.dialogs.size).toBe(MOST_DIALOGS);
  });
});
