import { describe, expect, it } from 'vitest';
import { progressOf } from './progress.ts';
import { scriptSchema } from './script.ts';
import type { RunRow } from './run.ts';
import { sentenceAt, variantsOf } from './variant.ts';
import type { TokenValues } from './words.ts';

const words = (ko: string) => ({ ko, en: ko });
const script = scriptSchema.parse({
  ...{ kind: 'script', id: 'one', version: 1, situation: 'difficult', start: 'a' },
  ...{ title: words('가'), summary: words('나') },
  steps: [
    {
      ...{ id: 'a', title: words('가'), next: 'b' },
      say: [
        words('누구에게나'),
        { ...words('감정 하나'), when: { tone: 'emotional' } },
        { ...words('감정 둘'), when: { tone: 'emotional' } },
      ],
    },
    { id: 'b', title: words('나'), say: [], next: 'c', when: { tone: 'rational' } },
    { id: 'c', title: words('다'), say: [], next: null },
  ],
});
const [step] = script.steps;
const emotional = { tone: 'emotional', abuse: null, recording: false } as const;
const rational = { ...emotional, tone: 'rational' } as const;
const run = (end: string): string => `01a0b2c3-0000-7000-8000-000000000${end}`;

describe('which sentence is read out', () => {
  it('begins with one that was written for just this, another in another run', () => {
    if (!step) throw new Error('no step');
    const first = ['001', '002'].map((end) => sentenceAt(step, emotional, run(end), 0, {})?.ko);
    expect(first.toSorted()).toEqual(['감정 둘', '감정 하나']);
    expect(sentenceAt(step, emotional, run('001'), 0, {})?.ko).toBe(first[0]);
  });

  it('goes through all of them when another is asked for, and begins again', () => {
    if (!step) throw new Error('no step');
    const turns = [0, 1, 2].map((turn) => sentenceAt(step, emotional, run('001'), turn, {})?.ko);
    expect(new Set(turns).size).toBe(variantsOf(step, emotional, {}));
    expect(sentenceAt(step, emotional, run('001'), 3, {})?.ko).toBe(turns[0]);
    expect(sentenceAt(step, rational, run('001'), 5, {})?.ko).toBe('누구에게나');
  });
});

describe('a sentence that needs what is not known', () => {
  const asks = scriptSchema.parse({
    ...script,
    steps: [
      {
        ...{ id: 'a', title: words('가'), next: null },
        say: [words('{product:이/가} 멈췄군요.'), words('[{product:이/가} ]고장 났군요.')],
      },
    ],
  }).steps[0];
  const said = (values: TokenValues): readonly (string | undefined)[] =>
    [0, 1].map((turn) =>
      asks ? sentenceAt(asks, emotional, run('001'), turn, values)?.ko : undefined,
    );

  it('gives way to one that can be said', () => {
    expect(new Set(said({ product: ' ' }))).toEqual(new Set(['[{product:이/가} ]고장 났군요.']));
    expect(asks && variantsOf(asks, emotional, {})).toBe(1);
  });

  it('is there as soon as it is known', () => {
    expect(new Set(said({ product: '선풍기' })).size).toBe(2);
  });
});

it('progress counts the steps that are straight ahead as things stand', () => {
  const row = { stepId: 'a', visits: [{ stepId: 'a' }] } as unknown as RunRow;
  expect(progressOf(script, row, emotional)).toEqual({ done: 1, total: 2 });
  expect(progressOf(script, row, rational)).toEqual({ done: 1, total: 3 });
  expect(progressOf(script, { ...row, stepId: null }, emotional)).toEqual({ done: 1, total: 1 });
});
