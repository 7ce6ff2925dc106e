import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { readCallEvents } from '../db/callEvents.ts';
import { asksOnlyWhen } from '#shared/domain/history/filter.ts';
import { listCalls } from '../db/callList.ts';
import { callsWith, heartbeat, readCall } from '../db/calls.ts';
import { earlierTimes } from '../db/earlierTimes.ts';
import { addFact } from '../db/projection.ts';
import type { Db } from '../db/database.ts';
import type { Storage } from '../db/storage.ts';
import type { AnswerOf, QueryOf, Question } from '../reader/questions.ts';
import type { Reader } from '../reader/reader.ts';
import type { CallIndex } from './callIndex.ts';

export interface CallsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly index: Pick<CallIndex, 'freshen' | 'behind' | 'wake'>;
  readonly reader: Pick<Reader, 'ask'>;
  /** What follows from new facts, in their own transaction: stored with them or not at all. */
  readonly follow: (db: Db, agentId: string, facts: readonly CallFact[]) => void;
  /** So many calls go on. */
  readonly beat: (calls: number) => void;
  /** Once that is stored. */
  readonly followed: () => void;
}

type CallsHandlers = Pick<
  Handlers<IeumContract>,
  | 'calls.append'
  | 'calls.heartbeat'
  | 'calls.list'
  | 'calls.count'
  | 'calls.get'
  | 'calls.rows'
  | 'calls.caller'
  | 'calls.earlierTimes'
>;

export function createCallsService(options: CallsServiceOptions): CallsHandlers {
  const { storage, announcer, index, reader, follow, followed, beat } = options;

  function askIndex<Q extends Question>(question: Q, query: QueryOf<Q>): Promise<AnswerOf<Q>> {
    index.freshen();
    return reader.ask(question, query);
  }

  return {
    'calls.append': ({ facts }) => {
      const added = storage.write((db, agentId) => {
        const fresh = facts.filter((fact) => addFact(db, fact, agentId));
        follow(db, agentId, facts);
        return fresh;
      });
      if (added.length > 0) {
        announcer.emit('calls.changed', {
          callIds: [...new Set(added.map(({ callId }) => callId))],
        });
      }
      followed();
      index.wake();
      return { stored: added.length };
    },
    'calls.heartbeat': ({ callIds, at }) => {
      beat(callIds.length);
      if (callIds.length > 0) {
        storage.write((db) => {
          for (const callId of callIds) heartbeat(db, callId, at);
        });
      }
      return {};
    },
    async 'calls.list'({ filter, after, limit }) {
      // One more than asked for tells whether there is a next page.
      const query = { filter, after, limit: limit + 1 };
      const found = asksOnlyWhen(filter)
        ? storage.read((db) => listCalls(db, query))
        : await askIndex('calls.list', query);
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const next = found.length > limit && last ? { startedAt: last.startedAt, id: last.id } : null;
      return { rows, next };
    },
    async 'calls.count'(query) {
      const asked = askIndex('calls.counts', query);
      const behind = index.behind();
      return { ...(await asked), behind };
    },
    'calls.get': ({ id }) => {
      const found = storage.read((db) => ({
        row: readCall(db, id),
        facts: readCallEvents(db, id),
      }));
      if (!found.row) throw new AppError('call.unknown', 'There is no such call.');
      return { row: found.row, facts: found.facts };
    },
    'calls.rows': ({ ids }) => ({
      rows: storage.read((db) => ids.map((id) => readCall(db, id)).filter((row) => row !== null)),
    }),
    'calls.caller': ({ e164, address }) =>
      storage.read((db) => callsWith(db, e164 === null ? { address } : { e164 })),
    'calls.earlierTimes': (query) => ({
      times: storage.read((db) => earlierTimes(db, query)),
    }),
  };
}
