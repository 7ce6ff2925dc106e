import { describe, expect, it } from 'vitest';
import {
  copyOf,
  freshId,
  pointersTo,
  withField,
  withStepAfter,
  withStepOf,
  withStepTwice,
  withoutField,
  withoutStep,
} from './edit.ts';
import { scriptSchema } from './script.ts';
import type { Script } from './script.ts';

const words = (text: string) => ({ ko: text, en: text });

function script(more: object = {}): Script {
  const step = (id: string, next: string | null, rest: object = {}) => ({
    ...{ id, title: words(id), say: [words(`${id} 하나`)], next },
    ...rest,
  });
  return scriptSchema.parse({
    ...{ kind: 'script', id: 'small', version: 3, situation: 'difficult' },
    ...{ title: words('작은'), summary: words('작은 것'), start: 'one' },
    entries: { billing: 'two' },
    fields: [{ id: 'goal', label: words('목표'), kind: 'line', fills: 'note' }],
    steps: [
      step('one', 'two', { choices: [{ id: 'yes', label: words('네'), to: 'two' }] }),
      step('two', 'three', { fields: ['goal'] }),
      step('three', null),
    ],
    ...more,
  });
}
const order = ({ steps }: Script): string[] =>
  steps.map(({ id, next }) => `${id}>${next ?? 'end'}`);

describe('what a lead does to a script', () => {
  it('makes ids that are not there yet', () => {
    expect(freshId('step', ['step-1', 'step-3'])).toBe('step-2');
  });

  it('puts a new step, or the same once more, on the way', () => {
    const [added, id] = withStepAfter(script(), 'one');
    expect(order(added)).toEqual(['one>step-1', 'step-1>two', 'two>three', 'three>end']);
    const [twice, second] = withStepTwice(added, 'step-1');
    expect([id, second]).toEqual(['step-1', 'step-2']);
    expect(order(twice).slice(1, 3)).toEqual(['step-1>step-2', 'step-2>two']);
  });

  it('knows what leads to a step, and leads it elsewhere when the step goes', () => {
    expect(pointersTo(script(), 'two')).toEqual([
      { kind: 'entry', trigger: 'billing' },
      { kind: 'next', stepId: 'one' },
      { kind: 'choice', stepId: 'one', label: words('네') },
    ]);
    const gone = withoutStep(script(), 'two', 'three');
    expect(order(gone)).toEqual(['one>three', 'three>end']);
    expect(gone.steps[0]?.choices[0]?.to).toBe('three');
    expect(gone.entries).toEqual({ billing: 'three' });
    expect(withoutStep(script(), 'one', 'three').start).toBe('three');
  });

  it('drops what cannot lead to an end, and no script loses its start', () => {
    const gone = withoutStep(script(), 'two', null);
    expect(gone.steps[0]).toMatchObject({ next: null, choices: [] });
    expect(gone.entries).toEqual({});
    expect(withoutStep(script(), 'one', null).start).toBe('two');
  });

  it('adds a field and takes one out of every step', () => {
    const [added, id] = withField(script());
    expect([id, added.fields.length]).toEqual(['field-1', 2]);
    const gone = withoutField(script(), 'goal');
    expect(gone.fields).toEqual([]);
    expect(gone.steps[1]?.fields).toEqual([]);
  });

  it('copies under an id of its own, also a copy', () => {
    const copy = copyOf(script(), ['small', 'small-copy-1'], words('사본'));
    expect(copy).toMatchObject({ id: 'small-copy-2', version: 1, title: words('사본') });
    expect(copyOf(copy, ['small-copy-2'], words('사본')).id).toBe('small-copy-1');
    const long = { ...script(), id: 'a'.repeat(40) };
    expect(scriptSchema.safeParse(copyOf(long, [], words('사본'))).success).toBe(true);
  });

  it('takes one step as another version has it, with its fields', () => {
    const mine = withoutField(withoutStep(script(), 'two', 'three'), 'goal');
    const merged = withStepOf(mine, script(), 'two');
    expect(merged.steps.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
    expect(merged.fields.map(({ id }) => id)).toEqual(['goal']);
    const [longer, id] = withStepAfter(script(), 'one');
    expect(order(withStepOf(longer, script(), id))).toEqual(order(script()));
    const changed = { ...script(), steps: script().steps.map((s) => ({ ...s, say: [] })) };
    expect(withStepOf(changed, script(), 'two').steps.map(({ say }) => say.length)).toEqual([
      0, 1, 0,
    ]);
  });
});
