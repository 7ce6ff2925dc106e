import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spokenIn } from '../../../../shared/domain/practice/scenario.ts';
import { readReply } from '../../../../shared/domain/message/reply.ts';
import { scriptSchema, TRIGGERS } from '../../../../shared/domain/script/script.ts';
import { readPracticeFiles } from './readPracticeFiles.ts';
import { answerToSlots } from './textMessages.ts';

/** Under this, the app stays small enough to ship every voice. */
const AUDIO_LIMIT_BYTES = 1_500_000;

const folder = fileURLToPath(new URL('../../../../../resources/practice', import.meta.url));
const scriptFolder = fileURLToPath(new URL('../../../../../resources/scripts', import.meta.url));
const files = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown]),
);
const { scenarios, phoneBook } = readPracticeFiles(files);
const audio = readdirSync(join(folder, 'audio'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ogg'))
  .map((name) => `audio/${name.replaceAll('\\', '/')}`);

describe('what a customer writes back to times that are offered', () => {
  const slots = [1, 2, 3].map((day) => ({ from: day * 86_400_000, to: day * 86_400_000 + 1 }));

  it.each(scenarios.map((scenario) => [scenario.id, scenario.slotReply] as const))(
    '%s is read as a choice',
    (_id, words) => {
      for (const offered of [1, 2, 3]) {
        const times = { at: 0, now: 0 };
        const read = readReply(answerToSlots(offered, words), slots.slice(0, offered), times);
        expect(read).toEqual({ slot: Math.min(2, offered) - 1, why: null });
      }
    },
  );
});

describe('every file in resources/practice', () => {
  it('is a scenario named after its file, or the phone book', () => {
    const names = Object.keys(files).map((name) => basename(name, '.json'));
    expect(names.toSorted()).toEqual([...scenarios.map(({ id }) => id), 'phone-book'].toSorted());
  });

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s has its audio, two languages, and 6 to 10 lines that end in a goodbye',
    (_id, scenario) => {
      const { lines, reactions, title, summary, trueNeed } = scenario;
      const spoken = spokenIn(scenario);
      for (const { audio: file } of spoken) {
        expect(statSync(join(folder, file)).size).toBeGreaterThan(1_000);
        expect(readFileSync(join(folder, file)).subarray(0, 4).toString()).toBe('OggS');
      }
      for (const { ko, en } of [title, summary, trueNeed, ...spoken.map(({ say }) => say)]) {
        expect(ko).toMatch(/[가-힣]/);
        expect(en).toMatch(/[A-Za-z]/);
        expect(en).not.toMatch(/[가-힣]/);
      }
      expect(lines.length).toBeGreaterThanOrEqual(6);
      expect(lines.length).toBeLessThanOrEqual(10);
      expect(lines.at(-1)?.then.kind).toBe('hangUp');
      expect(reactions.resumed.length * reactions.silence.length).toBeGreaterThan(0);
    },
  );

  const scripts = new Map(
    readdirSync(scriptFolder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => scriptSchema.parse(JSON.parse(readFileSync(join(scriptFolder, name), 'utf8'))))
      .map((script) => [script.id, new Set(script.steps.map(({ id }) => id))] as const),
  );

  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))(
    '%s reacts to steps that there are in the script that fits',
    (_id, { script, reactions }) => {
      const steps = scripts.get(script.id) ?? new Set<string>();
      const named = [...reactions.steps, ...reactions.missed].flatMap((reaction) => reaction.steps);
      expect(named.filter((step) => !steps.has(step))).toEqual([]);
      expect(reactions.steps.length).toBeGreaterThan(1);
      expect(reactions.missed.length).toBeGreaterThan(0);
    },
  );

  it('practises every outline: the seven triggers, abuse, a mistake, a pause, a callback', () => {
    const incoming = scenarios.filter(({ direction }) => direction === 'incoming');
    expect(new Set(incoming.flatMap(({ script }) => script.trigger ?? []))).toEqual(
      new Set(TRIGGERS),
    );
    expect(new Set(scenarios.map(({ script }) => script.id))).toEqual(
      new Set(['difficult', 'abuse', 'mistake', 'paused', 'callback']),
    );
    expect(new Set(scenarios.map(({ caller }) => caller.number)).size).toBe(scenarios.length);
  });

  it('has no audio that nobody says, and little enough of it', () => {
    const used = scenarios.flatMap((scenario) => spokenIn(scenario).map((line) => line.audio));
    expect(audio.toSorted()).toEqual(used.toSorted());
    const bytes = audio.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(AUDIO_LIMIT_BYTES);
  });

  it('lists every kind of outcome in the phone book, no number twice', () => {
    const numbers = phoneBook.entries.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    const outcomes = phoneBook.entries.map(({ behaviour }) =>
      behaviour.kind === 'refuse' ? behaviour.status : 200,
    );
    expect(new Set(outcomes)).toEqual(new Set([200, 404, 480, 486, 503, 603]));
  });
});

it('names the file that is wrong', () => {
  expect(() => readPracticeFiles({ ...files, 'bad.json': { kind: 'scenario' } })).toThrow(
    'bad.json',
  );
  expect(() => readPracticeFiles({})).toThrow('no phone book');
});
