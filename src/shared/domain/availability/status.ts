import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';
import { heldBackUntil } from './protectedBreak.ts';
import { reasonIdSchema, WRAP_UP } from './reasons.ts';

/*
 * Whether an agent takes calls, as facts that are only ever added. What they add up to is a row of
 * spans without a gap (`applyToStatus`): the last one, which has no end, is how things stand. All
 * times are epoch milliseconds.
 */

/** What made the change. */
export const CHANGED_BY = [
  'agent',
  /** An answered call ended: after-call work. */
  'call',
  /** The choice made during the call. */
  'reserved',
  /** The end of after-call work. */
  'time',
  'lock',
  'idle',
  'meeting',
  /** The app was opened. */
  'start',
] as const;
export const changedBySchema = z.enum(CHANGED_BY);
export type ChangedBy = z.infer<typeof changedBySchema>;

/** What the page may say; the others are the host's to find. */
export const chosenBySchema = changedBySchema.extract(['agent', 'meeting', 'lock', 'idle']);
export type ChosenBy = z.infer<typeof chosenBySchema>;

export const LONGEST_NOTE = 200;
export const LONGEST_ALTERNATE = 100;

const description = {
  /** For colleagues and for later, not for customers. */
  note: z.string().max(LONGEST_NOTE),
  /** Who customers may turn to meanwhile, as they are told it. */
  alternate: z.string().max(LONGEST_ALTERNATE),
};

/** An absence as it is chosen, now or for after the call. */
export const absenceSchema = z.object({
  reasonId: reasonIdSchema,
  /** What the reason was called at this moment; null for the usual name. */
  reasonName: z.string().max(40).nullable(),
  /** When the agent means to be back: at a time, some minutes after it begins, or nobody knows. */
  back: z.union([
    z.object({ at: timeSchema }),
    z.object({ minutes: z.number().int().min(1).max(1_440) }),
    z.null(),
  ]),
  ...description,
});
export type Absence = z.infer<typeof absenceSchema>;

/** What comes after the call: an absence, or calls again. */
export const reservedSchema = z.union([absenceSchema, z.literal('available')]);
export type Reserved = z.infer<typeof reservedSchema>;

const fact = { id: idSchema, at: timeSchema };

export const availabilityFactSchema = z.discriminatedUnion('type', [
  z.object({ ...fact, type: z.literal('available'), by: changedBySchema }),
  z.object({ ...fact, type: z.literal('away'), by: changedBySchema, absence: absenceSchema }),
  /** The same absence with another end. */
  z.object({ ...fact, type: z.literal('extended'), until: timeSchema.nullable() }),
  z.object({ ...fact, type: z.literal('described'), ...description }),
  z.object({ ...fact, type: z.literal('reserved'), next: reservedSchema.nullable() }),
  /** Nobody was at the desk from here on: closed, asleep or cut off. */
  z.object({ ...fact, type: z.literal('off') }),
  /** The wall clock jumped by so many milliseconds in a protected break, whose end goes with it. */
  z.object({ ...fact, type: z.literal('clock-moved'), ms: z.number().int() }),
]);
export type AvailabilityFact = z.infer<typeof availabilityFactSchema>;
export type AvailabilityFactBody = AvailabilityFact extends infer One
  ? One extends AvailabilityFact
    ? Omit<One, 'id' | 'at'>
    : never
  : never;

export const spanSchema = z.object({
  /** The fact that began it. */
  id: idSchema,
  agentId: idSchema,
  from: timeSchema,
  /** Null while it goes on. */
  to: timeSchema.nullable(),
  kind: z.enum(['available', 'away', 'off']),
  reasonId: z.string().nullable(),
  reasonName: z.string().nullable(),
  /** When the agent means to be back; null when nobody knows. */
  until: timeSchema.nullable(),
  ...description,
  by: changedBySchema.nullable(),
});
export type Span = z.infer<typeof spanSchema>;

export const statusSchema = z.object({
  /** Null before anybody has been at this desk. */
  span: spanSchema.nullable(),
  reserved: reservedSchema.nullable(),
});
export type Status = z.infer<typeof statusSchema>;

export const NO_STATUS: Status = { span: null, reserved: null };

export interface StatusStep {
  readonly status: Status;
  /** The span that ended with this fact. */
  readonly ended: Span | null;
}

/** What a status becomes when a fact is added; the same object where the fact says nothing new. */
export function applyToStatus(status: Status, fact: AvailabilityFact, agentId: string): StatusStep {
  const { span } = status;
  // Whoever sends it: a protected break stands until its time.
  if (heldBackUntil(status, fact, fact.at) !== null) return { status, ended: null };
  switch (fact.type) {
    case 'available':
      if (span?.kind === 'available') return { status, ended: null };
      return begin(status, fact.at, {
        ...spanOf(fact.id, agentId),
        kind: 'available',
        by: fact.by,
      });
    case 'away': {
      const { reasonId, reasonName, note, alternate } = fact.absence;
      const from = startOf(span, fact.at);
      return begin(status, fact.at, {
        ...spanOf(fact.id, agentId),
        kind: 'away',
        by: fact.by,
        reasonId,
        reasonName,
        until: untilOf(fact.absence, from),
        note,
        alternate,
      });
    }
    case 'off':
      if (span === null || span.kind === 'off') return { status, ended: null };
      return begin(status, fact.at, { ...spanOf(fact.id, agentId), kind: 'off' });
    case 'extended':
      if (span?.kind !== 'away') return { status, ended: null };
      return { status: { ...status, span: { ...span, until: fact.until } }, ended: null };
    case 'clock-moved': {
      if (span?.kind !== 'away' || span.until === null) return { status, ended: null };
      const until = span.until + fact.ms;
      return { status: { ...status, span: { ...span, until } }, ended: null };
    }
    case 'described': {
      if (span?.kind !== 'away') return { status, ended: null };
      const { note, alternate } = fact;
      return { status: { ...status, span: { ...span, note, alternate } }, ended: null };
    }
    case 'reserved':
      return { status: { ...status, reserved: fact.next }, ended: null };
  }
}

/** @returns epoch milliseconds; null when nobody knows */
export function untilOf({ back }: Absence, from: number): number | null {
  if (back === null) return null;
  return 'at' in back ? back.at : from + back.minutes * 60_000;
}

/** After-call work is between the call and what was reserved; every other change replaces that. */
function begin(status: Status, at: number, span: Omit<Span, 'from'>): StatusStep {
  const from = startOf(status.span, at);
  return {
    status: { span: { ...span, from }, reserved: isWrapUp(span) ? status.reserved : null },
    ended: status.span && { ...status.span, to: from },
  };
}

/** A wall clock set back must not make a span end before it began. */
function startOf(before: Span | null, at: number): number {
  return Math.max(at, before?.from ?? 0);
}

function spanOf(id: string, agentId: string): Omit<Span, 'from' | 'kind'> {
  return {
    id,
    agentId,
    to: null,
    reasonId: null,
    reasonName: null,
    until: null,
    note: '',
    alternate: '',
    by: null,
  };
}

export function isWrapUp(span: Pick<Span, 'reasonId'> | null): boolean {
  return span?.reasonId === WRAP_UP;
}
