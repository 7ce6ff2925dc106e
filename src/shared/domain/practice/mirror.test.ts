import { describe, expect, it } from 'vitest';
import type { CallFact } from '../call/record.ts';
import type { RunRow, Visit } from '../script/run.ts';
import type { Script } from '../script/script.ts';
import { mirrorOf, type MirrorSource } from './mirror.ts';

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const CALL = id(1);
/** When the call began, epoch ms. */
const T = 1_790_000_000_000;
const words = (text: string) => ({ ko: text, en: text });

let facts = 10;
type Body = CallFact extends infer F
  ? F extends CallFact
    ? Omit<F, 'id' | 'callId' | 'at'>
    : never
  : never;
const fact = (seconds: number, body: Body): CallFact => ({
  ...body,
  id: id((facts += 1)),
  callId: CALL,
  at: T + seconds * 1_000,
});

const began = (direction: 'inbound' | 'outbound' = 'inbound'): CallFact =>
  fact(0, {
    ...{ type: 'started', direction, address: 'sip:a@b', dialled: 'a', e164: null },
    ...{ name: null, rawName: null, sipCallId: null, account: 'x', practice: true },
  });
const ended = (seconds: number, by: 'agent' | 'customer'): CallFact =>
  fact(seconds, { type: 'ended', outcome: 'answered', by, cause: { code: 'hung-up' } });

const script: Script = {
  ...{ kind: 'script', id: 'difficult', version: 3, situation: 'difficult' },
  ...{ title: words('t'), summary: words('s'), start: 'apologise', entries: {} },
  fields: [{ id: 'problem', label: words('문제'), kind: 'line', fills: 'problem' }],
  steps: [
    step('apologise', '인정·사과', 'restate'),
    step('restate', '재진술', 'agree'),
    step('agree', '합의', null),
  ],
};
function step(stepId: string, title: string, next: string | null): Script['steps'][number] {
  return { id: stepId, title: words(title), say: [], fields: [], choices: [], next };
}

const visit = (seconds: number, stepId: string, how: Visit['how'], said = ''): Visit => ({
  ...{ stepId, at: T + seconds * 1_000, leftAt: null, how, choiceId: null, said },
});
const run = (visits: Visit[], more: Partial<RunRow> = {}): RunRow => ({
  ...{ id: id(2), agentId: 'me', callId: CALL, practice: true, scriptId: 'difficult', version: 3 },
  ...{ situation: 'difficult', trigger: null, abuse: null, tone: 'emotional', stepId: null },
  ...{ visits, fields: {}, acted: [], startedAt: T, end: null },
  ...more,
});

const mirror = (source: Partial<MirrorSource>) =>
  mirrorOf({
    ...{
      facts: [began(), ended(60, 'agent')],
      said: [],
      mood: 'angry',
      goodbye: words('안녕히 계세요'),
      runs: [],
      scripts: [script],
    },
    ...source,
  });
/** What is in the two columns, as seconds and words. */
const lines = (source: Partial<MirrorSource>): string[] =>
  mirror(source).entries.map((entry) => {
    const more =
      entry.what === 'said'
        ? [entry.text.ko, entry.mood]
        : entry.what === 'step'
          ? [entry.title.ko, entry.how, entry.said]
          : entry.what === 'held'
            ? [entry.ms]
            : entry.what === 'answered'
              ? [entry.afterMs]
              : [];
    return [entry.at / 1_000, entry.side, entry.what, ...more]
      .filter((it) => it !== null && it !== '')
      .join(' ');
  });

