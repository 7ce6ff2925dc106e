import type { Field, Script, Step, Trigger, Words } from './script.ts';

/**
 * What a lead does to a script as a whole: nothing here needs an id from them, and no id that is
 * there ever becomes another, since runs that are stored name steps and fields by it.
 */

const LONGEST_ID = 40;

/** The first of `step-1`, `step-2` … that is not used. */
export function freshId(stem: string, used: readonly string[]): string {
  let n = 1;
  while (used.includes(`${stem}-${n}`)) n += 1;
  return `${stem}-${n}`;
}

const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);
const EMPTY: Words = { ko: '', en: '' };

/** A new step behind another, on its way. @returns the script and the id of the new step */
export function withStepAfter(script: Script, stepId: string): readonly [Script, string] {
  const id = freshId('step', idsOf(script.steps));
  const steps = script.steps.flatMap((step): Step[] =>
    step.id === stepId
      ? [
          { ...step, next: id },
          { id, title: EMPTY, say: [], fields: [], choices: [], next: step.next },
        ]
      : [step],
  );
  return [{ ...script, steps }, id];
}

/** The same step once more, behind it and on its way, to be made into another. */
export function withStepTwice(script: Script, stepId: string): readonly [Script, string] {
  const id = freshId('step', idsOf(script.steps));
  const steps = script.steps.flatMap((step): Step[] =>
    step.id === stepId
      ? [
          { ...step, next: id },
          { ...step, id },
        ]
      : [step],
  );
  return [{ ...script, steps }, id];
}

/** A place in a script that leads to a step. */
export type Pointer =
  | { readonly kind: 'start' }
  | { readonly kind: 'entry'; readonly trigger: Trigger }
  | { readonly kind: 'next'; readonly stepId: string }
  | { readonly kind: 'choice'; readonly stepId: string; readonly label: Words };

/** Every place that leads to a step from outside of it. */
export function pointersTo(script: Script, stepId: string): readonly Pointer[] {
  const entries = Object.entries(script.entries) as [Trigger, string][];
  return [
    ...(script.start === stepId ? [{ kind: 'start' } as const] : []),
    ...entries.flatMap(([trigger, to]): Pointer[] =>
      to === stepId ? [{ kind: 'entry', trigger }] : [],
    ),
    ...script.steps
      .filter(({ id }) => id !== stepId)
      .flatMap((step): Pointer[] => [
        ...(step.next === stepId ? [{ kind: 'next', stepId: step.id } as const] : []),
        ...step.choices
          .filter(({ to }) => to === stepId)
          .map(({ label }) => ({ kind: 'choice', stepId: step.id, label }) as const),
      ]),
  ];
}

/**
 * Without a step; whoever led to it leads to `to`.
 * @param to null: the script ends there. An answer or a first step cannot lead to an end: such an
 *   answer is dropped and such a first step stays at the script's start, or becomes the first step.
 */
export function withoutStep(script: Script, stepId: string, to: string | null): Script {
  const rest = script.steps.filter(({ id }) => id !== stepId);
  const steps = rest.map((step) => ({
    ...step,
    next: step.next === stepId ? to : step.next,
    choices: step.choices.flatMap((choice) => {
      if (choice.to !== stepId) return [choice];
      return to === null ? [] : [{ ...choice, to }];
    }),
  }));
  const first = to ?? rest[0]?.id ?? script.start;
  const entries = Object.fromEntries(
    Object.entries(script.entries).flatMap(([trigger, id]) => {
      if (id !== stepId) return [[trigger, id]];
      return to === null ? [] : [[trigger, to]];
    }),
  );
  return { ...script, steps, entries, start: script.start === stepId ? first : script.start };
}

/** A new field for what is written down. It is named in sentences by its id. */
export function withField(script: Script): readonly [Script, string] {
  const id = freshId('field', idsOf(script.fields));
  const field: Field = { id, label: EMPTY, kind: 'line', fills: 'note' };
  return [{ ...script, fields: [...script.fields, field] }, id];
}

/** Also no step asks for it any more. Sentences that name it the check tells of. */
export function withoutField(script: Script, fieldId: string): Script {
  return {
    ...script,
    fields: script.fields.filter(({ id }) => id !== fieldId),
    steps: script.steps.map((step) => ({
      ...step,
      fields: step.fields.filter((id) => id !== fieldId),
    })),
  };
}

/** A script of one's own that begins as another. @param ids that are taken */
export function copyOf(script: Script, ids: readonly string[], title: Words): Script {
  const stem = script.id.replace(/-copy-\d+$/, '').slice(0, LONGEST_ID - '-copy-000'.length);
  return { ...script, id: freshId(`${stem.replace(/-$/, '')}-copy`, ids), version: 1, title };
}

/**
 * One step as another version has it, with the fields that it needs; what that version does not have
 * goes. The rest of the script stays: where a way then leads nowhere, the check says so.
 */
export function withStepOf(script: Script, other: Script, stepId: string): Script {
  const theirs = other.steps.find(({ id }) => id === stepId);
  if (!theirs) {
    const mine = script.steps.find(({ id }) => id === stepId);
    return mine && script.steps.length > 1 ? withoutStep(script, stepId, mine.next) : script;
  }
  const missing = other.fields.filter(
    ({ id }) => theirs.fields.includes(id) && !script.fields.some((field) => field.id === id),
  );
  const fields = [...script.fields, ...missing];
  if (script.steps.some(({ id }) => id === stepId)) {
    const steps = script.steps.map((step) => (step.id === stepId ? theirs : step));
    return { ...script, fields, steps };
  }
  // Where it stands there: behind the last step before it that is here, too.
  const before = idsOf(other.steps.slice(0, other.steps.indexOf(theirs)));
  const place = script.steps.findLastIndex(({ id }) => before.includes(id)) + 1;
  return { ...script, fields, steps: script.steps.toSpliced(place, 0, theirs) };
}
