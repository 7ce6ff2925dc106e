import { newId } from '#host/newId.ts';
import type { PauseDecision, PauseFact } from '#shared/domain/pause/record.ts';
import { TEN_O_CLOCK } from './facts.ts';

type OpenedFact = Extract<PauseDecision, { type: 'opened' }>;

export const DAY = 86_400_000;

/** Written down at ten o'clock, with check-ins in three and in seven days. */
export function opened(change: Partial<OpenedFact> = {}): OpenedFact {
  const at = change.at ?? TEN_O_CLOCK;
  return {
    id: newId(),
    pauseId: newId(),
    at,
    type: 'opened',
    numbers: [
      { address: 'sip:01099991234@pbx.example.com', dialled: '01099991234', e164: '+821099991234' },
    ],
    name: '김철수',
    practice: false,
    customerId: null,
    since: at,
    cause: 'unknown',
    causeNote: '',
    owner: null,
    channels: [],
    checkIns: [
      { id: newId(), at: at + 3 * DAY },
      { id: newId(), at: at + 7 * DAY },
    ],
    origin: { callId: null, promiseId: null },
    ...change,
  };
}

type BodyOf<F> = F extends PauseFact ? Omit<F, 'id' | 'pauseId' | 'at'> : never;

/** Anything that comes after it. */
export function afterwards<B extends BodyOf<PauseFact>>(
  pauseId: string,
  at: number,
  body: B,
): B & { id: string; pauseId: string; at: number } {
  return { ...body, id: newId(), pauseId, at };
}
