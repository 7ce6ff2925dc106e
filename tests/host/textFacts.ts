import { newId } from '#host/newId.ts';
import { WORDS_ONLY } from '#shared/domain/outbox/content.ts';
import type { DecidedTextFact } from '#shared/domain/outbox/record.ts';
import { TEN_O_CLOCK } from './facts.ts';

type Written = Extract<DecidedTextFact, { type: 'written' }>;

/** By hand, at ten o'clock. */
export function written(change: Partial<Written> = {}): Written {
  return {
    id: newId(),
    textId: newId(),
    at: TEN_O_CLOCK,
    type: 'written',
    address: 'sip:01099991234@pbx.example.com',
    dialled: '01099991234',
    e164: '+821099991234',
    name: '김철수',
    practice: false,
    body: '11/26(목) 15:00에 전화드리겠습니다.',
    content: WORDS_ONLY,
    origin: { kind: 'hand', callId: null, promiseId: null, reasonId: null, reasonName: null },
    absence: null,
    ...change,
  };
}

type BodyOf<F> = F extends DecidedTextFact ? Omit<F, 'id' | 'textId' | 'at'> : never;

/** Anything that comes after it. */
export function textSaid<B extends BodyOf<DecidedTextFact>>(
  textId: string,
  at: number,
  body: B,
): B & { id: string; textId: string; at: number } {
  return { ...body, id: newId(), textId, at };
}
