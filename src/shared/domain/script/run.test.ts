import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyToRun, backOf, nextOf, runFactSchema, runRowSchema, skippedIn } from './run.ts';
import type { RunFact, RunRow } from './run.ts';
import { TONES, fittingFrom, scriptSchema, sentencesOf, stepOf } from './script.ts';
import type { Circumstances, Script } from './script.ts';

const AGENT = '01930000-0000-7000-8000-0000000000aa';
const T0 = Date.UTC(2026, 10, 26, 1, 0);
const uuid = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const RUN = uuid(999);

type Rest<T> = T extends RunFact ? Omit<T, 'id' | 'runId' | 'at'> : never;
/** Facts a second apart, as the contract would take them. */
function facts(...given: Rest<RunFact>[]): RunFact[] {
  return given.map((fact, place) =>
    runFactSchema.parse({ ...fact, id: uuid(place), runId: RUN, at: T0 + place * 1_000 }),
  );
}

const started = (stepId: string, more: object = {}): Rest<RunFact> => ({
  ...{ type: 'started', callId: uuid(1), practice: false, scriptId: 'difficult', version: 1 },
  ...{ situation: 'difficult', by: 'trigger', trigger: null, abuse: null, tone: 'emotional' },
  stepId,
  ...more,
});
const moved = (
  to: string | null,
  how: (RunFact & { type: 'moved' })['how'] = 'next',
  choiceId: string | null = null,
): Rest<RunFact> => ({ type: 'moved', how, choiceId, to, said: `말하고 ${how}` });

function run(all: readonly RunFact[]): RunRow {
  let row: RunRow | null = null;
  for (const fact of all) row = applyToRun(row, fact, AGENT);
  if (!row) throw new Error('no run');
  return row;
}
const trail = (row: RunRow): string[] =>
  row.visits.map(({ stepId, how }) => (how ? `${stepId} ${how}` : stepId));

describe('a run', () => {
  it('begins at its first step, with the call, the trouble and the version', () => {
    const row = run(facts(started('billing', { trigger: 'billing' })));
    expect(row).toEqual({
      ...{ id: RUN, agentId: AGENT, callId: uuid(1), practice: false },
      ...{ scriptId: 'difficult', version: 1, situation: 'difficult', trigger: 'billing' },
      ...{ abuse: null, tone: 'emotional', stepId: 'billing', fields: {}, acted: [] },
      visits: [{ stepId: 'billing', at: T0, leftAt: null, how: null, choiceId: null, said: '' }],
      ...{ startedAt: T0, end: null },
    });
  });

  it('is nothing without its beginning', () => {
    const [fact] = facts(moved('restate'));
    expect(fact && applyToRun(null, fact, AGENT)).toBeNull();
  });

  it('keeps when each step was come to and left, how, with which answer, and what was said', () => {
    const { visits, stepId } = run(
      facts(started('restate'), moved('again', 'choice', 'no'), moved('restate')),
    );
    expect(stepId).toBe('restate');
    expect(visits).toEqual([
      {
        ...{ stepId: 'restate', at: T0, leftAt: T0 + 1_000 },
        ...{ how: 'choice', choiceId: 'no', said: '말하고 choice' },
      },
      {
        ...{ stepId: 'again', at: T0 + 1_000, leftAt: T0 + 2_000 },
        ...{ how: 'next', choiceId: null, said: '말하고 next' },
      },
      { stepId: 'restate', at: T0 + 2_000, leftAt: null, how: null, choiceId: null, said: '' },
    ]);
  });

  it('keeps what was passed over apart', () => {
    const row = run(facts(started('a'), moved('b', 'skip'), moved('c'), moved('d', 'skip')));
    expect(skippedIn(row)).toEqual(['a', 'c']);
  });

  it('can be jumped in, whenever and wherever to', () => {
    const row = run(facts(started('a'), moved('thanks', 'jump'), moved('a', 'jump')));
    expect(trail(row)).toEqual(['a jump', 'thanks jump', 'a']);
  });

  it('is past its last step, and can be gone on in', () => {
    const past = facts(started('thanks'), moved(null));
    expect(run(past)).toMatchObject({ stepId: null, end: null });
    expect(backOf(run(past))).toBe('thanks');
    const back = run(facts(started('thanks'), moved(null), moved('thanks', 'back')));
    expect(back.stepId).toBe('thanks');
    expect(backOf(back)).toBeNull();
  });

  it('takes another tone, another trouble and what is written as they come', () => {
    const row = run(
      facts(
        started('a'),
        { type: 'tone', tone: 'rational' },
        { type: 'trigger', trigger: 'misuse' },
        { type: 'field', fieldId: 'goal', value: '설' },
        { type: 'field', fieldId: 'goal', value: '설치' },
        { type: 'field', fieldId: 'tried', value: '재시작' },
        { type: 'acted', action: 'promise', ref: uuid(5) },
      ),
    );
    expect(row).toMatchObject({ tone: 'rational', trigger: 'misuse', stepId: 'a' });
    expect(row.fields).toEqual({ goal: '설치', tried: '재시작' });
    expect(row.acted).toEqual([{ action: 'promise', ref: uuid(5), at: T0 + 6_000 }]);
    expect(row.visits).toHaveLength(1);
  });

  it('ends once; after that it is not gone in, and what was being typed is kept', () => {
    const row = run(
      facts(
        started('a'),
        { type: 'ended', how: 'call-over' },
        moved('b'),
        { type: 'ended', how: 'finished' },
        { type: 'field', fieldId: 'goal', value: '설치' },
      ),
    );
    expect(row.end).toEqual({ at: T0 + 1_000, how: 'call-over' });
    expect(row).toMatchObject({ stepId: 'a', fields: { goal: '설치' } });
    // Left by the end, not by the agent.
    expect(row.visits).toEqual([expect.objectContaining({ leftAt: T0 + 1_000, how: null })]);
  });

  it('does not grow for ever', () => {
    const there = Array.from({ length: 400 }, (_, n) => moved(n % 2 ? 'a' : 'b', 'jump'));
    const row = run(facts(started('a'), ...there));
    expect(row.visits).toHaveLength(300);
    expect(row.stepId).toBe('a');
  });
});

