import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { practiceScenarioSchema, type PracticeScenario } from './scenario.ts';

const read = (): PracticeScenario =>
  JSON.parse(
    readFileSync(
      new URL('../../../../resources/practice/billing-question.json', import.meta.url),
      'utf8',
    ),
  ) as PracticeScenario;

describe('the scenario schema', () => {
  it('takes a scenario that is shipped', () => {
    expect(practiceScenarioSchema.safeParse(read()).success).toBe(true);
  });

  it.each<[string, (scenario: PracticeScenario) => unknown]>([
    ['an empty line', (s) => ({ ...s, lines: [{ ...s.lines[0], say: { ko: ' ', en: 'x' } }] })],
    ['no English', (s) => ({ ...s, title: { ko: '제목' } })],
    ['a field that does not exist', (s) => ({ ...s, colour: 'red' })],
    ['the same line twice', (s) => ({ ...s, lines: [s.lines[0], s.lines[0]] })],
    ['lines after the goodbye', (s) => ({ ...s, lines: s.lines.toReversed() })],
    [
      'a number that could be real',
      (s) => ({ ...s, caller: { name: 'a', number: '010-1234-5678' } }),
    ],
    [
      'a step missed in the middle of a turn',
      (s) => ({
        ...s,
        reactions: {
          ...s.reactions,
          missed: s.reactions.missed.map((missed) => ({ ...missed, by: 'which-item' })),
        },
      }),
    ],
    [
      'a trigger that no script knows',
      (s) => ({ ...s, script: { id: 'difficult', trigger: 'weather' } }),
    ],
    ['no true need', (s) => ({ ...s, trueNeed: undefined })],
    [
      'audio outside its folder',
      (s) => ({
        ...s,
        lines: [{ ...s.lines[0], audio: '../../secret.ogg' }],
      }),
    ],
  ])('refuses %s', (_what, change) => {
    expect(practiceScenarioSchema.safeParse(change(read())).success).toBe(false);
  });
});
