import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultsOf } from './check.ts';
import {
  ABUSES,
  TONES,
  TRIGGERS,
  fittingFrom,
  scriptSchema,
  sentencesOf,
  stepOf,
} from './script.ts';
import type { Circumstances, Script, Step, Words } from './script.ts';
import { filled, neededTokens, tokensIn } from './words.ts';

/** Every script that is shipped: it would be spoken as it stands, to somebody who is upset. */

const FOLDER = new URL('../../../../resources/scripts/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** As long as one can take in at a glance, in letters. */
const GLANCE = { ko: 90, en: 200 };

const circumstances = (script: Script): Circumstances[] =>
  TONES.flatMap((tone) =>
    (script.situation === 'abuse' ? ABUSES : [null]).flatMap((abuse) =>
      [true, false].map((recording) => ({ tone, abuse, recording })),
    ),
  );

const entriesOf = (script: Script): string[] => [script.start, ...Object.values(script.entries)];

/** Where one can go from a step as things stand; null: past the end. */
function onward(script: Script, step: Step, now: Circumstances): (Step | null)[] {
  return [step.next, ...step.choices.map(({ to }) => to)].map((id) =>
    fittingFrom(script, id, now),
  );
}

/** The steps that can be come to as things stand. */
function reachable(script: Script, now: Circumstances): Set<Step> {
  const first = entriesOf(script).map((id) => fittingFrom(script, id, now));
  const found = new Set(first.filter((step) => step !== null));
  for (const step of found) {
    for (const next of onward(script, step, now)) if (next) found.add(next);
  }
  return found;
}

/** Seeded, so that a walk that goes wrong can be gone again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

/** Goes a script by chance until it ends. */
function walk(script: Script, from: string, now: Circumstances, seed: number): Step[] {
  const roll = dice(seed);
  const gone: Step[] = [];
  let at = fittingFrom(script, from, now);
  while (at) {
    gone.push(at);
    if (gone.length > 2_000) throw new Error(`${script.id} goes round in circles at ${at.id}`);
    const ways = onward(script, at, now);
    at = ways[roll(ways.length)] ?? null;
  }
  return gone;
}

/** Every text in a script, with where it stands. */
function textsOf(script: Script): [string, Words][] {
  return [
    ['title', script.title],
    ['summary', script.summary],
    ...script.fields.flatMap(({ id, label, hint, options }): [string, Words][] => [
      [`field ${id}`, label],
      ...(hint ? [[`hint of ${id}`, hint] satisfies [string, Words]] : []),
      ...(options ?? []).map((words): [string, Words] => [`option of ${id}`, words]),
    ]),
    ...script.steps.flatMap(({ id, title, cue, choices }): [string, Words][] => [
      [`title of ${id}`, title],
      ...(cue ? [[`cue of ${id}`, cue.words] satisfies [string, Words]] : []),
      ...choices.map(({ label }): [string, Words] => [`choice of ${id}`, label]),
    ]),
    ...spokenOf(script),
  ];
}

const spokenOf = (script: Script): [string, Words][] =>
  script.steps.flatMap(({ id, say }) => say.map(({ ko, en }): [string, Words] => [id, { ko, en }]));

/** Those of a list for which something holds, to be read where a test fails. */
const offending = (all: [string, Words][], bad: (words: Words) => boolean): string[] =>
  all.filter(([, words]) => bad(words)).map(([at, { ko, en }]) => `${at}: ${ko} | ${en}`);

it('there are scripts', () => {
  expect(files).toContain('difficult.json');
});

describe.each(files)('%s', (file) => {
  const script = scriptSchema.parse(read(file));

  it('hangs together and is named after what it is', () => {
    expect(faultsOf(script)).toEqual([]);
    expect(`${script.id}.json`).toBe(file);
  });

  it('is Korean in Korean and English in English', () => {
    expect(offending(textsOf(script), ({ ko }) => !/[가-힣]/.test(ko))).toEqual([]);
    expect(offending(textsOf(script), ({ en }) => /[가-힣]/.test(en))).toEqual([]);
    // Particles belong to Korean.
    expect(offending(textsOf(script), ({ en }) => /\{[^}]*:/.test(en))).toEqual([]);
  });

  it('can be read at a glance', () => {
    const sentences = (text: string): string[] => text.split(/(?<=[.?!])\s+/);
    const long = (text: string, most: number): boolean =>
      sentences(text).some(({ length }) => length > most) || text.length > most * 1.5;
    const bad = ({ ko, en }: Words): boolean => long(ko, GLANCE.ko) || long(en, GLANCE.en);
    expect(offending(spokenOf(script), bad)).toEqual([]);
  });

  it('never says a bare 이해합니다, nor whose fault it is, nor that nothing can be done', () => {
    const never = /이해합니다|이해는 (하|합)|어쩔 수 없|(고객님|저희|회사|동료) (잘못|탓)/;
    expect(offending(spokenOf(script), ({ ko }) => never.test(ko))).toEqual([]);
    const neverInEnglish = /\bI understand[.!]|calm down|your (own )?fault|nothing (I|we) can do/i;
    expect(offending(spokenOf(script), ({ en }) => neverInEnglish.test(en))).toEqual([]);
  });

  it('is spelt and honours as it should', () => {
    // 되요, 할께요; 하실게요, which honours oneself or orders somebody about.
    const wrong = /되요|됬|[할갈볼릴줄]께요|실게요|(은|이|을)\((는|가|를)\)/;
    expect(offending(textsOf(script), ({ ko }) => wrong.test(ko))).toEqual([]);
  });

  it('reads well with everything known and with nothing known', () => {
    const names = new Set(spokenOf(script).flatMap(([, { ko, en }]) => tokensIn(ko + en)));
    const known = {
      ko: Object.fromEntries([...names].map((name) => [name, '김하늘 고객님'])),
      en: Object.fromEntries([...names].map((name) => [name, 'Ms Kim'])),
    };
    const rough = /[{}[\]]|^[,.;:]| {2}|,[.?!,]|\.\.| [,.?!]|^$/;
    const bad = (words: Words): boolean =>
      (['ko', 'en'] as const).some(
        (language) =>
          rough.test(filled(words[language], known[language])) ||
          rough.test(filled(words[language], { customer: known[language]['customer'] })),
      );
    expect(offending(spokenOf(script), bad)).toEqual([]);
    // In English there is no word for a customer without a name.
    const nameless = ({ en }: Words): boolean => neededTokens(en).includes('customer');
    expect(offending(spokenOf(script), nameless)).toEqual([]);
  });

  it('has two sentences at least wherever something is said, so that nobody sounds like a tape', () => {
    const few = circumstances(script).flatMap((now) =>
      [...reachable(script, now)]
        .filter((step) => step.say.length > 0 && sentencesOf(step, now).length < 2)
        .map(({ id }) => `${id} (${JSON.stringify(now)})`),
    );
    expect(few).toEqual([]);
  });

  it('comes to its end, whatever the customer answers', () => {
    for (const now of circumstances(script)) {
      for (const from of entriesOf(script)) {
        for (let seed = 1; seed <= 20; seed += 1) {
          expect(walk(script, from, now, seed).length).toBeGreaterThan(0);
        }
      }
    }
  });
});

describe('the script for a difficult customer', () => {
  const script = scriptSchema.parse(read('difficult.json'));
  const everywhere = circumstances(script);

  it('has a way in for every trouble, which first acknowledges that very trouble', () => {
    expect(Object.keys(script.entries).toSorted()).toEqual(TRIGGERS.toSorted());
    for (const id of Object.values(script.entries)) {
      const step = stepOf(script, id);
      expect(step?.when).toBeUndefined();
      for (const now of everywhere) {
        for (const { ko } of step ? sentencesOf(step, now) : []) expect(ko).toMatch(/죄송|사과/);
      }
    }
  });

  it('lets the agent say what it is about later, too', () => {
    const chosen = script.steps.flatMap(({ choices }) => choices.flatMap(({ trigger }) => trigger));
    expect(chosen.filter((trigger) => trigger !== undefined).toSorted()).toEqual(
      TRIGGERS.toSorted(),
    );
  });

  it('apologises once on every way through it, and never again', () => {
    const apologises = ({ say }: Step): boolean => say.some(({ ko }) => /죄송|사과/.test(ko));
    for (const now of everywhere) {
      for (const from of entriesOf(script)) {
        for (let seed = 1; seed <= 50; seed += 1) {
          const apologies = walk(script, from, now, seed).filter(apologises);
          expect(apologies.map(({ id }) => id)).toHaveLength(1);
        }
      }
    }
  });

  it('names the blocked goal, agrees on a time and ends with thanks', () => {
    for (const now of everywhere) {
      for (const from of entriesOf(script)) {
        const ids = reachable(script, now);
        const fields = [...ids].flatMap((step) => step.fields);
        expect(fields).toEqual(expect.arrayContaining(['goal', 'problem', 'tried', 'wanted']));
        expect(fields).toEqual(expect.arrayContaining(['solution', 'by', 'prevention']));
        expect(walk(script, from, now, 7).at(-1)?.id).toBe('thanks');
      }
    }
    const actions = script.steps.flatMap(({ action }) => action ?? []);
    expect(actions.toSorted()).toEqual(['escalate', 'promise', 'text']);
  });

  it('goes another way with feelings than with facts', () => {
    const [feelings, facts] = TONES.map((tone) => {
      const now: Circumstances = { tone, abuse: null, recording: false };
      return new Set([...reachable(script, now)].map(({ id }) => id));
    });
    expect([...(feelings ?? [])].filter((id) => !facts?.has(id))).toEqual(['vent', 'reassure']);
    expect([...(facts ?? [])].filter((id) => !feelings?.has(id))).toEqual([
      'order',
      'billing-items',
      'plan',
    ]);
  });
});
