import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { recordingPolicySchema } from '../domain/recording/policy.ts';

/**
 * What is recorded. `call`: its two sides, left the agent and right the customer; `voicemail`: what
 * a customer left for an agent who was away, one channel.
 */
export const recordingKindSchema = z.enum(['call', 'voicemail']);
export type RecordingKind = z.infer<typeof recordingKindSchema>;

export const recordingRowSchema = z.object({
  id: idSchema,
  callId: idSchema,
  kind: recordingKindSchema,
  /** `interrupted`: nobody said that it was over; what there is can be played. */
  state: z.enum(['open', 'ended', 'interrupted']),
  startedAt: timeSchema,
  endedAt: timeSchema.nullable(),
  endReason: z.string().nullable(),
  bytes: z.number().int().min(0),
  /** Of sound, without pauses; null while it is open. */
  durationMs: z.number().int().min(0).nullable(),
  /** Of the whole file, in hexadecimal; null while it is open. */
  sha256: z.string().nullable(),
  /** Somebody has listened to it; of a voicemail only. */
  heardAt: timeSchema.nullable(),
  deletedAt: timeSchema.nullable(),
  deleteReason: z.string().nullable(),
  /** A deleted one can be taken back until then. */
  restorableUntil: timeSchema.nullable(),
  /** When the policy removes it; null: never. */
  expiresAt: timeSchema.nullable(),
});
export type RecordingRow = z.infer<typeof recordingRowSchema>;

/** Why somebody looks at, takes away or removes what is somebody's. */
const reasonSchema = z.string().trim().min(1).max(500);

/** About 16 s of sound; a message is at most 1 MB. */
const LARGEST_PIECE_BASE64 = 400_000;

export const recordingsMethods = {
  'recordings.policy': method({
    input: z.object({}),
    output: z.object({
      policy: recordingPolicySchema,
      /** There is a recording, of now or of earlier. */
      any: z.boolean(),
    }),
  }),
  /** The organisation's own notice as base64; null: the one that comes with the app. */
  'recordings.notice': method({
    input: z.object({}),
    output: z.object({ sound: z.string().nullable() }),
  }),
  /**
   * Opens a file; doing it twice is harmless.
   * Errors: `recording.not-allowed`, never of a voicemail, which needs no policy: whoever speaks
   * knows it; `storage.*`, then nothing was opened.
   */
  'recordings.begin': method({
    input: z.object({
      id: idSchema,
      callId: idSchema,
      kind: recordingKindSchema,
      startedAt: timeSchema,
    }),
    output: z.object({}),
  }),
  /**
   * Adds a piece: whole Ogg pages, at most a second of sound in practice. `seq` counts from 0. A
   * piece that is there already is passed over, so that sending again is harmless.
   * Errors: `recording.unknown`, `recording.closed`; `recording.gap` with `details.expected` when a
   * piece before it is missing; `storage.*`, then nothing of it was kept.
   */
  'recordings.append': method({
    input: z.object({
      id: idSchema,
      seq: z.number().int().min(0),
      data: z.base64().max(LARGEST_PIECE_BASE64),
    }),
    output: z.object({ bytes: z.number().int() }),
  }),
  /** @param reason `empty`: nobody spoke. Errors: `recording.unknown`; `storage.*`. */
  'recordings.end': method({
    input: z.object({ id: idSchema, endedAt: timeSchema, reason: z.string().max(80) }),
    output: recordingRowSchema,
  }),
  /** Those that have not been removed for good, oldest first. */
  'recordings.ofCall': method({
    input: z.object({ callId: idSchema }),
    output: z.object({ rows: z.array(recordingRowSchema) }),
  }),
  /**
   * A way to its sound for this page, for ten minutes after its last use. Goes into the access log.
   * Errors: `recording.unknown`; `recording.gone` when it is deleted or its file is not there;
   * `recording.busy` while it is being made.
   */
  'recordings.listen': method({
    input: z.object({ id: idSchema }),
    output: z.object({ path: z.string() }),
  }),
  /** The same, as a file to be saved. */
  'recordings.export': method({
    input: z.object({ id: idSchema, reason: reasonSchema }),
    output: z.object({ path: z.string() }),
  }),
  /** Errors: `recording.unknown`, `recording.busy` while it is being made. */
  'recordings.delete': method({
    input: z.object({ id: idSchema, reason: reasonSchema }),
    output: recordingRowSchema,
  }),
  /** Errors: `recording.unknown`, `recording.gone` when it is too late. */
  'recordings.restore': method({ input: z.object({ id: idSchema }), output: recordingRowSchema }),
  /** What the next run of the retention would remove; nothing is removed by asking. */
  'recordings.retention': method({
    input: z.object({}),
    output: z.object({
      kept: z.number().int(),
      bytes: z.number().int(),
      due: z.number().int(),
      /** Within the next seven days. */
      soon: z.number().int(),
    }),
  }),
} as const;

export const recordingsEvents = {
  'recordings.changed': event({ data: z.object({ callIds: z.array(idSchema) }) }),
} as const;

export const accessEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  agentId: idSchema,
  origin: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  person: z.string().nullable(),
  reason: z.string(),
  /** JSON: what else has to be known of it, of an export what it held. */
  detail: z.string().nullable(),
});
export type AccessEntry = z.infer<typeof accessEntrySchema>;

export const accessMethods = {
  /** Who did what with one thing, newest first. */
  'access.list': method({
    input: z.object({ subjectKind: z.string().max(40), subjectId: idSchema }),
    output: z.object({ entries: z.array(accessEntrySchema) }),
  }),
} as const;
