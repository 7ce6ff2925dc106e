import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadedWordsIn } from '../pause/neutralWords.ts';
import { ABUSES, scriptSchema, sentencesOf, stepOf } from './script.ts';
import type { Script } from './script.ts';

/** What the shipped scripts must and must not say, beside what every script must (check.ts). */

const scriptOf = (id: string): Script => {
  const file = join(import.meta.dirname, `../../../../resources/scripts/${id}.json`);
  return scriptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
};

const RUNGS = ['separate', 'first-warning', 'second-warning', 'closing'] as const;

describe('the sentences against abuse', () => {
  const script = scriptOf('abuse');
  const said = (rung: string, abuse: (typeof ABUSES)[number], recording: boolean): string[] => {
    const step = stepOf(script, rung);
    if (!step) throw new Error(rung);
    return sentencesOf(step, { tone: 'rational', abuse, recording }).map(({ ko }) => ko);
  };
  const everywhere = RUNGS.flatMap((rung) => ABUSES.map((abuse) => [rung, abuse] as const));

  it.each(everywhere)('there are two or more at %s against %s, recorded or not', (rung, abuse) => {
    expect(said(rung, abuse, true).length).toBeGreaterThanOrEqual(2);
    expect(said(rung, abuse, false).length).toBeGreaterThanOrEqual(2);
  });

  it.each(everywhere)('at %s against %s speak of recording only while it is on', (rung, abuse) => {
    expect(said(rung, abuse, false).filter((text) => text.includes('녹음'))).toEqual([]);
  });

  it('speak of recording where it is on', () => {
    for (const abuse of ABUSES) {
      const recorded = said('first-warning', abuse, true).filter((it) => it.includes('녹음'));
      expect(recorded).not.toEqual([]);
    }
  });

  it('tell at the last warning, in each of them, what the law asks of the company', () => {
    const notices = ABUSES.flatMap((abuse) => said('second-warning', abuse, true));
    expect(notices.filter((text) => !/법에 따라.*보호/.test(text))).toEqual([]);
  });

  it('cite no article, threaten no punishment and count no warnings, which policy decides', () => {
    const all = script.steps.flatMap(({ say }) => say.flatMap(({ ko, en }) => [ko, en]));
    const wrong =
      /제 ?\d+ ?조|처벌|고소|고발|형사|벌금|징역|경찰|두 번|세 번|마지막 경고|punish|prosecut|police|fine of|criminal|last warning/i;
    expect(all.filter((text) => wrong.test(text))).toEqual([]);
  });

  it('belong to the ladder at every rung, and to nobody after it', () => {
    for (const rung of RUNGS) expect(stepOf(script, rung)?.action).toBe('ladder');
    expect(stepOf(script, 'after')).toMatchObject({ say: [], next: null });
  });
});

describe('the sentences to a customer whose contact is paused', () => {
  it('say and imply neither debt nor blame', () => {
    const script = scriptOf('paused');
    const loaded = loadedWordsIn(JSON.stringify(script));
    expect(loaded).toEqual([]);
  });
});

describe('a promise', () => {
  it.each(['calming', 'callback', 'paused', 'consult', 'mistake'])(
    'of %s is made where its time is written down and said',
    (id) => {
      const script = scriptOf(id);
      const times = new Set(script.fields.filter(({ kind }) => kind === 'time').map((it) => it.id));
      const promising = script.steps.filter(({ action }) => action === 'promise');
      expect(promising).not.toEqual([]);
      for (const { fields, say } of promising) {
        expect(fields.some((field) => times.has(field))).toBe(true);
        expect(say.some(({ ko, en }) => ko.includes('{time') && en.includes('{time'))).toBe(true);
      }
    },
  );
});
