import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { timeSchema } from '../domain/call/record.ts';
import { LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE } from '../domain/roles/passphraseHash.ts';
import { LARGEST_MOVE_PIECE, MOVE_FILE_NAME } from '../domain/move/moveFile.ts';
import { contentsSchema } from './backups.ts';

const count = z.number().int().min(0);
/** Typed by a person, told nobody, kept nowhere. */
const passphrase = z.string().max(LONGEST_PASSPHRASE);

export const moveStateSchema = z.object({
  /**
   * `packing` → `packed`: everything of this computer into one file. `receiving` → `received` → `opening` →
   * `opened`: a file of another computer, up to the question whether it is to replace what is here.
   */
  step: z.enum(['idle', 'packing', 'packed', 'receiving', 'received', 'opening', 'opened']),
  /** Bytes, of the step that goes on; a total of 0: how many there are is not known yet. */
  done: count,
  total: count,
  /** Why the last step came to nothing: one of the errors' codes. */
  failed: z.object({ at: timeSchema, code: z.string() }).nullable(),
  /** The file that can be fetched. */
  packed: z
    .object({ name: z.string().regex(MOVE_FILE_NAME), bytes: count, at: timeSchema })
    .nullable(),
  /** What is in the file that was opened, and what is here. */
  opened: z
    .object({
      whose: z.string(),
      madeAt: timeSchema,
      /** The Ieum that made it. */
      app: z.string(),
      /** Sounds and pictures. */
      files: count,
      bytes: count,
      then: contentsSchema,
      now: contentsSchema,
    })
    .nullable(),
  /** What a file has taken the place of on this computer, newest first: it can be put back. */
  replaced: z.array(z.object({ name: z.string(), at: timeSchema })),
});
export type MoveState = z.infer<typeof moveStateSchema>;

/*
 * From one computer to another: records, recordings, greetings and pictures in one file, sealed with a
 * passphrase (docs/move-file.md). No secret of the keystore is in it.
 */
export const moveMethods = {
  'move.state': method({ input: z.object({}), output: moveStateSchema }),
  /** Begins a file. Errors: `move.busy`; `export.in-memory`; `storage.full`. */
  'move.pack': method({
    input: z.object({ passphrase: passphrase.min(SHORTEST_PASSPHRASE) }),
    output: moveStateSchema,
  }),
  /** The way to the file that was made. Errors: `move.unknown`. */
  'move.download': method({ input: z.object({}), output: z.object({ path: z.string() }) }),
  /** Begins to take a file of so many bytes. Errors: `move.busy`; `export.in-memory`; `storage.full`. */
  'move.receive': method({
    input: z.object({ bytes: z.number().int().min(1) }),
    output: moveStateSchema,
  }),
  /**
   * The next piece; `at` counts bytes. One that is there already is passed over, so that sending it again
   * is harmless. Errors: `move.unknown` when none is being taken; `move.gap`; `storage.*`.
   */
  'move.piece': method({
    input: z.object({ at: count, data: z.base64().min(4).max(LARGEST_MOVE_PIECE) }),
    output: z.object({ received: count }),
  }),
  /**
   * Opens what was taken, lays it out and looks through it. What comes of it is announced: `opened`, or
   * `failed` with `move.passphrase` (the file is kept, for another try), `move.foreign`, `move.newer`,
   * `move.cut`, `move.damaged`, `move.unsafe`, `storage.*`. Errors: `move.unknown`.
   */
  'move.open': method({ input: z.object({ passphrase }), output: moveStateSchema }),
  /**
   * Puts what was opened in the place of what is here, which is kept whole under the name that is given
   * back. Errors: `move.unknown`; `move.in-call`; `move.busy`; `storage.*`.
   */
  'move.replace': method({ input: z.object({}), output: z.object({ replaced: z.string() }) }),
  /** Puts one of `replaced` back, in the same way. Errors as `move.replace`. */
  'move.takeBack': method({
    input: z.object({ name: z.string().max(40) }),
    output: z.object({ replaced: z.string() }),
  }),
  /** Deletes one of `replaced` for good. */
  'move.forget': method({
    input: z.object({ name: z.string().max(40) }),
    output: moveStateSchema,
  }),
  /** Ends whatever goes on, and drops what was made or taken. */
  'move.cancel': method({ input: z.object({}), output: moveStateSchema }),
} as const;

export const moveEvents = {
  'move.changed': event({ data: moveStateSchema }),
} as const;
