import { describe, expect, it } from 'vitest';
import type { CallRow } from '../call/record.ts';
import type { Span } from './status.ts';
import { lastAbsence, missedMeanwhile } from './whileAway.ts';

/** `available 0`, `meeting 10`: what, and from when on; each ends where the next begins. */
function spans(...texts: string[]): Span[] {
  const begun = texts.map((text) => {
    const [what = '', from = ''] = text.split(' ');
    return { what, from: Number(from) };
  });
  return begun.map(({ what, from }, index) => ({
    id: '01890a5d-ac96-7000-8000-000000000001',
    agentId: '01890a5d-ac96-7000-8000-000000000002',
    from,
    to: begun[index + 1]?.from ?? null,
    kind: what === 'available' || what === 'off' ? what : 'away',
    reasonId: what === 'available' || what === 'off' ? null : what,
    reasonName: null,
    until: null,
    note: '',
    alternate: '',
    by: null,
  }));
}

describe('the absence that has just ended', () => {
  it.each([
    ['none', spans('available 0'), null],
    ['still going on', spans('available 0', 'meeting 10'), null],
    ['one', spans('available 0', 'meeting 10', 'available 70'), { from: 10, to: 70 }],
    [
      'over two reasons',
      spans('available 0', 'meeting 10', 'meal 40', 'available 70'),
      { from: 10, to: 70 },
    ],
    [
      'over a restart',
      spans('available 0', 'meeting 10', 'off 20', 'meeting 30', 'available 70'),
      { from: 10, to: 70 },
    ],
    [
      'the last of several',
      spans('available 0', 'meal 5', 'available 6', 'meeting 10', 'available 70'),
      { from: 10, to: 70 },
    ],
    ['after-call work is none', spans('available 0', 'wrap-up 10', 'available 70'), null],
    ['a night is none', spans('available 0', 'off 10', 'available 70'), null],
  ])('%s', (_, given, found) => {
    expect(lastAbsence(given)).toEqual(found);
  });
});

const call = (change: Partial<CallRow>): CallRow =>
  ({
    ...{ id: 'x', direction: 'inbound', practice: false, answeredAt: null, voicemail: null },
    ...{ e164: '+821012345678', dialled: '01012345678', startedAt: 20, treated: {} },
    ...change,
  }) as CallRow;

describe('who reached nobody meanwhile', () => {
  const stretch = { from: 10, to: 70 };
  const numbers = (rows: CallRow[]) =>
    missedMeanwhile(rows, stretch).map((one) => one.call.dialled);

  it('is each customer once, with how often they called and what they left', () => {
    const rows = [
      call({ startedAt: 50 }),
      call({ startedAt: 20, voicemail: 'new' }),
      call({ startedAt: 60, e164: '+82212345678', dialled: '0212345678' }),
    ];
    expect(missedMeanwhile(rows, stretch)).toMatchObject([
      { calls: 1, voicemail: false, call: { dialled: '0212345678' } },
      { calls: 2, voicemail: true, call: { startedAt: 50 } },
    ]);
  });

  it.each([
    ['before', { startedAt: 9 }],
    ['after', { startedAt: 70 }],
    ['whom the agent called', { direction: 'outbound' as const }],
    ['whom the agent answered all the same', { answeredAt: 30 }],
    ['who was treated like any other', { treated: null }],
  ])('is nobody %s', (_, change) => {
    expect(numbers([call(change)])).toEqual([]);
  });

  it('practice is apart from what is real', () => {
    expect(numbers([call({}), call({ practice: true })])).toHaveLength(2);
  });
});
