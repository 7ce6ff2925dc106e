import { newId } from '#host/newId.ts';
import type { DecidedFact, PromiseFact } from '#shared/domain/callback/record.ts';
import { TEN_O_CLOCK } from './facts.ts';

type MadeFact = Extract<DecidedFact, { type: 'made' }>;

const HOUR = 3_600_000;

/** Promised by hand at ten o'clock, for eleven to twelve. */
export function made(change: Partial<MadeFact> = {}): MadeFact {
  return {
    id: newId(),
    promiseId: newId(),
    at: TEN_O_CLOCK,
    type: 'made',
    address: 'sip:01099991234@pbx.example.com',
    dialled: '01099991234',
    e164: '+821099991234',
    name: '김철수',
    practice: false,
    topic: '배송 일정',
    urgency: 'normal',
    window: { from: TEN_O_CLOCK + HOUR, to: TEN_O_CLOCK + 2 * HOUR },
    owner: null,
    origin: { kind: 'hand', callId: null, messageId: null },
    channel: 'phone',
    note: '',
    cryAt: TEN_O_CLOCK,
    ...change,
  };
}

type BodyOf<F> = F extends PromiseFact ? Omit<F, 'id' | 'promiseId' | 'at'> : never;

/** Anything that comes after it. */
export function said<B extends BodyOf<PromiseFact>>(
  promiseId: string,
  at: number,
  body: B,
): B & { id: string; promiseId: string; at: number } {
  return { ...body, id: newId(), promiseId, at };
}
