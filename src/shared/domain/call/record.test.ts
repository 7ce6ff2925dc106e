import { describe, expect, it } from 'vitest';
import { applyToRecord, callFactSchema, durations } from './record.ts';
import type { CallFact, CallRow } from './record.ts';

const AGENT = '0192f000-0000-7000-8000-00000000000a';
const CALL = '0192f000-0000-7000-8000-000000000001';
let serial = 0;

type Body = CallFact extends infer F
  ? F extends unknown
    ? Omit<F, 'id' | 'callId'>
    : never
  : never;

function fact(body: Body): CallFact {
  serial += 1;
  const id = `0192f000-0000-7000-8000-${String(serial).padStart(12, '0')}`;
  return { id, callId: CALL, ...body };
}

function started(at: number): CallFact {
  return fact({
    type: 'started',
    at,
    direction: 'inbound',
    address: 'sip:01012345678@pbx',
    dialled: '01012345678',
    e164: '+821012345678',
    name: '김하늘',
    rawName: '김하늘',
    sipCallId: 'abc',
    account: 'sip:1001@pbx',
    practice: false,
  });
}

const ended = (at: number, outcome: 'answered' | 'interrupted' | 'missed' = 'answered'): CallFact =>
  fact({ type: 'ended', at, outcome, by: 'agent', cause: { code: 'agent' } });

function rowOf(...facts: CallFact[]): CallRow {
  const row = facts.reduce<CallRow | null>((now, next) => applyToRecord(now, next, AGENT), null);
  if (!row) throw new Error('no row');
  return row;
}

describe('a call row is what its facts add up to', () => {
  it('measures ringing, talking and hold apart', () => {
    const row = rowOf(
      started(1_000),
      fact({ type: 'answered', at: 6_000 }),
      fact({ type: 'held', at: 16_000 }),
      fact({ type: 'resumed', at: 20_000 }),
      ended(36_000),
    );
    expect(durations(row, 99_999)).toEqual({ ringMs: 5_000, talkMs: 26_000, heldMs: 4_000 });
    expect(row).toMatchObject({ outcome: 'answered', heldSince: null, agentId: AGENT });
  });

  it('takes a quality whenever it comes, also after the call was closed as interrupted', () => {
    const summary = {
      codec: 'opus',
      lossPercent: 0,
      lossOutPercent: null,
      jitterP95Ms: 3,
      rttP95Ms: 20,
      mosMin: 4.2,
      mosMean: 4.4,
      poorS: 0,
      nothingReceived: false,
      microphoneSilent: false,
    };
    const interrupted = [started(1_000), ended(5_000, 'interrupted')];
    expect(rowOf(...interrupted).quality).toBeNull();
    const row = rowOf(...interrupted, fact({ type: 'quality', at: 9_000, summary }), ended(9_000));
    expect(row).toMatchObject({ quality: summary, outcome: 'answered', endedAt: 9_000 });
  });

  it('closes a hold that was going on when the call ended', () => {
    const row = rowOf(
      started(0),
      fact({ type: 'answered', at: 1_000 }),
      fact({ type: 'held', at: 2_000 }),
      ended(7_000),
    );
    expect(row.heldMs).toBe(5_000);
  });

  it('leaves a transfer to the history: the row says it by the cause of its end', () => {
    const talking = rowOf(started(0), fact({ type: 'answered', at: 10 }));
    const transferred = fact({ type: 'transferred', at: 20, kind: 'blind', to: '1002' });
    expect(applyToRecord(talking, transferred, AGENT)).toBe(talking);
    expect(callFactSchema.parse(transferred)).toEqual(transferred);
  });

  it('says the same twice and changes nothing', () => {
    const first = rowOf(started(0), fact({ type: 'answered', at: 10 }));
    expect(applyToRecord(first, fact({ type: 'answered', at: 99 }), AGENT)).toBe(first);
    expect(applyToRecord(first, started(99), AGENT)).toBe(first);
  });

  it('is not changed by what comes after the end, but for a note', () => {
    const over = rowOf(started(0), ended(10));
    expect(applyToRecord(over, fact({ type: 'held', at: 20 }), AGENT)).toBe(over);
    expect(applyToRecord(over, ended(99), AGENT)).toBe(over);
    expect(applyToRecord(over, fact({ type: 'noted', at: 20, note: '다시 전화' }), AGENT)).toEqual({
      ...over,
      note: '다시 전화',
    });
  });

  it('lets a real end replace the guess of a restart', () => {
    const guessed = rowOf(started(0), fact({ type: 'answered', at: 5 }), ended(50, 'interrupted'));
    const real = applyToRecord(guessed, ended(80), AGENT);
    expect(real).toMatchObject({ outcome: 'answered', endedAt: 80 });
  });

  it('never shows a negative time when the clock was set back', () => {
    const row = rowOf(started(10_000), fact({ type: 'answered', at: 4_000 }), ended(1_000));
    const { ringMs, talkMs, heldMs } = durations(row, 0);
    expect(Math.min(ringMs, talkMs, heldMs)).toBeGreaterThanOrEqual(0);
  });

  it('starts with a started fact and nothing else', () => {
    expect(applyToRecord(null, fact({ type: 'answered', at: 1 }), AGENT)).toBeNull();
  });
});

describe('a call that the app answered for the agent', () => {
  const recording = (
    at: number,
    what: Extract<CallFact, { type: 'recording' }>['what'],
  ): CallFact =>
    fact({ type: 'recording', at, recordingId: CALL, what, detail: '', kind: 'voicemail' });
  const attended = (at: number, seconds: number): CallFact =>
    fact({ type: 'attended', at, greetingId: null, voicemail: null, seconds });

  it('was answered by nobody, and says how long the customer was with the app', () => {
    const row = rowOf(
      started(1_000),
      attended(1_000, 0),
      recording(9_000, 'started'),
      ended(29_000, 'missed'),
      attended(29_000, 28),
    );
    expect(row).toMatchObject({
      outcome: 'missed',
      answeredAt: null,
      attended: { greetingId: null, seconds: 28 },
      voicemail: 'new',
      recorded: false,
    });
    expect(durations(row, 99_999).talkMs).toBe(0);
  });

  it('is interrupted with its message when the app ended before it, until a real end comes', () => {
    const cut = [
      started(1_000),
      attended(1_000, 0),
      recording(9_000, 'started'),
      ended(12_000, 'interrupted'),
      recording(11_000, 'interrupted'),
    ];
    expect(rowOf(...cut)).toMatchObject({
      outcome: 'interrupted',
      answeredAt: null,
      voicemail: 'new',
    });
    expect(rowOf(...cut, ended(15_000, 'missed'))).toMatchObject({
      outcome: 'missed',
      voicemail: 'new',
    });
  });

  it('has a message until it is deleted, is empty or expired', () => {
    const begun = [started(1_000), recording(9_000, 'started')];
    const after = (...what: Parameters<typeof recording>[1][]) =>
      rowOf(...begun, ...what.map((one) => recording(10_000, one))).voicemail;
    expect(after('empty')).toBeNull();
    expect(after('heard')).toBe('heard');
    expect(after('heard', 'deleted')).toBeNull();
    expect(after('deleted', 'restored')).toBe('new');
    expect(after('heard', 'expired')).toBeNull();
  });
});
