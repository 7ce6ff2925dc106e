import type { Field, Script, Step, Words } from './script.ts';

/**
 * What differs between two versions of a script, by step and field, for whoever decides whether to
 * publish one. What stands where in a file does not matter, only what an agent would see.
 */
export interface Change {
  readonly kind: 'added' | 'removed' | 'moved' | 'changed';
  /** The step it is of; null: of the script as a whole. */
  readonly stepId: string | null;
  /** `step`: the whole of it. `next`, `choice`, `start` and `entry` name steps by id. */
  readonly part:
    | 'step'
    | 'title'
    | 'summary'
    | 'situation'
    | 'start'
    | 'entry'
    | 'field'
    | 'sentence'
    | 'cue'
    | 'asks'
    | 'choice'
    | 'next'
    | 'when'
    | 'seconds'
    | 'action';
  /** What it was; null: nothing. Words as they are written, everything else as data. */
  readonly before: Part | null;
  readonly after: Part | null;
}

export type Part =
  | { readonly words: Words; readonly to?: string; readonly when?: Step['when'] }
  | { readonly words: Words; readonly field: Field }
  | { readonly id: string; readonly of?: string }
  | { readonly ids: readonly string[] }
  | { readonly when: Step['when'] }
  | { readonly number: number }
  | { readonly text: string };

export function changesBetween(before: Script, after: Script): readonly Change[] {
  return [...ofScript(before, after), ...ofSteps(before.steps, after.steps)];
}

function ofScript(before: Script, after: Script): Change[] {
  const one = (part: Change['part'], was: Part | null, is: Part | null): Change[] =>
    compared(null, part, was, is);
  const triggers = new Set([...Object.keys(before.entries), ...Object.keys(after.entries)]);
  const entry = ({ entries }: Script, trigger: string): Part | null => {
    const id = (entries as Readonly<Record<string, string | undefined>>)[trigger];
    return id === undefined ? null : { id, of: trigger };
  };
  return [
    ...one('title', { words: before.title }, { words: after.title }),
    ...one('summary', { words: before.summary }, { words: after.summary }),
    ...one('situation', { text: before.situation }, { text: after.situation }),
    ...one('start', { id: before.start }, { id: after.start }),
    ...[...triggers].flatMap((of) => one('entry', entry(before, of), entry(after, of))),
    ...byId(before.fields, after.fields).flatMap(([was, is]): Change[] => {
      if (same(was, is)) return [];
      const part = (field: typeof was): Part | null =>
        field ? { words: field.label, field } : null;
      return [
        { kind: kindOf(was, is), stepId: null, part: 'field', before: part(was), after: part(is) },
      ];
    }),
  ];
}

function ofSteps(before: readonly Step[], after: readonly Step[]): Change[] {
  const pairs = byId(before, after);
  const kept = new Set(
    stayed(
      before.map(({ id }) => id),
      after.map(({ id }) => id),
    ),
  );
  return pairs.flatMap(([was, is]): Change[] => {
    const step = is ?? was;
    if (!step) return [];
    const { id: stepId } = step;
    const whole = (kind: Change['kind']): Change => ({
      ...{ kind, stepId, part: 'step' },
      before: was ? { words: was.title } : null,
      after: is ? { words: is.title } : null,
    });
    if (!was || !is) return [whole(kindOf(was, is))];
    return [...(kept.has(stepId) ? [] : [whole('moved')]), ...ofStep(was, is)];
  });
}

function ofStep(was: Step, is: Step): Change[] {
  const { id } = was;
  const next = (step: Step): Part | null => (step.next === null ? null : { id: step.next });
  const cue = ({ cue: one }: Step): Part | null => (one ? { words: one.words } : null);
  const seconds = (step: Step): Part | null =>
    step.seconds === undefined ? null : { number: step.seconds };
  const action = (step: Step): Part | null =>
    step.action === undefined ? null : { text: step.action };
  const when = (step: Step): Part | null => (step.when ? { when: step.when } : null);
  const asks = ({ fields: ids }: Step): Part | null => (ids.length === 0 ? null : { ids });
  return [
    ...compared(id, 'title', { words: was.title }, { words: is.title }),
    ...sentences(id, was.say, is.say),
    ...compared(id, 'cue', cue(was), cue(is)),
    ...compared(id, 'asks', asks(was), asks(is)),
    ...byId(was.choices, is.choices).flatMap(([a, b]) =>
      compared(id, 'choice', choice(a), choice(b)),
    ),
    ...compared(id, 'next', next(was), next(is)),
    ...compared(id, 'when', when(was), when(is)),
    ...compared(id, 'seconds', seconds(was), seconds(is)),
    ...compared(id, 'action', action(was), action(is)),
  ];
}

function choice(one: Step['choices'][number] | null): Part | null {
  return one ? { words: one.label, to: one.to } : null;
}

/** What is word for word on both sides is no change; of the rest, the first stands for the first. */
function sentences(id: string, before: Step['say'], after: Step['say']): Change[] {
  const rest = (some: Step['say'], others: Step['say']): Step['say'] =>
    some.filter((one) => !others.some((other) => same(one, other)));
  const was = rest(before, after);
  const is = rest(after, before);
  const part = ({ ko, en, when }: Step['say'][number]): Part => ({
    words: { ko, en },
    ...(when && { when }),
  });
  return Array.from({ length: Math.max(was.length, is.length) }, (_, place) => {
    const [a, b] = [was[place], is[place]];
    return {
      ...{ kind: kindOf(a, b), stepId: id, part: 'sentence' as const },
      before: a ? part(a) : null,
      after: b ? part(b) : null,
    };
  });
}

function compared(
  stepId: string | null,
  part: Change['part'],
  before: Part | null,
  after: Part | null,
): Change[] {
  return same(before, after) ? [] : [{ kind: kindOf(before, after), stepId, part, before, after }];
}

function kindOf(before: unknown, after: unknown): Change['kind'] {
  if (before == null) return 'added';
  return after == null ? 'removed' : 'changed';
}

/** Those of after in their order, those that went at the end. */
function byId<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
): (readonly [T | null, T | null])[] {
  const find = (all: readonly T[], id: string): T | null =>
    all.find((one) => one.id === id) ?? null;
  return [
    ...after.map((is) => [find(before, is.id), is] as const),
    ...before.filter(({ id }) => !find(after, id)).map((was) => [was, null] as const),
  ];
}

/**
 * The ids that keep their order: as many as possible, so that one step that goes to the end is one
 * that moved, and not all the others. (The longest rising run, by the length that ends at each.)
 */
function stayed(before: readonly string[], after: readonly string[]): string[] {
  const places = after.map((id) => before.indexOf(id));
  const runs: number[][] = [];
  for (const place of places) {
    if (place < 0) runs.push([]);
    else {
      const longest = runs.reduce<number[]>(
        (best, run) => ((run.at(-1) ?? Infinity) < place && run.length > best.length ? run : best),
        [],
      );
      runs.push([...longest, place]);
    }
  }
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), []);
  return longest.map((place) => before[place] ?? '');
}

/** Whether two parts say the same, in whatever order their fields are written. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => same(value, right.get(key)));
}
