import { SAMPLE_AGENT } from '#shared/domain/samples/sampleDesk.ts';
import type { SampleDesk } from '#shared/domain/samples/sampleDesk.ts';
import { eraseContact } from './contactErasure.ts';
import { saveContact } from './contacts.ts';
import { prepared } from './database.ts';
import type { Db } from './database.ts';
import { addMessageFact } from './messageProjection.ts';
import { addFact } from './projection.ts';
import { addPromiseFact } from './promiseProjection.ts';
import { callStore } from './retention/calls.ts';
import { removePromises } from './retention/promises.ts';
import { removeMessages } from './retention/texts.ts';

/** Samples of one kind: which they are, and which of them somebody else has written into. */
interface Kind {
  readonly all: string;
  readonly touched: string;
  readonly remove: (db: Db, ids: readonly string[]) => void;
}

/** What the host notices by itself of a promise is none of the agent's doing. */
const NOTICED = `('reminded', 'added', 'attempted', 'answered', 'kept', 'replied')`;

const KINDS: readonly Kind[] = [
  {
    all: 'SELECT id FROM calls WHERE agent_id = :agent',
    touched: `SELECT DISTINCT c.id FROM calls c JOIN call_events e ON e.call_id = c.id
      WHERE c.agent_id = :agent AND e.agent_id <> :agent`,
    remove: (db, ids) => callStore.remove(db, ids, 0),
  },
  {
    all: 'SELECT id FROM promises WHERE agent_id = :agent',
    touched: `SELECT DISTINCT p.id FROM promises p JOIN promise_events e ON e.promise_id = p.id
      WHERE p.agent_id = :agent AND e.agent_id <> :agent
        AND json_extract(e.body, '$.type') NOT IN ${NOTICED}`,
    remove: removePromises,
  },
  {
    all: 'SELECT id FROM messages WHERE agent_id = :agent',
    touched: 'SELECT id FROM messages WHERE agent_id = :agent AND 0',
    remove: removeMessages,
  },
  {
    all: 'SELECT id FROM contacts WHERE agent_id = :agent',
    touched: 'SELECT id FROM contacts WHERE agent_id = :agent AND revision > 1',
    remove: (db, ids) => {
      for (const id of ids) eraseContact(db, id);
    },
  },
];

function idsOf(db: Db, sql: string): string[] {
  return prepared(db, sql).pluck().all({ agent: SAMPLE_AGENT }) as string[];
}

export function countSamples(db: Db): { readonly shown: number; readonly touched: number } {
  const sum = (of: 'all' | 'touched'): number =>
    KINDS.reduce((so, kind) => so + idsOf(db, kind[of]).length, 0);
  return { shown: sum('all'), touched: sum('touched') };
}

export function addSamples(db: Db, desk: SampleDesk): void {
  for (const contact of desk.contacts) saveContact(db, contact);
  for (const fact of desk.calls) addFact(db, fact, SAMPLE_AGENT);
  for (const fact of desk.promises) addPromiseFact(db, fact, SAMPLE_AGENT);
  for (const fact of desk.messages) addMessageFact(db, fact, SAMPLE_AGENT);
}

export function removeSamples(db: Db, touched: 'keep' | 'remove'): void {
  for (const { all, touched: written, remove } of KINDS) {
    const kept = new Set(touched === 'keep' ? idsOf(db, written) : []);
    remove(
      db,
      idsOf(db, all).filter((id) => !kept.has(id)),
    );
  }
}
