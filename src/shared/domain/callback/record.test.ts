import { describe, expect, it } from 'vitest';
import { applyToPromise, onlyOnceKey } from './record.ts';
import type { PromiseFact, PromiseRow } from './record.ts';
import { stateOf } from './state.ts';

const HOUR = 3_600_000;
const TEN = Date.UTC(2026, 10, 25, 1);
const CALL = '0193494a-5a00-7000-8000-00000000000c';
const PROMISE = '0193494a-5a00-7000-8000-00000000000a';

let made = 0;
const nextId = (): string => `0193494a-5a00-7000-8000-${String((made += 1)).padStart(12, '0')}`;

type BodyOf<F> = F extends PromiseFact ? Omit<F, 'id' | 'promiseId' | 'at'> : never;
const fact = (at: number, body: BodyOf<PromiseFact>): PromiseFact => ({
  ...body,
  id: nextId(),
  promiseId: PROMISE,
  at,
});

const madeAtTen = (): PromiseFact =>
  fact(TEN, {
    type: 'made',
    address: 'sip:01099991234@pbx.example.com',
    dialled: '010-9999-1234',
    e164: '+821099991234',
    name: '김철수',
    practice: false,
    topic: '환불',
    urgency: 'normal',
    window: { from: TEN + HOUR, to: TEN + 2 * HOUR },
    owner: null,
    origin: { kind: 'missed', callId: CALL, messageId: null },
    channel: 'phone',
    note: '',
    cryAt: TEN - HOUR,
  });

function after(...facts: PromiseFact[]): PromiseRow {
  let row: PromiseRow | null = null;
  for (const one of [madeAtTen(), ...facts]) row = applyToPromise(row, one, 'agent');
  if (!row) throw new Error('No promise.');
  return row;
}

const answered = (at: number): PromiseFact => fact(at, { type: 'answered', callId: CALL });
const kept = (at: number): PromiseFact => fact(at, { type: 'kept', callId: CALL });
const attempted = (at: number, outcome: 'missed' | 'failed' = 'missed'): PromiseFact =>
  fact(at, { type: 'attempted', callId: CALL, outcome, rang: outcome === 'missed' });

