import { describe, expect, it } from 'vitest';
import { changesBetween } from './diff.ts';
import { scriptSchema } from './script.ts';
import type { Script, Step } from './script.ts';

const words = (ko: string) => ({ ko, en: `${ko} (en)` });

function script(steps: readonly Partial<Step>[], rest: Partial<Script> = {}): Script {
  const ids = steps.map((step, place) => step.id ?? `step-${place}`);
  return scriptSchema.parse({
    ...{ kind: 'script', id: 'one', version: 1, situation: 'calming', start: ids[0] },
    ...{ title: words('대본'), summary: words('설명') },
    steps: steps.map((step, place) => ({
      ...{ id: ids[place], title: words(ids[place] ?? ''), say: [], next: ids[place + 1] ?? null },
      ...step,
    })),
    ...rest,
  });
}
/** One line a change: `changed sentence of a`. */
const told = (before: Script, after: Script): string[] =>
  changesBetween(before, after).map(
    ({ kind, part, stepId }) => `${kind} ${part} of ${stepId ?? 'all'}`,
  );

describe('what differs between two versions of a script', () => {
  const before = script([{ id: 'a', say: [words('하나'), words('둘')] }, { id: 'b' }, { id: 'c' }]);

  it('is nothing when only the number is another', () => {
    expect(told(before, { ...before, version: 7 })).toEqual([]);
  });

  it('is a sentence with what it was and what it is', () => {
    const after = script([
      { id: 'a', say: [words('하나'), words('셋')] },
      { id: 'b' },
      { id: 'c' },
    ]);
    expect(changesBetween(before, after)).toEqual([
      {
        ...{ kind: 'changed', part: 'sentence', stepId: 'a' },
        before: { words: words('둘') },
        after: { words: words('셋') },
      },
    ]);
  });

  it('is a sentence more, or one less', () => {
    const fewer = script([{ id: 'a', say: [words('하나')] }, { id: 'b' }, { id: 'c' }]);
    expect(told(before, fewer)).toEqual(['removed sentence of a']);
    expect(told(fewer, before)).toEqual(['added sentence of a']);
  });

  it('is when a sentence is said', () => {
    const after = script([
      { id: 'a', say: [{ ...words('하나'), when: { tone: 'rational' } }, words('둘')] },
      { id: 'b' },
      { id: 'c' },
    ]);
    expect(told(before, after)).toEqual(['changed sentence of a']);
  });

  it('is a step more and a step less, with the ways that lead to others now', () => {
    const after = script([{ id: 'a', say: before.steps[0]?.say ?? [] }, { id: 'd' }, { id: 'c' }]);
    expect(told(before, after)).toEqual([
      'changed next of a',
      'added step of d',
      'removed step of b',
    ]);
  });

  it('is the one step that moved, not all that it passed', () => {
    const steps = ['a', 'b', 'c', 'd'].map((id) => ({ id, next: null }));
    const first = script(steps, { start: 'a' });
    const [a, ...others] = steps;
    const after = script([...others, a ?? {}], { start: 'a' });
    expect(told(first, after)).toEqual(['moved step of a']);
  });

  it('is a choice and where it leads', () => {
    const choice = { id: 'yes', label: words('예'), to: 'c' };
    const one = script([{ id: 'a', choices: [choice] }, { id: 'b' }, { id: 'c' }]);
    const other = script([
      { id: 'a', choices: [{ ...choice, to: 'b' }] },
      { id: 'b' },
      { id: 'c' },
    ]);
    expect(changesBetween(one, other)).toMatchObject([
      { kind: 'changed', part: 'choice', before: { to: 'c' }, after: { to: 'b' } },
    ]);
  });

  it('is everything else of a step', () => {
    const one = script([{ id: 'a' }]);
    const other = script(
      [
        {
          ...{ id: 'a', title: words('새 제목'), fields: ['x'], seconds: 30, action: 'promise' },
          cue: { kind: 'slow', words: words('천천히') },
          when: { recording: true },
        },
      ],
      { fields: [{ id: 'x', label: words('칸'), kind: 'line', fills: 'note' }] },
    );
    expect(told(one, other)).toEqual([
      'added field of all',
      'changed title of a',
      'added cue of a',
      'added asks of a',
      'added when of a',
      'added seconds of a',
      'added action of a',
    ]);
  });

  it('is the way in and what the script is called', () => {
    const one = script([{ id: 'a', next: 'b' }, { id: 'b' }], { entries: { defect: 'a' } });
    const other = { ...one, title: words('다른'), start: 'b', entries: { billing: 'b' } };
    expect(told(one, other)).toEqual([
      'changed title of all',
      'changed start of all',
      'removed entry of all',
      'added entry of all',
    ]);
  });
});