describe('the two columns', () => {
  it('tell who did what when, in the order it happened', () => {
    expect(
      lines({
        facts: [
          began(),
          fact(4, { type: 'answered' }),
          fact(20, { type: 'held' }),
          fact(50, { type: 'resumed' }),
          ended(60, 'customer'),
        ],
        said: [{ at: T + 6_000, text: words('안 와요'), mood: null }],
        runs: [run([visit(10, 'apologise', 'next', '죄송합니다.'), visit(15, 'restate', 'skip')])],
      }),
    ).toEqual([
      '0 customer rang',
      '4 you answered 4000',
      '6 customer said 안 와요',
      '10 you step 인정·사과 next 죄송합니다.',
      '15 you step 재진술 skip',
      '20 you held 30000',
      '60 customer hungUp',
    ]);
  });

  it('count a hold that was never taken back up to the end', () => {
    const facts = [
      began(),
      fact(2, { type: 'answered' }),
      fact(10, { type: 'held' }),
      ended(60, 'customer'),
    ];
    expect(lines({ facts })).toContain('10 you held 50000');
  });

  it('name a call of ours as ours', () => {
    const facts = [began('outbound'), fact(3, { type: 'answered' }), ended(60, 'agent')];
    expect(lines({ facts })).toEqual(['0 you called', '60 you ended']);
  });

  it('tell a mood where it changes, and not again while it lasts', () => {
    const said = [
      { at: T + 5_000, text: words('하나'), mood: 'angry' as const },
      { at: T + 6_000, text: words('둘'), mood: 'hurt' as const },
      { at: T + 7_000, text: words('셋'), mood: null },
      { at: T + 8_000, text: words('넷'), mood: 'hurt' as const },
    ];
    expect(lines({ said }).slice(1, 5)).toEqual([
      '5 customer said 하나',
      '6 customer said 둘 hurt',
      '7 customer said 셋',
      '8 customer said 넷',
    ]);
  });

  it('leave out steps that were only looked into', () => {
    const runs = [
      run([visit(5, 'apologise', 'jump'), visit(6, 'agree', 'back'), visit(7, 'apologise', null)]),
    ];
    expect(lines({ runs })).toEqual(['0 customer rang', '7 you step 인정·사과', '60 you ended']);
  });

  it('name a step by its id where the script is not there any more', () => {
    expect(lines({ scripts: [], runs: [run([visit(5, 'agree', 'next')])] })[1]).toBe(
      '5 you step agree next',
    );
  });
});

it('shows what was written down by its label, and nothing that was left empty', () => {
  const runs = [run([], { fields: { problem: '배송이 늦음', wanted: ' ' } })];
  expect(mirror({ runs }).written).toEqual([{ label: words('문제'), value: '배송이 늦음' }]);
});

describe('the questions to oneself', () => {
  const kinds = (source: Partial<MirrorSource>): string[] =>
    mirror(source).questions.map(({ kind }) => kind);

  it('ask of a plain call whether the customer knew what comes next, and what to try again', () => {
    expect(kinds({})).toEqual(['nextKnown', 'again']);
  });

  it('ask about the promise where one was made', () => {
    const runs = [run([], { acted: [{ action: 'promise', ref: null, at: T + 5_000 }] })];
    expect(kinds({ runs })).toEqual(['promised', 'again']);
  });

  it('ask about the longest wait, not about a short one', () => {
    const held = (seconds: number): CallFact[] => [
      ...[began(), fact(1, { type: 'held' }), fact(3, { type: 'resumed' })],
      ...[fact(10, { type: 'held' }), fact(10 + seconds, { type: 'resumed' }), ended(60, 'agent')],
    ];
    expect(kinds({ facts: held(14) })).not.toContain('waited');
    expect(mirror({ facts: held(15) }).questions).toContainEqual({ kind: 'waited', ms: 15_000 });
  });

  it('ask about the step that was passed over and the words at which the mood turned', () => {
    const said = [{ at: T + 5_000, text: words('이제 낫네요'), mood: 'relieved' as const }];
    const runs = [run([visit(3, 'restate', 'skip')])];
    expect(mirror({ said, runs }).questions.slice(0, 2)).toEqual([
      { kind: 'turned', text: words('이제 낫네요'), mood: 'relieved' },
      { kind: 'passedOver', title: words('재진술') },
    ]);
  });

  it('do not ask why a customer left who had said goodbye', () => {
    const facts = [began(), ended(60, 'customer')];
    const said = [{ at: T + 5_000, text: words('안녕히 계세요'), mood: null }];
    expect(kinds({ facts, said })).not.toContain('leftFirst');
    expect(kinds({ facts })).toContain('leftFirst');
  });

  it('are five at most, whatever happened', () => {
    const asked = kinds({
      facts: [began(), fact(10, { type: 'held' }), ended(60, 'customer')],
      said: [{ at: T + 5_000, text: words('네'), mood: 'hurt' }],
      runs: [run([visit(3, 'restate', 'skip'), visit(4, 'agree', 'skip')])],
    });
    expect(asked).toEqual(['turned', 'waited', 'passedOver', 'leftFirst', 'again']);
  });
});

it('holds no mark: nothing in it is a score, a share or a verdict', () => {
  const names = JSON.stringify(mirror({ runs: [run([visit(3, 'restate', 'skip')])] }));
  expect(names).not.toMatch(/score|percent|rating|grade|stars|passed"|failed/i);
});
