import { newId } from '#host/newId.ts';
import type { RunFact } from '#shared/domain/script/run.ts';
import { TEN_O_CLOCK } from './facts.ts';

type StartedFact = Extract<RunFact, { type: 'started' }>;
type BodyOf<F> = F extends RunFact ? Omit<F, 'id' | 'runId' | 'at'> : never;

/** Begun at ten o'clock by the key, at the first step of the script of the tests. */
export function runStarted(change: Partial<StartedFact> = {}): StartedFact {
  return {
    id: newId(),
    runId: newId(),
    at: TEN_O_CLOCK,
    type: 'started',
    callId: null,
    practice: false,
    scriptId: 'short',
    version: 1,
    situation: 'calming',
    by: 'key',
    trigger: null,
    abuse: null,
    tone: 'emotional',
    stepId: 'hear',
    ...change,
  };
}

/** Anything that comes after it. */
export function inRun(runId: string, at: number, body: BodyOf<RunFact>): RunFact {
  return { ...body, id: newId(), runId, at };
}

/** One step on, by the key. */
export function movedTo(runId: string, at: number, to: string | null): RunFact {
  return inRun(runId, at, { type: 'moved', how: 'next', choiceId: null, to, said: '' });
}
