import { describe, expect, it } from 'vitest';
import { faultsOf, type Fault } from './check.ts';
import { scriptSchema } from './script.ts';
import type { Script } from './script.ts';

const words = (text: string) => ({ ko: text, en: text });
const step = (id: string, next: string | null, more: object = {}) => ({
  ...{ id, title: words(id), say: [words(`${id} 하나`), words(`${id} 둘`)], next },
  ...more,
});

/** A small script without a fault, with what is to be wrong in it. */
function script(steps: object[], more: object = {}): Script {
  return scriptSchema.parse({
    ...{ kind: 'script', id: 'small', version: 1, situation: 'difficult' },
    ...{ title: words('작은'), summary: words('작은 것'), start: 'one', steps },
    ...more,
  });
}

const faults = (steps: object[], more: object = {}): Fault[] => [...faultsOf(script(steps, more))];
const field = { id: 'goal', label: words('목표'), kind: 'line', fills: 'note' };

it('finds nothing in a good script', () => {
  const choices = [{ id: 'no', label: words('아니요'), to: 'three', trigger: 'billing' }];
  const good = faults(
    [
      step('one', 'two', {
        fields: ['goal'],
        choices,
        say: [words('[{agent}입니다.] {goal:이/가}')],
      }),
      step('two', 'three', { when: { tone: 'emotional' } }),
      step('three', null, { say: [] }),
    ],
    { fields: [field], entries: { billing: 'three' } },
  );
  expect(good).toEqual([]);
});

describe('finds', () => {
  it.each<[Fault['code'], string, string, object[], object?]>([
    ['twice', 'steps[1]', 'one', [step('one', null), step('one', null)]],
    [
      'twice',
      'fields[1]',
      'goal',
      [step('one', null, { fields: ['goal'] })],
      { fields: [field, field] },
    ],
    [
      'twice',
      'steps[0].choices[1]',
      'a',
      [
        step('one', 'two', {
          choices: [
            { id: 'a', label: words('가'), to: 'two' },
            { id: 'a', label: words('나'), to: 'two' },
          ],
        }),
        step('two', null),
      ],
    ],
    ['unknown-step', 'start', 'gone', [step('one', null)], { start: 'gone' }],
    [
      'unknown-step',
      'entries.defect',
      'gone',
      [step('one', null)],
      { entries: { defect: 'gone' } },
    ],
    ['unknown-step', 'steps[0].next', 'gone', [step('one', 'gone')]],
    [
      'unknown-step',
      'steps[0].choices[0].to',
      'gone',
      [step('one', null, { choices: [{ id: 'a', label: words('가'), to: 'gone' }] })],
    ],
    ['unknown-field', 'steps[0].fields[0]', 'goal', [step('one', null, { fields: ['goal'] })]],
    ['unused-field', 'fields[0]', 'goal', [step('one', null)], { fields: [field] }],
    ['unreachable', 'steps[1]', 'two', [step('one', null), step('two', null)]],
    ['dead-end', 'steps[0]', 'one', [step('one', 'two'), step('two', 'one')]],
    // For a rational customer it would be over before it has begun.
    ['dead-end', 'start', 'one', [step('one', null, { when: { tone: 'emotional' } })]],
    [
      'dead-end',
      'entries.billing',
      'two',
      [step('one', 'two'), step('two', null, { when: { tone: 'emotional' } })],
      { entries: { billing: 'two' } },
    ],
    [
      'no-options',
      'fields[0].options',
      'goal',
      [step('one', null, { fields: ['goal'] })],
      { fields: [{ ...field, kind: 'options' }] },
    ],
    [
      'unknown-token',
      'steps[0].choices[0].label.ko',
      'nobody',
      [
        step('one', null, {
          choices: [{ id: 'a', label: words('{nobody}'), to: 'one' }],
        }),
      ],
    ],
    [
      'unknown-token',
      'steps[0].say[0].ko',
      'nobody',
      [step('one', null, { say: [words('{nobody}')] })],
    ],
    [
      'unknown-token',
      'steps[0].cue.words.ko',
      'nobody',
      [step('one', null, { cue: { kind: 'slow', words: words('{nobody}') } })],
    ],
    [
      'open-brace',
      'steps[0].say[0].en',
      '[{agent',
      [step('one', null, { say: [words('[{agent')] })],
    ],
    [
      'same-words',
      'steps[0].say[1]',
      '가',
      [step('one', null, { say: [words('가'), words('가')] })],
    ],
    [
      'no-sentence',
      'steps[0].say',
      'one',
      [step('one', null, { say: [{ ...words('가'), when: { tone: 'rational' } }] })],
    ],
    [
      // Only said while recording is on, and then nothing stands there when it is off.
      'no-sentence',
      'steps[0].say',
      'one',
      [step('one', null, { say: [{ ...words('녹음 중'), when: { recording: true } }] })],
    ],
  ])('%s at %s', (code, path, what, steps, more) => {
    expect(faults(steps, more)).toContainEqual({ code, path, what });
  });
});

it('looks at a script against abuse only for what abuse is about', () => {
  const say = [{ ...words('가'), when: { abuse: ['insult', 'harassment', 'threat', 'endless'] } }];
  expect(faults([step('one', null, { say })], { situation: 'abuse' })).toEqual([]);
  expect(faults([step('one', null, { say })])).not.toEqual([]);
});

it('takes a way round for no dead end as long as somewhere it leads out', () => {
  const choices = [{ id: 'out', label: words('끝'), to: 'end' }];
  const round = [step('one', 'two'), step('two', 'one', { choices }), step('end', null)];
  expect(faults(round)).toEqual([]);
});
