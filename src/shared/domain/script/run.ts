import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { abuseSchema, fittingFrom, situationSchema, toneSchema, triggerSchema } from './script.ts';
import type { Circumstances, Script, Step } from './script.ts';

/**
 * A run of a script: where the agent is in it and what was written down. Facts are only ever added;
 * the run's row is what they add up to (`applyToRun`), so that after a crash it goes on at the same
 * step. All times are epoch milliseconds.
 */

const fact = { id: idSchema, runId: idSchema, at: timeSchema };
const stepId = z.string().min(1).max(40);
const words = z.string().max(2_000);

/** How a step was left. */
export const LEFT = ['next', 'choice', 'skip', 'back', 'jump'] as const;
export const ENDED = ['finished', 'left', 'call-over'] as const;

export const runFactSchema = z.discriminatedUnion('type', [
  z.object({
    ...fact,
    type: z.literal('started'),
    /** Null: run without a call, to read or to practise. */
    callId: idSchema.nullable(),
    practice: z.boolean(),
    scriptId: z.string().min(1).max(40),
    version: z.number().int().min(1),
    situation: situationSchema,
    /** What opened it: the key, the trigger picker, what was before with this customer, another part. */
    by: z.enum(['key', 'trigger', 'history', 'callback', 'ladder', 'mistake', 'pause']),
    trigger: triggerSchema.nullable(),
    abuse: abuseSchema.nullable(),
    tone: toneSchema,
    stepId,
  }),
  z.object({
    ...fact,
    type: z.literal('moved'),
    how: z.enum(LEFT),
    /** Of `choice`. */
    choiceId: stepId.nullable(),
    /** Null: past the last step. */
    to: stepId.nullable(),
    /** Which sentence stood there when it was left, in Korean or English as it was read. */
    said: words,
  }),
  z.object({ ...fact, type: z.literal('tone'), tone: toneSchema }),
  z.object({ ...fact, type: z.literal('trigger'), trigger: triggerSchema }),
  z.object({ ...fact, type: z.literal('field'), fieldId: stepId, value: words }),
  /** Something was done from a step: the promise, the transfer, the text. */
  z.object({
    ...fact,
    type: z.literal('acted'),
    action: z.enum(['promise', 'escalate', 'text', 'mistake', 'ladder']),
    /** Of what it made, where that has one. */
    ref: z.string().max(64).nullable(),
  }),
  z.object({ ...fact, type: z.literal('ended'), how: z.enum(ENDED) }),
]);
export type RunFact = z.infer<typeof runFactSchema>;

/** Visits beyond which a run's row no longer grows; its facts all stay. */
const MOST_VISITS = 300;

const visitSchema = z.object({
  stepId,
  at: timeSchema,
  /** Null: the agent is in it. */
  leftAt: timeSchema.nullable(),
  how: z.enum(LEFT).nullable(),
  choiceId: stepId.nullable(),
  said: words,
});
export type Visit = z.infer<typeof visitSchema>;

export const runRowSchema = z.object({
  id: idSchema,
  agentId: idSchema,
  callId: idSchema.nullable(),
  practice: z.boolean(),
  scriptId: z.string(),
  version: z.number().int(),
  situation: situationSchema,
  trigger: triggerSchema.nullable(),
  abuse: abuseSchema.nullable(),
  tone: toneSchema,
  /** Null: past the last step. */
  stepId: stepId.nullable(),
  visits: z.array(visitSchema),
  fields: z.record(z.string(), z.string()),
  acted: z.array(z.object({ action: z.string(), ref: z.string().nullable(), at: timeSchema })),
  startedAt: timeSchema,
  end: z.object({ at: timeSchema, how: z.enum(ENDED) }).nullable(),
});
export type RunRow = z.infer<typeof runRowSchema>;

/**
 * What a fact makes of a run.
 * @returns null when it is of no run that has been started; the same row when it changes nothing
 */
export function applyToRun(row: RunRow | null, fact: RunFact, agentId: string): RunRow | null {
  if (fact.type === 'started') {
    if (row) return row;
    const { callId, practice, scriptId, version, situation, trigger, abuse, tone } = fact;
    return {
      ...{ id: fact.runId, agentId, callId, practice, scriptId, version, situation },
      ...{ trigger, abuse, tone, stepId: fact.stepId, fields: {}, acted: [] },
      visits: [visitOf(fact.stepId, fact.at)],
      ...{ startedAt: fact.at, end: null },
    };
  }
  if (!row) return null;
  switch (fact.type) {
    case 'moved':
      return row.end ? row : moved(row, fact);
    case 'tone':
      return { ...row, tone: fact.tone };
    case 'trigger':
      return { ...row, trigger: fact.trigger };
    // Also after the end: what was being typed when the call broke off is kept.
    case 'field':
      return { ...row, fields: { ...row.fields, [fact.fieldId]: fact.value } };
    case 'acted': {
      const { action, ref, at } = fact;
      return { ...row, acted: [...row.acted, { action, ref, at }] };
    }
    case 'ended':
      return row.end ? row : { ...left(row, fact.at), end: { at: fact.at, how: fact.how } };
  }
}

const visitOf = (stepId: string, at: number): Visit => ({
  ...{ stepId, at, leftAt: null, how: null, choiceId: null, said: '' },
});

function left(row: RunRow, at: number, how: Partial<Visit> = {}): RunRow {
  const visits = row.visits.map((visit, place) =>
    place === row.visits.length - 1 && visit.leftAt === null
      ? { ...visit, leftAt: at, ...how }
      : visit,
  );
  return { ...row, visits };
}

function moved(row: RunRow, { at, how, choiceId, to, said }: RunFact & { type: 'moved' }): RunRow {
  const before = left(row, at, { how, choiceId, said });
  const full = before.visits.length >= MOST_VISITS;
  const visits = to === null || full ? before.visits : [...before.visits, visitOf(to, at)];
  return { ...before, stepId: to, visits };
}

/** Where a step leads on as things stand; null: past the end. */
export function nextOf(script: Script, step: Step, now: Circumstances): string | null {
  return fittingFrom(script, step.next, now)?.id ?? null;
}

/** The step before this one on the way that was gone; null at the first. Going back goes on back. */
export function backOf(row: RunRow): string | null {
  const trail: string[] = [];
  for (const visit of row.visits) {
    const before = trail.at(-2);
    if (trail.length > 1 && before === visit.stepId && cameBack(row, visit)) trail.pop();
    else if (trail.at(-1) !== visit.stepId) trail.push(visit.stepId);
  }
  if (row.stepId === null) return trail.at(-1) ?? null;
  return trail.at(-2) ?? null;
}

/** Whether a visit was come to by `back`. */
function cameBack(row: RunRow, visit: Visit): boolean {
  const place = row.visits.indexOf(visit);
  return row.visits[place - 1]?.how === 'back';
}

/** Steps that were passed over, in order. */
export function skippedIn(row: Pick<RunRow, 'visits'>): readonly string[] {
  return row.visits.filter(({ how }) => how === 'skip').map(({ stepId: id }) => id);
}
