import { describe, expect, it } from 'vitest';
import { ABUSES, scriptSchema } from '../script/script.ts';
import type { Abuse } from '../script/script.ts';
import { endOf } from './end.ts';
import { isComplete, missingFor, nextRung, pulse, rungsOf, saysLaw } from './ladder.ts';
import type { Rung } from './ladder.ts';
import { abusePolicySchema } from './policy.ts';
import type { AbusePolicy } from './policy.ts';
import { sentencesFor } from './sentences.ts';

const MINUTE = 60_000;
const LONG = 60 * MINUTE;

function policyOf(kind: Abuse, warnings: number, legalNotice: boolean): AbusePolicy {
  return abusePolicySchema.parse({ [kind]: { warnings, legalNotice } });
}

const say = (ko: string, when: object = {}) => ({ ko, en: ko, when });
const step = (id: string, next: string | null, ...variants: object[]) => ({
  ...{ id, title: { ko: id, en: id }, say: variants, next },
});
/** What each of its sentences is about is what it says. */
const SCRIPT = scriptSchema.parse({
  ...{ kind: 'script', id: 'abuse', version: 1, situation: 'abuse', start: 'separate' },
  ...{ title: { ko: '-', en: '-' }, summary: { ko: '-', en: '-' } },
  steps: [
    step('separate', 'first-warning', say('용건'), say('용건, 녹음 중', { recording: true })),
    step('first-warning', 'second-warning', say('경고'), say('경고, 녹음 중', { recording: true })),
    // Somebody forgot to say when: it is not said without a recording all the same.
    step('second-warning', 'closing', say('법'), say('법, 이 통화는 녹음되고 있습니다')),
    step('closing', null, say('끝'), say('끝, 녹음 중', { recording: true })),
  ],
});

/** The specification: what is said for each number of warnings, with and without the law. */
const WARNINGS: Readonly<Record<number, readonly Rung[]>> = {
  0: [],
  1: ['first-warning'],
  2: ['first-warning', 'second-warning'],
  3: ['first-warning', 'second-warning', 'third-warning'],
};
const BEFORE: Readonly<Record<Abuse, readonly Rung[]>> = {
  insult: ['separate'],
  harassment: [],
  threat: [],
  endless: ['separate'],
};

const TABLE = ABUSES.flatMap((kind) =>
  [0, 1, 2, 3].flatMap((warnings) =>
    [false, true].flatMap((law) =>
      [false, true].map((recording) => ({ kind, warnings, law, recording })),
    ),
  ),
);

describe('every kind, every policy', () => {
  it('is the whole table', () => expect(TABLE).toHaveLength(4 * 4 * 2 * 2));

  it.each(TABLE)(
    '$kind, $warnings warnings, legal notice $law, recording $recording',
    ({ kind, warnings, law, recording }) => {
      const policy = policyOf(kind, warnings, law);
      const path: readonly Rung[] = [...BEFORE[kind], ...(WARNINGS[warnings] ?? []), 'closing'];
      expect(rungsOf(kind, policy)).toEqual(path);

      const reached: Rung[] = [];
      for (const rung of path) {
        // One after the other; before the last of them an end is explained by what is missing.
        const state = { kind, reached: [...reached], talkedMs: LONG };
        expect(nextRung(state, policy)).toBe(rung);
        const missing = missingFor(state, policy);
        expect(missing).toEqual({ rungs: path.slice(reached.length), ms: 0 });
        expect(isComplete(missing)).toBe(false);
        const steps = reached.map((one) => ({
          ...{ rung: one, at: 0, said: '', recording, law: false },
        }));
        expect(endOf({ kind, steps, override: null }, 'agent', LONG, policy)).toEqual({
          how: 'early',
          missing,
        });
        const override = { at: 0, why: '위협', missing };
        expect(endOf({ kind, steps, override }, 'agent', LONG, policy).how).toBe('override');

        const isLast = rung === WARNINGS[warnings]?.at(-1);
        expect(saysLaw(rung, kind, policy)).toBe(law && isLast);
        const said = sentencesFor(SCRIPT, rung, { kind, recording }, policy).map(({ ko }) => ko);
        expect(said.length).toBeGreaterThan(0);
        expect(said.some((sentence) => sentence.includes('녹음'))).toBe(recording);
        const isWarning = rung.endsWith('warning');
        expect(said.some((sentence) => sentence.startsWith('법'))).toBe(isWarning && law && isLast);
        reached.push(rung);
      }

      const state = { kind, reached, talkedMs: LONG };
      expect(nextRung(state, policy)).toBe('ended');
      expect(isComplete(missingFor(state, policy))).toBe(true);
      const steps = reached.map((rung) => ({ rung, at: 0, said: '', recording, law: false }));
      expect(endOf({ kind, steps, override: null }, 'agent', LONG, policy).how).toBe('ladder');
    },
  );
});

describe('the policy of a desk that has set nothing', () => {
  const policy = abusePolicySchema.parse({});

  it.each([
    ['insult', ['separate', 'first-warning', 'second-warning', 'closing']],
    ['harassment', ['first-warning', 'closing']],
    ['threat', ['closing']],
    ['endless', ['separate', 'first-warning', 'closing']],
  ] as const)('%s', (kind, path) => expect(rungsOf(kind, policy)).toEqual(path));

  it('says what the law provides in the last warning', () => {
    expect(saysLaw('second-warning', 'insult', policy)).toBe(true);
    expect(saysLaw('first-warning', 'insult', policy)).toBe(false);
    expect(saysLaw('first-warning', 'harassment', policy)).toBe(true);
  });

  it.each([
    [0, 'none'],
    [15 * MINUTE - 1, 'none'],
    [15 * MINUTE, 'notice'],
    [20 * MINUTE - 1, 'notice'],
    [20 * MINUTE, 'end'],
  ] as const)('after %i ms of talk an endless call is at "%s"', (ms, at) => {
    expect(pulse(ms, policy)).toBe(at);
  });

  it('an endless call is not ended before its time, whatever was said', () => {
    const state = { kind: 'endless', reached: rungsOf('endless', policy), talkedMs: 18 * MINUTE };
    const missing = missingFor({ ...state, kind: 'endless' }, policy);
    expect(missing).toEqual({ rungs: [], ms: 2 * MINUTE });
    expect(isComplete(missing)).toBe(false);
  });

  it('time is no condition for any other kind', () => {
    expect(missingFor({ kind: 'threat', reached: ['closing'], talkedMs: 0 }, policy).ms).toBe(0);
  });

  it('another kind keeps what was said already', () => {
    const state = { kind: 'harassment', reached: ['separate', 'first-warning'], talkedMs: 0 };
    expect(
      nextRung({ ...state, kind: 'harassment', reached: ['separate', 'first-warning'] }, policy),
    ).toBe('closing');
  });

  it.each([
    ['customer', 'customer'],
    ['network', 'broken'],
    ['app', 'broken'],
    [null, 'broken'],
  ] as const)("an end by %s is nobody's early end", (by, how) => {
    expect(endOf({ kind: 'insult', steps: [], override: null }, by, 0, policy).how).toBe(how);
  });
});

describe('a policy', () => {
  it.each([
    { breakMinutes: 4 },
    { breakMinutes: 0 },
    { insult: { warnings: 4, legalNotice: true } },
    { insult: { warnings: -1, legalNotice: true } },
    { noticeMinutes: 21 },
    { unknown: true },
  ])('may not be %j', (policy) => {
    expect(abusePolicySchema.safeParse(policy).success).toBe(false);
  });
});
