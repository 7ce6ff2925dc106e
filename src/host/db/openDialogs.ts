import { z } from 'zod';
import { LEFT_DIALOG_MS, leftDialogSchema } from '#shared/domain/call/leftDialog.ts';
import type { Db } from './database.ts';
import { readMeta, writeMeta } from './meta.ts';

const storedSchema = z.array(
  z.object({ callId: z.string(), account: z.string(), at: z.number(), dialog: leftDialogSchema }),
);
/** The dialog of a call that was answered and of which no end is known. `at`: epoch milliseconds. */
export type OpenDialog = z.infer<typeof storedSchema>[number];

/** Those of the last day. What another version wrote and this one cannot read is none. */
export function openDialogs(db: Db, now: number): OpenDialog[] {
  const stored = readMeta(db, 'open_dialogs');
  if (stored === null) return [];
  const parsed = storedSchema.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data.filter(({ at }) => now - at < LEFT_DIALOG_MS) : [];
}

export function keepDialog(db: Db, dialog: OpenDialog): void {
  write(db, [...without(db, dialog.callId, dialog.at), dialog]);
}

export function forgetDialog(db: Db, callId: string, now: number): void {
  write(db, without(db, callId, now));
}

function without(db: Db, callId: string, now: number): OpenDialog[] {
  return openDialogs(db, now).filter((one) => one.callId !== callId);
}

function write(db: Db, dialogs: readonly OpenDialog[]): void {
  writeMeta(db, 'open_dialogs', JSON.stringify(dialogs));
}
