import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copyOf, withField, withStepAfter, withStepTwice, withoutStep } from './edit.ts';
import { scriptText } from './publication.ts';
import { scriptSchema } from './script.ts';
import type { Script } from './script.ts';

const FOLDER = new URL('../../../../resources/scripts/', import.meta.url);
const SHIPPED = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const read = (text: string): Script => scriptSchema.parse(JSON.parse(text));

/** The same numbers every time (a linear congruence, modulus 2^31 − 1). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Something that a lead may do, with its parts in whatever order. */
function edited(script: Script, pick: (below: number) => number): Script {
  const place = pick(script.steps.length);
  const step = script.steps[place];
  if (!step) return script;
  const words = { en: `Word ${pick(99)}`, ko: `말 ${pick(99)}` };
  const more = [
    () => withStepAfter(script, step.id)[0],
    () => withStepTwice(script, step.id)[0],
    () => (script.steps.length > 1 ? withoutStep(script, step.id, null) : script),
    () => withField(script)[0],
    () => copyOf(script, [script.id], words),
    () => ({
      ...script,
      steps: script.steps.with(place, { ...step, when: { recording: true, tone: 'rational' } }),
    }),
    () => ({ ...script, steps: script.steps.with(place, { ...step, title: words, seconds: 30 }) }),
  ];
  const next = more[pick(more.length)]?.() ?? script;
  // Nothing is left empty: what is empty is not imported.
  const full = <T extends { ko: string; en: string }>(one: T): T =>
    one.ko === '' ? { ...one, ...words } : one;
  return {
    ...next,
    fields: next.fields.map((field) => ({ ...field, label: full(field.label) })),
    steps: next.steps.map((one) => ({ ...one, title: full(one.title) })),
  };
}

describe('the text of a script', () => {
  it.each(SHIPPED)('of %s is the same after it was imported, however it was edited', (file) => {
    const pick = numbers(file.length + 7);
    let script = read(readFileSync(new URL(file, FOLDER), 'utf8'));
    for (let round = 0; round < 40; round += 1) {
      script = edited(script, pick);
      if (script.steps.length > 70) script = { ...script, steps: script.steps.slice(0, 40) };
      if (script.fields.length > 18) script = { ...script, fields: script.fields.slice(0, 5) };
      const text = scriptText(script);
      expect(scriptText(read(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(script)));
    }
  });
});
