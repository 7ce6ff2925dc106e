import { newId } from '#host/newId.ts';
import { DEFAULT_RESULTS, DEFAULT_TYPES } from '#shared/domain/disposition/defaults.ts';
import { disposed } from '#shared/domain/disposition/disposition.ts';
import { pathTo } from '#shared/domain/disposition/tree.ts';
import type { CallFact } from '#shared/domain/call/record.ts';

/** 2026-11-21 10:00 in Seoul. */
export const TEN_O_CLOCK = Date.UTC(2026, 10, 21, 1);

type FactOf<T extends CallFact['type']> = Extract<CallFact, { type: T }>;

export function started(change: Partial<FactOf<'started'>> = {}): FactOf<'started'> {
  return {
    id: newId(),
    callId: newId(),
    at: TEN_O_CLOCK,
    type: 'started',
    direction: 'inbound',
    address: 'sip:01099991234@pbx.example.com',
    dialled: '01099991234',
    e164: '+821099991234',
    name: '김철수',
    rawName: '김철수',
    sipCallId: 'abc@pbx.example.com',
    account: 'sip:1001@pbx.example.com',
    practice: false,
    ...change,
  };
}

export function later<T extends 'ringing' | 'answered' | 'held' | 'resumed'>(
  callId: string,
  type: T,
  at: number,
): CallFact {
  return { id: newId(), callId, at, type };
}

export function ended(
  callId: string,
  at: number,
  change: Partial<FactOf<'ended'>> = {},
): FactOf<'ended'> {
  return {
    id: newId(),
    callId,
    at,
    type: 'ended',
    outcome: 'answered',
    by: 'customer',
    cause: { code: 'sip.bye' },
    ...change,
  };
}

/** Said to be about one of the types that come with the app. */
export function disposedAs(
  callId: string,
  at: number,
  typeId: string,
  resultId = 'done',
): FactOf<'disposed'> {
  const result = DEFAULT_RESULTS.find(({ id }) => id === resultId) ?? null;
  const disposition = disposed(pathTo(DEFAULT_TYPES, typeId), result);
  return { id: newId(), callId, at, type: 'disposed', disposition, by: 'sip:1001@pbx.example.com' };
}

/** Told busy, since the agent was in a meeting. */
export function treated(
  callId: string,
  at: number,
  change: Partial<FactOf<'treated'>['treated']> = {},
): FactOf<'treated'> {
  return {
    id: newId(),
    callId,
    at,
    type: 'treated',
    treated: {
      ...{ treatment: 'busy', forwardTo: null, urgent: false, by: 'reason', ruleId: null },
      ...{ ruleName: null, why: [], reasonId: 'meeting', reasonName: null, until: null },
      ...change,
    },
  };
}

export function measured(
  callId: string,
  at: number,
  change: Partial<FactOf<'quality'>['summary']> = {},
): FactOf<'quality'> {
  return {
    id: newId(),
    callId,
    at,
    type: 'quality',
    summary: {
      codec: 'PCMA',
      lossPercent: 1.5,
      lossOutPercent: null,
      jitterP95Ms: 12,
      rttP95Ms: 48,
      mosMin: 3.35,
      mosMean: 4.21,
      poorS: 7,
      nothingReceived: true,
      microphoneSilent: false,
      ...change,
    },
  };
}

export function noted(callId: string, at: number, note: string): CallFact {
  return { id: newId(), callId, at, type: 'noted', note };
}

/** A whole call: rings at once, answered after 5 s, ended after 65 s. */
export function wholeCall(change: Partial<FactOf<'started'>> = {}): CallFact[] {
  const first = started(change);
  const { callId, at } = first;
  return [
    first,
    later(callId, 'ringing', at),
    later(callId, 'answered', at + 5_000),
    ended(callId, at + 65_000),
  ];
}
