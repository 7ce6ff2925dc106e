import { z } from 'zod';
import { idSchema, timeSchema } from '../call/record.ts';

/**
 * What one agent tells the team of a day, a record a line (docs/adr/0012-team-folder.md). A record is a
 * row as it stood when the file was written; `revision` grows whenever a fact is added to it. Times are
 * epoch milliseconds, lengths milliseconds.
 */

/** Words of the code of another release are kept as they are, and shown so. */
const code = z.string().regex(/^[a-z0-9-]{1,40}$/);
const short = z.string().max(200);
/** Of a note no more than this leaves. */
export const LONGEST_SHARED_NOTE = 2_000;
const note = z.string().max(LONGEST_SHARED_NOTE);

const base = {
  id: idSchema,
  /** Of the agent's own log of facts: what has a greater one is newer. */
  revision: z.number().int().min(0),
  at: timeSchema,
};

const whoSchema = z.strictObject({
  /** Masked, or as it is dialled. Empty where it was withheld. */
  number: z.string().max(256),
  /** Null where the number is masked. */
  e164: z.string().max(20).nullable(),
  name: z.string().max(128).nullable(),
  /** The same customer has the same one in every file that was signed with one key; null without. */
  customer: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
});
export type TeamWho = z.infer<typeof whoSchema>;

export const teamRecordSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('call'),
    ...base,
    who: whoSchema,
    direction: code,
    outcome: code.nullable(),
    answeredAt: timeSchema.nullable(),
    endedAt: timeSchema.nullable(),
    talkMs: z.number().int().min(0),
    /** What it was about, from the first level down, in the desk's own words. */
    about: z.array(z.string().max(80)).max(3),
    note,
  }),
  z.strictObject({
    kind: z.literal('promise'),
    ...base,
    who: whoSchema,
    topic: short,
    urgent: z.boolean(),
    window: z.strictObject({ from: timeSchema, to: timeSchema }),
    dueAt: timeSchema,
    /** Who is to call, as the agent calls them; null: the agent. */
    owner: z.string().max(128).nullable(),
    escalatedTo: z.string().max(128).nullable(),
    origin: code,
    cries: z.number().int().min(0),
    attempts: z.number().int().min(0),
    end: z
      .strictObject({
        how: z.enum(['kept', 'closed']),
        at: timeSchema,
        late: z.boolean(),
        reason: code.nullable(),
      })
      .nullable(),
    note,
  }),
  z.strictObject({
    kind: z.literal('absence'),
    ...base,
    to: timeSchema.nullable(),
    reasonId: z.string().max(40).nullable(),
    reasonName: z.string().max(40).nullable(),
    until: timeSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('text'),
    ...base,
    who: whoSchema,
    /** Not its words: what became of it. */
    state: code,
    origin: code,
    callId: idSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('trouble'),
    ...base,
    callId: idSchema.nullable(),
    trigger: code,
    /** How the guide was left; null while it is open. */
    ended: code.nullable(),
  }),
]);
export type TeamRecord = z.infer<typeof teamRecordSchema>;
export type TeamRecordOf<Kind extends TeamRecord['kind']> = Extract<TeamRecord, { kind: Kind }>;

export function isOpenPromise(record: TeamRecord): record is TeamRecordOf<'promise'> {
  return record.kind === 'promise' && record.end === null;
}

/** As it stands when its customer has been erased: that it was stays, whose it was goes. */
export function withoutWho(record: TeamRecord): TeamRecord {
  if (!('who' in record)) return record;
  const bare = { ...record, who: { number: '', e164: null, name: null, customer: null } };
  if (bare.kind === 'call') return { ...bare, note: '' };
  if (bare.kind === 'promise') return { ...bare, note: '', topic: '' };
  return bare;
}

/** In what a search looks: small letters, composed, digits without their signs. */
export function searchWords(record: TeamRecord): string {
  if (!('who' in record)) return '';
  const { who } = record;
  const parts: string[] = [
    who.name ?? '',
    who.number,
    who.number.replace(/\D/g, ''),
    who.e164 ?? '',
  ];
  if (record.kind === 'call') parts.push(...record.about, record.note);
  if (record.kind === 'promise') parts.push(record.topic, record.note);
  return parts.join(' ').normalize('NFC').toLowerCase();
}
