import { z } from 'zod';
import { secretKeptSchema } from '../domain/secretKept.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';
import { LINE_FAULTS, TEAM_FAULTS } from '../domain/team/teamFile.ts';
import { teamRecordSchema } from '../domain/team/teamRecord.ts';
import { event, method } from '../rpc/contract.ts';

const count = z.number().int().min(0);
const word = z.object({ ko: z.string(), en: z.string() });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Why a folder cannot be used. `own-data`: it holds this app's own data, or lies in it. */
export const FOLDER_FAULTS = [
  ...['none', 'not-absolute', 'missing', 'not-folder', 'own-data', 'unreadable', 'read-only'],
] as const;
export type FolderFault = (typeof FOLDER_FAULTS)[number];

/** Why this app's own file is not in the folder as it should be. */
export const WRITE_FAULTS = [
  'full',
  'read-only',
  'too-large',
  'duplicate-agent',
  'failed',
] as const;
export type WriteFault = (typeof WRITE_FAULTS)[number];

const teamStateSchema = z.object({
  /** Who this app is in the team. The id is made once, with the data folder. */
  agentId: idSchema,
  name: z.string(),
  /** Null while there is no key. It is the same wherever the key is. */
  word: word.nullable(),
  /** `memory`: the key is gone when the app ends. */
  keyKept: secretKeptSchema,
  /** Null where the folder can be used, or is not asked for. */
  folderFault: z.enum(FOLDER_FAULTS).nullable(),
  /** The newest file of this app that lies in the folder; null: none since the app began. */
  written: z.object({ at: timeSchema, day, records: count }).nullable(),
  writeFault: z.enum(WRITE_FAULTS).nullable(),
  /** When the folder was looked through last; null: not since the app began. */
  lookedAt: timeSchema.nullable(),
  /** Files that were refused. */
  refused: count,
  /** A `storage.*` code: what was found could not be stored, and is taken with the next look. */
  mergeFault: z.string().nullable(),
});
export type TeamState = z.infer<typeof teamStateSchema>;

/** UTF-16 units of a piece, and of a whole file. */
export const TEAM_PIECE = 250_000;
export const LONGEST_TEAM_TEXT = 4_194_304;

const counts = z.object({
  ...{ added: count, changed: count, unchanged: count, older: count },
  /** Of before what is kept. */
  forgotten: count,
});

const planSchema = z.object({
  agentId: idSchema,
  name: z.string(),
  day,
  madeAt: timeSchema,
  /** `unchecked`: it is signed, and there is no key here. */
  signature: z.enum(['right', 'unchecked', 'none']),
  counts,
  faults: z.array(z.object({ line: count, why: z.enum(LINE_FAULTS) })),
  refused: count,
});
export type TeamPlan = z.infer<typeof planSchema>;

const agentSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** This app. */
  own: z.boolean(),
  /** When the newest file that was read had been written. */
  madeAt: timeSchema,
  calls: count,
  answered: count,
  /** Inbound, and answered by nobody. */
  missed: count,
  /** Promises that are owed now, and those of them whose time has passed. */
  open: count,
  overdue: count,
  /** That ended in this time. */
  kept: count,
  late: count,
});
export type TeamAgent = z.infer<typeof agentSchema>;

const cursor = z.object({ at: timeSchema, id: idSchema });
const whose = { agentId: idSchema, agent: z.string() };

/*
 * What is of others is a lead's, where the organisation has one: `role.needed` from `overview`, `promises`,
 * `calls`, `importPlan` and `import`.
 */
export const teamMethods = {
  'team.state': method({ input: z.object({}), output: teamStateSchema }),
  /** A key of the team's own, in the place of the one before. The code is told once and never again. */
  'team.makeKey': method({ input: z.object({}), output: z.object({ code: z.string(), word }) }),
  /** Errors: `team.code` for what is no code. */
  'team.enterKey': method({
    input: z.object({ code: z.string().max(100) }),
    output: z.object({ word }),
  }),
  'team.forgetKey': method({ input: z.object({}), output: z.object({}) }),
  /** Whether a folder can be used, before it is chosen. */
  'team.checkFolder': method({
    input: z.object({ folder: z.string().max(4_096), writes: z.boolean() }),
    output: z.object({ fault: z.enum(FOLDER_FAULTS).nullable() }),
  }),
  /** Writes what is new and reads what has come, now; answers when that is done. */
  'team.look': method({ input: z.object({}), output: teamStateSchema }),
  /** Who is in the team, by name, with what there was from `from` up to `to`. */
  'team.overview': method({
    input: z.object({ from: timeSchema, to: timeSchema }).refine(({ from, to }) => from < to),
    output: z.object({
      agents: z.array(agentSchema),
      /** What was difficult, in all calls together. */
      troubles: z.array(z.object({ trigger: z.string(), count })),
      refused: z.array(
        z.object({
          /** As it is called in the folder; untrusted. */
          file: z.string(),
          /** Whose it says it is, where that is known. */
          agent: z.string().nullable(),
          day: day.nullable(),
          fault: z.enum(TEAM_FAULTS),
          at: timeSchema,
        }),
      ),
    }),
  }),
  /** Promises that are owed, the soonest first. */
  'team.promises': method({
    input: z.object({
      agentId: idSchema.nullable().default(null),
      after: cursor.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(100),
    }),
    output: z.object({
      rows: z.array(z.object({ ...whose, promise: teamRecordSchema.options[1] })),
      next: cursor.nullable(),
    }),
  }),
  /** Newest first. `text`: a fragment of a number, a name, a type or a shared note. */
  'team.calls': method({
    input: z.object({
      agentId: idSchema.nullable().default(null),
      text: z.string().max(100).default(''),
      after: cursor.nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      rows: z.array(z.object({ ...whose, call: teamRecordSchema.options[0] })),
      next: cursor.nullable(),
    }),
  }),
  /**
   * This agent's day as a file, to be handed on without a folder; a line of the access log with its
   * reason before there is anything to take along. Errors: `team.too-large`; `storage.*`.
   */
  'team.exportDay': method({
    input: z.object({ day, reason: z.string().trim().min(1).max(500) }),
    output: z.object({ name: z.string(), text: z.string(), records: count }),
  }),
  /** Brings the text of a file piece by piece; see `bookings.importStage`. Errors: `import.unknown`. */
  'team.importStage': method({
    input: z.object({
      importId: idSchema,
      from: count.max(LONGEST_TEAM_TEXT),
      text: z.string().max(TEAM_PIECE),
    }),
    output: z.object({ staged: count }),
  }),
  /**
   * What would become of it. Errors: `import.unknown`; `team.refused` with the fault of the whole file
   * in `details.fault`.
   */
  'team.importPlan': method({ input: z.object({ importId: idSchema }), output: planSchema }),
  /** As one; doing it twice changes nothing. Errors: as above; `storage.*`. */
  'team.import': method({ input: z.object({ importId: idSchema }), output: planSchema }),
} as const;

export const teamEvents = {
  'team.changed': event({ data: z.object({}) }),
} as const;