describe('a promise', () => {
  it('is due, then broken, and stays open until the customer is reached', () => {
    const row = after(attempted(TEN + HOUR), attempted(TEN + 4 * HOUR));
    expect(stateOf(row, TEN + 2 * HOUR)).toBe('due');
    expect(stateOf(row, TEN + 2 * HOUR + 1)).toBe('broken');
    expect(row.end).toBeNull();
    expect(stateOf(row, TEN + 5 * HOUR, true)).toBe('in-progress');
  });

  it('is in progress while they talk, and kept when the call is over', () => {
    const talking = after(answered(TEN + HOUR));
    expect(stateOf(talking, TEN + HOUR)).toBe('in-progress');
    const row = after(answered(TEN + HOUR), kept(TEN + HOUR + 60_000));
    expect(row.end).toMatchObject({ how: 'kept', at: TEN + HOUR, late: false });
    expect(stateOf(row, TEN + 9 * HOUR)).toBe('kept');
  });

  it('tells the real wait, from the first cry to the answer, and whether it was late', () => {
    const row = after(answered(TEN + 3 * HOUR), kept(TEN + 3 * HOUR + 60_000));
    expect(row.end).toMatchObject({ how: 'kept', late: true, waitMs: 4 * HOUR });
    // A clock set back makes no negative wait.
    expect(after(answered(TEN - 3 * HOUR), kept(TEN)).end).toMatchObject({ waitMs: 0 });
  });

  it('ends by a close with its reason, and by nothing else an agent does', () => {
    const decided = [
      fact(TEN, { type: 'snoozed', until: TEN + HOUR }),
      fact(TEN, { type: 'escalated', to: '박 팀장', note: '급함' }),
      fact(TEN, { type: 'reassigned', to: '이 대리', note: '' }),
      fact(TEN, { type: 'override', why: '고객 요청', code: 'cap' }),
      fact(TEN, {
        type: 'rescheduled',
        window: { from: TEN + 5 * HOUR, to: TEN + 6 * HOUR },
        reason: '',
      }),
    ];
    const open = after(...decided);
    expect(open).toMatchObject({ end: null, escalatedTo: '박 팀장', owner: '이 대리' });
    const close = fact(TEN + HOUR, { type: 'closed', reason: 'solved', words: '문자로 안내' });
    expect(after(...decided, close).end).toEqual({
      ...{ how: 'closed', at: TEN + HOUR, reason: 'solved', words: '문자로 안내' },
    });
  });

  it('that was closed by a slip comes back as it was; a kept one does not', () => {
    const close = fact(TEN, { type: 'closed', reason: 'other', words: '' });
    const reopen = (): PromiseFact => fact(TEN + 1, { type: 'reopened' });
    expect(after(close, reopen())).toMatchObject({ end: null, dueAt: TEN + 2 * HOUR });
    expect(after(answered(TEN), kept(TEN), reopen()).end?.how).toBe('kept');
    // Nothing that is said of a promise that has ended changes it.
    expect(after(close, kept(TEN + HOUR)).end?.how).toBe('closed');
  });

  it('counts attempts that reached a telephone, and no number that does not exist', () => {
    const row = after(attempted(TEN + 1), attempted(TEN + 2, 'failed'));
    expect(row).toMatchObject({ attempts: 1, lastAttemptAt: TEN + 1 });
  });

  it('takes in another call of the same customer, which may make it urgent', () => {
    const again = (urgency: 'normal' | 'urgent', kind: 'missed' | 'voicemail' = 'missed') =>
      fact(TEN + 5, {
        type: 'added',
        origin: { kind, callId: nextId(), messageId: null },
        urgency,
      });
    expect(after(again('normal'))).toMatchObject({ cries: 2, urgency: 'normal' });
    expect(after(again('normal'), again('urgent'))).toMatchObject({ cries: 3, urgency: 'urgent' });
    // What was spoken on the machine is no further call.
    expect(after(again('normal', 'voicemail'))).toMatchObject({ cries: 1 });
  });

  it('stands by its window or by a later snooze, and is told anew for each time set', () => {
    const reminded = (armedBy: string): PromiseFact =>
      fact(TEN, { type: 'reminded', kind: 'at', armedBy });
    const row = after();
    const told = applyToPromise(row, reminded(row.armedBy), 'agent');
    expect(told).toMatchObject({ reminded: 'at' });
    const snoozed = applyToPromise(
      told,
      fact(TEN, { type: 'snoozed', until: TEN + 3 * HOUR }),
      'agent',
    );
    expect(snoozed).toMatchObject({ reminded: null, dueAt: TEN + 3 * HOUR });
    expect(snoozed?.window).toEqual(row.window);
    // Word of the time before says nothing of this one.
    expect(applyToPromise(snoozed, reminded(row.armedBy), 'agent')).toBe(snoozed);
  });
});

describe('what can be said only once', () => {
  const origin = { kind: 'missed', callId: CALL, messageId: null } as const;
  it('is the promise of a call, whether it made one or joined one', () => {
    const added = fact(TEN, { type: 'added', origin, urgency: 'normal' });
    expect(onlyOnceKey(added)).toBe(onlyOnceKey(madeAtTen()));
    const away = fact(TEN, {
      ...{ type: 'added', urgency: 'normal' },
      origin: { ...origin, kind: 'away' },
    });
    expect(onlyOnceKey(away)).toBe(onlyOnceKey(added));
  });

  it('is not what an agent promises by hand in a call', () => {
    const byHand = { ...madeAtTen(), origin: { ...origin, kind: 'hand' } } as PromiseFact;
    expect(onlyOnceKey(byHand)).toBeNull();
  });

  it('is an attempt and a keeping of each promise by one call', () => {
    expect(onlyOnceKey(attempted(TEN))).toBe(onlyOnceKey(attempted(TEN + 1)));
    expect(onlyOnceKey(attempted(TEN))).not.toBe(onlyOnceKey(kept(TEN)));
  });
});
