import { ABUSES, TONES, fits, fittingFrom, sentencesOf } from './script.ts';
import type { Circumstances, Script, Step, Words } from './script.ts';
import { isWellFormed, knownTokens, tokensIn } from './words.ts';

/** What is wrong with a script that reads well and would fail in a call. */
export interface Fault {
  readonly code:
    | 'twice'
    | 'unknown-step'
    | 'unknown-field'
    | 'unused-field'
    | 'no-options'
    | 'unreachable'
    | 'dead-end'
    | 'unknown-token'
    | 'open-brace'
    | 'no-sentence'
    | 'same-words';
  /** As in the file: `steps[3].choices[0].to`. */
  readonly path: string;
  readonly what: string;
}

/** Every situation in which a step can be come to. */
const ALL: readonly Circumstances[] = TONES.flatMap((tone) =>
  [null, ...ABUSES].flatMap((abuse) =>
    [true, false].map((recording) => ({ tone, abuse, recording })),
  ),
);

/** Steps that one leads to. */
function onward(step: Step): readonly string[] {
  const { next, choices } = step;
  return [...choices.map(({ to }) => to), ...(next === null ? [] : [next])];
}

/** Everything in a script that would fail an agent in a call; none: it may be published. */
export function faultsOf(script: Script): readonly Fault[] {
  return [...twice(script), ...missing(script), ...ways(script), ...wordFaults(script)];
}

function twice(script: Script): Fault[] {
  const found: Fault[] = [];
  const look = (ids: readonly string[], path: string): void => {
    for (const [place, id] of ids.entries()) {
      if (ids.indexOf(id) < place)
        found.push({ code: 'twice', path: `${path}[${place}]`, what: id });
    }
  };
  const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);
  look(idsOf(script.steps), 'steps');
  look(idsOf(script.fields), 'fields');
  for (const [place, { choices }] of script.steps.entries()) {
    look(idsOf(choices), `steps[${place}].choices`);
  }
  return found;
}

function missing(script: Script): Fault[] {
  const found: Fault[] = [];
  const steps = new Set(script.steps.map(({ id }) => id));
  const fields = new Set(script.fields.map(({ id }) => id));
  const used = new Set<string>();
  const need = (id: string | null | undefined, path: string): void => {
    if (id != null && !steps.has(id)) found.push({ code: 'unknown-step', path, what: id });
  };
  need(script.start, 'start');
  for (const [trigger, id] of Object.entries(script.entries)) need(id, `entries.${trigger}`);
  for (const [place, step] of script.steps.entries()) {
    const path = `steps[${place}]`;
    need(step.next, `${path}.next`);
    for (const [at, { to }] of step.choices.entries()) need(to, `${path}.choices[${at}].to`);
    for (const [at, id] of step.fields.entries()) {
      used.add(id);
      if (!fields.has(id)) {
        found.push({ code: 'unknown-field', path: `${path}.fields[${at}]`, what: id });
      }
    }
  }
  for (const [place, { id, kind, options = [] }] of script.fields.entries()) {
    if (!used.has(id)) found.push({ code: 'unused-field', path: `fields[${place}]`, what: id });
    if (kind === 'options' && options.length === 0) {
      found.push({ code: 'no-options', path: `fields[${place}].options`, what: id });
    }
  }
  return found;
}

function ways(script: Script): Fault[] {
  const found: Fault[] = [];
  const byId = new Map(script.steps.map((step) => [step.id, step]));
  const reached = closure([script.start, ...Object.values(script.entries)], (id) => {
    const step = byId.get(id);
    return step ? onward(step) : [];
  });
  // Backwards from every step that ends the script.
  const before = new Map<string, string[]>();
  for (const step of script.steps) {
    for (const to of onward(step)) before.set(to, [...(before.get(to) ?? []), step.id]);
  }
  const ends = script.steps.filter(({ next }) => next === null).map(({ id }) => id);
  const ending = closure(ends, (id) => before.get(id) ?? []);
  for (const [place, { id }] of script.steps.entries()) {
    const path = `steps[${place}]`;
    if (!reached.has(id)) found.push({ code: 'unreachable', path, what: id });
    if (!ending.has(id)) found.push({ code: 'dead-end', path, what: id });
  }
  // A way that no step fits on ends the script before it has begun.
  const firsts: (readonly [string, string])[] = [
    ['start', script.start],
    ...Object.entries(script.entries).map(([of, id]) => [`entries.${of}`, id] as const),
  ];
  for (const [path, id] of firsts) {
    const lost =
      byId.has(id) && ALL.some((now) => now.abuse === null && !fittingFrom(script, id, now));
    if (lost) found.push({ code: 'dead-end', path, what: id });
  }
  return found;
}

function closure(from: readonly string[], to: (id: string) => readonly string[]): Set<string> {
  const seen = new Set<string>(from);
  for (const id of seen) for (const next of to(id)) seen.add(next);
  return seen;
}

function wordFaults(script: Script): Fault[] {
  const found: Fault[] = [];
  const known = knownTokens(script);
  const look = (words: Words, path: string): void => {
    for (const language of ['ko', 'en'] as const) {
      const text = words[language];
      const at = `${path}.${language}`;
      if (!isWellFormed(text)) found.push({ code: 'open-brace', path: at, what: text });
      for (const token of tokensIn(text)) {
        if (!known.has(token)) found.push({ code: 'unknown-token', path: at, what: token });
      }
    }
  };
  for (const [place, step] of script.steps.entries()) {
    const path = `steps[${place}]`;
    for (const [at, words] of step.say.entries()) {
      look(words, `${path}.say[${at}]`);
      if (step.say.findIndex(({ ko }) => ko === words.ko) < at) {
        found.push({ code: 'same-words', path: `${path}.say[${at}]`, what: words.ko });
      }
    }
    if (step.cue) look(step.cue.words, `${path}.cue.words`);
    for (const [at, { label }] of step.choices.entries()) {
      look(label, `${path}.choices[${at}].label`);
    }
    // A step that is spoken somewhere is spoken wherever it fits.
    const silent = ALL.some((now) => {
      const fitting = fits(step.when, now) && (now.abuse !== null || script.situation !== 'abuse');
      return step.say.length > 0 && fitting && sentencesOf(step, now).length === 0;
    });
    if (silent) found.push({ code: 'no-sentence', path: `${path}.say`, what: step.id });
  }
  return found;
}
