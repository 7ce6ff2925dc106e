import { newId } from '#host/newId.ts';
import type { Rung } from '#shared/domain/abuse/ladder.ts';
import type { AbuseDecision } from '#shared/domain/abuse/record.ts';

type FactOf<Type> = Extract<AbuseDecision, { type: Type }>;
type BodyOf<F> = F extends AbuseDecision ? Omit<F, 'id' | 'caseId' | 'at'> : never;

export function begun(change: Partial<FactOf<'begun'>> = {}): FactOf<'begun'> {
  const ids = { id: newId(), caseId: newId(), callId: newId() };
  return { ...ids, at: Date.now(), type: 'begun', kind: 'insult', ...change };
}

/** Anything that comes after it. */
export function abuseAfter<B extends BodyOf<AbuseDecision>>(
  caseId: string,
  at: number,
  body: B,
): B & { id: string; caseId: string; at: number } {
  return { ...body, id: newId(), caseId, at };
}

export function rung(caseId: string, at: number, of: Rung): FactOf<'rung'> {
  const said = { rung: of, said: of, recording: false, law: false };
  return abuseAfter(caseId, at, { type: 'rung', ...said });
}
