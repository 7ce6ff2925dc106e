import { z } from 'zod';
import { event, method } from '../rpc/contract.ts';
import { leftDialogSchema } from '../domain/call/leftDialog.ts';
import { idSchema, timeSchema } from '../domain/call/record.ts';

/**
 * `volatile`: the data folder cannot be used, so records are in memory until it can; the host
 * tries again by itself and then moves everything over.
 * `failing`: the last write was refused (a full disk), and nothing of it was stored: the page keeps
 * what has no answer and sends it again once the state is `ok`. The host tries by itself.
 */
export const storageHealthSchema = z.object({
  state: z.enum(['ok', 'volatile', 'failing']),
  /**
   * `storage.*`: why the state is not ok. With `ok`, `storage.corrupt` says that the earlier data
   * was damaged and moved aside when the host started.
   */
  code: z.string().nullable(),
  /** The name, within the data folder, that the damaged file was given. */
  quarantined: z.string().optional(),
  /** When the backup was made that took its place; null: there was none, and it began empty. */
  restoredFrom: timeSchema.nullable().optional(),
  since: timeSchema,
});
export type StorageHealth = z.infer<typeof storageHealthSchema>;

/** What only a desktop shell can do. A page asks here and offers an honest fallback. */
export const capabilitiesSchema = z.object({
  shell: z.enum(['electron', 'browser']),
  /** The operating system keeps secrets for us. */
  keystore: z.boolean(),
  /** Keys that work while another program has the focus. */
  globalHotkeys: z.boolean(),
  /** A small window over all others shows who calls. */
  callCard: z.boolean(),
  /** The system's own notifications, with buttons; elsewhere the browser's, without. */
  notices: z.boolean(),
  /** The host reads the clipboard; elsewhere the page asks the browser. */
  clipboard: z.boolean(),
  /** The system can be asked to hand links to this app. */
  links: z.boolean(),
  /** There is a desktop around the window: tray, start at login, what closing does (`desktop.state`). */
  desktop: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const appMethods = {
  'app.info': method({
    input: z.object({}),
    output: z.object({
      version: z.string(),
      startedAt: timeSchema,
      dataDir: z.string(),
      agentId: z.uuid(),
      capabilities: capabilitiesSchema,
      storage: storageHealthSchema,
      /** Calls closed as interrupted when this host started. */
      interruptedAtStart: z.number().int(),
    }),
  }),
  'app.retryStorage': method({ input: z.object({}), output: storageHealthSchema }),
  /** A line for the host's log from the page; numbers and secrets are left out by the caller. */
  'app.log': method({
    input: z.object({
      level: z.enum(['info', 'warn', 'error']),
      message: z.string().max(2_000),
    }),
    output: z.object({}),
  }),
} as const;

export const appEvents = {
  'app.storageChanged': event({ data: storageHealthSchema }),
} as const;

/**
 * The desk: the one page that holds the phone. A page that claims it ends the calls an earlier
 * page left unfinished, since their audio went with that page.
 */
export const deskMethods = {
  /** Errors: `desk.taken` while another page holds it, unless `takeOver`. */
  'desk.claim': method({
    input: z.object({ deskId: z.uuid(), takeOver: z.boolean().default(false) }),
    output: z.object({ interrupted: z.number().int() }),
  }),
  /** The dialog of an answered call, so that whoever comes after the page can end it. */
  'desk.keepDialog': method({
    input: z.object({ callId: idSchema, account: z.string().max(320), dialog: leftDialogSchema }),
    output: z.object({}),
  }),
  /** The call is over, and the other side knows. */
  'desk.forgetDialog': method({ input: z.object({ callId: idSchema }), output: z.object({}) }),
  /** Of this account and of the last day: calls of a page that may be gone. */
  'desk.openDialogs': method({
    input: z.object({ account: z.string().max(320) }),
    output: z.object({
      dialogs: z.array(z.object({ callId: idSchema, dialog: leftDialogSchema })),
    }),
  }),
} as const;

export const deskEvents = {
  'desk.changed': event({ data: z.object({ deskId: z.uuid() }) }),
} as const;