describe('back', () => {
  it.each<[string, Rest<RunFact>[], string | null]>([
    ['at the first step', [], null],
    ['after a step', [moved('b')], 'a'],
    ['after a jump', [moved('b'), moved('e', 'jump')], 'b'],
    ['twice goes on back', [moved('b'), moved('c'), moved('b', 'back')], 'a'],
    ['to the first step', [moved('b'), moved('a', 'back')], null],
    ['and on another way', [moved('b'), moved('a', 'back'), moved('d', 'choice', 'x')], 'a'],
    ['and on the same way', [moved('b'), moved('c'), moved('b', 'back'), moved('c')], 'b'],
    ['on a way that led round', [moved('b'), moved('a')], 'b'],
    ['on a step that was said twice', [moved('b'), moved('b', 'jump')], 'a'],
  ])('%s', (_what, moves, expected) => {
    expect(backOf(run(facts(started('a'), ...moves)))).toBe(expected);
  });
});

const script: Script = scriptSchema.parse(
  JSON.parse(
    readFileSync(new URL('../../../../resources/scripts/difficult.json', import.meta.url), 'utf8'),
  ),
);
const nowOf = (row: Pick<RunRow, 'tone'>): Circumstances => ({
  ...{ tone: row.tone, abuse: null, recording: false },
});

describe('a switch of tone in the middle', () => {
  const name = stepOf(script, 'name');
  if (!name) throw new Error('no such step');
  const row = run(facts(started('name')));
  const after = run(facts(started('name'), { type: 'tone', tone: 'rational' }));

  it('changes the sentence and the way on, and not the place', () => {
    expect(after.stepId).toBe('name');
    expect(sentencesOf(name, nowOf(after))[0]).not.toEqual(sentencesOf(name, nowOf(row))[0]);
    expect(nextOf(script, name, nowOf(row))).toBe('vent');
    expect(nextOf(script, name, nowOf(after))).toBe('order');
  });

  it('leaves a step that is for the other tone to the agent', () => {
    const vent = stepOf(script, 'vent');
    expect(vent && nextOf(script, vent, nowOf(after))).toBe('order');
  });
});

/** Seeded, so that a run that goes wrong can be made again. */
function dice(seed: number): <T>(of: readonly T[]) => T {
  let state = seed;
  return (of) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const taken = of[Math.floor((state / 2 ** 32) * of.length)];
    if (taken === undefined) throw new Error('nothing to take');
    return taken;
  };
}

/** What an agent might do in a run, by chance. */
function wander(seed: number): RunFact[] {
  const pick = dice(seed);
  const given: Rest<RunFact>[] = [started(pick(Object.values(script.entries)))];
  for (let n = 0; n < 60; n += 1) {
    const row = run(facts(...given));
    const step = row.stepId === null ? null : stepOf(script, row.stepId);
    const doing = pick(['next', 'next', 'next', 'choice', 'skip', 'back', 'jump', 'tone', 'field']);
    if (doing === 'tone') given.push({ type: 'tone', tone: pick(TONES) });
    else if (doing === 'field') {
      given.push({ type: 'field', fieldId: pick(script.fields).id, value: `값 ${n}` });
    } else if (doing === 'jump') given.push(moved(pick(script.steps).id, 'jump'));
    else if (doing === 'back') {
      const to = backOf(row);
      if (to !== null) given.push(moved(to, 'back'));
    } else if (step && doing === 'choice' && step.choices.length > 0) {
      const { id, to } = pick(step.choices);
      given.push(moved(fittingFrom(script, to, nowOf(row))?.id ?? null, 'choice', id));
    } else if (step) {
      given.push(moved(nextOf(script, step, nowOf(row)), doing === 'skip' ? 'skip' : 'next'));
    }
  }
  return facts(...given);
}

describe.each(Array.from({ length: 25 }, (_, n) => n + 1))('a run by chance (%i)', (seed) => {
  const all = wander(seed);

  it('is always at a step of the script, and the same after it was written down', () => {
    let row: RunRow | null = null;
    for (const fact of all) {
      row = applyToRun(row, fact, AGENT);
      if (!row) throw new Error('no run');
      expect(row.stepId === null || stepOf(script, row.stepId) !== null).toBe(true);
      expect(row.visits.filter(({ leftAt }) => leftAt === null)).toHaveLength(
        row.stepId === null ? 0 : 1,
      );
      expect(runRowSchema.parse(JSON.parse(JSON.stringify(row)))).toEqual(row);
    }
  });

  it('is the same when every fact was told twice', () => {
    expect(run(all.flatMap((fact) => [fact, fact]))).toEqual(run(all));
  });

  it('goes back to its beginning, step by step', () => {
    let row = run(all);
    for (let n = 0; n < 200; n += 1) {
      const to = backOf(row);
      if (to === null) break;
      const [fact] = facts(moved(to, 'back'));
      const next = fact && applyToRun(row, { ...fact, at: T0 + 1_000_000 + n }, AGENT);
      if (!next) throw new Error('no run');
      row = next;
    }
    expect(backOf(row)).toBeNull();
    expect(row.stepId).toBe(row.visits[0]?.stepId);
  });
});
