import { query } from './callLog.ts';

/** A row of the `messages` table, as SQLite has it. */
export interface StoredMessage {
  readonly id: string;
  readonly thread: string;
  readonly direction: string;
  readonly address: string;
  readonly dialled: string;
  readonly name: string | null;
  readonly body: string;
  readonly sip_call_id: string | null;
  readonly state: string;
  readonly cause: string | null;
  readonly read_at: number | null;
}

/** The messages in a data folder's database, oldest first, read past the app that writes them. */
export function storedMessages(dataDir: string): readonly StoredMessage[] {
  return query<StoredMessage>(dataDir, 'SELECT * FROM messages ORDER BY at, id');
}

/** The facts of one kind, with their bodies as they came. */
export function messageFacts(dataDir: string, type: string): readonly { readonly body: string }[] {
  return query<{ type: string; body: string }>(
    dataDir,
    'SELECT type, body FROM message_events ORDER BY seq',
  )
    .filter((fact) => fact.type === type)
    .map(({ body }) => JSON.parse(body) as { body: string });
}
