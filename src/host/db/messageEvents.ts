import { messageFactSchema } from '#shared/domain/message/record.ts';
import type { MessageFact } from '#shared/domain/message/record.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';

/** @returns false when a fact with this id is already there, which is then left as it is */
export function addMessageEvent(db: Db, fact: MessageFact, agentId: string): boolean {
  const { id, messageId, at, type, ...body } = fact;
  const { changes } = prepared(
    db,
    `INSERT INTO message_events (id, message_id, agent_id, at, type, body)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  ).run(id, messageId, agentId, at, type, JSON.stringify(body));
  return changes > 0;
}

const FACTS_AT_A_TIME = 1_000;

/** Every fact in the order in which it was stored, read in pieces; see `allCallEvents`. */
export function* allMessageEvents(db: Db): Generator<{ fact: MessageFact; agentId: string }> {
  let last = 0;
  for (;;) {
    const rows = prepared(
      db,
      `SELECT seq, id, message_id, agent_id, at, type, body FROM message_events
       WHERE seq > ? ORDER BY seq LIMIT ?`,
    ).all(last, FACTS_AT_A_TIME) as Row[];
    for (const row of rows) yield { fact: toFact(row), agentId: row.agent_id };
    if (rows.length < FACTS_AT_A_TIME) return;
    last = rows.at(-1)?.seq ?? last;
  }
}

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly message_id: string;
  readonly agent_id: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

function toFact({ id, message_id: messageId, at, type, body }: Row): MessageFact {
  return messageFactSchema.parse({ ...(JSON.parse(body) as object), id, messageId, at, type });
}
