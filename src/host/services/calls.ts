import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { readCallEvents } from '../db/callEvents.ts';
import { isEveryCall } from '#shared/domain/history/filter.ts';
import { countCalls, listCalls } from '../db/callList.ts';
import { callsWith, heartbeat, readCall } from '../db/calls.ts';
import { earlierTimes } from '../db/earlierTimes.ts';
import { addFact } from '../db/projection.ts';
import type { Db } from '../db/database.ts';
import type { Storage } from '../db/storage.ts';
import type { CallIndex } from './callIndex.ts';

export interface CallsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly index: Pick<CallIndex, 'freshen' | 'wake'>;
  /** What follows from new facts, in their own transaction: stored with them or not at all. */
  readonly follow: (db: Db, agentId: string, facts: readonly CallFact[]) => void;
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
  | 'calls.caller'
  | 'calls.earlierTimes'
>;

export function createCallsService(options: CallsServiceOptions): CallsHandlers {
  const { storage, announcer, index, follow, followed } = options;
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
      if (callIds.length > 0) {
        storage.write((db) => {
          for (const callId of callIds) heartbeat(db, callId, at);
        });
      }
      return {};
    },
    'calls.list': ({ filter, after, limit }) => {
      if (!isEveryCall(filter)) index.freshen();
      // One more than asked for tells whether there is a next page.
      const found = storage.read((db) => listCalls(db, { filter, after, limit: limit + 1 }));
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const next = found.length > limit && last ? { startedAt: last.startedAt, id: last.id } : null;
      return { rows, next };
    },
    'calls.count': ({ filter, edges }) => {
      const behind = index.freshen();
      const within = (part: { from?: number; to?: number }): number =>
        storage.read((db) =>
          countCalls(db, {
            ...filter,
            from: Math.max(filter.from ?? 0, part.from ?? 0),
            to: Math.min(filter.to ?? Infinity, part.to ?? Infinity),
          }),
        );
      return {
        count: storage.read((db) => countCalls(db, filter)),
        between: edges.slice(1).map((to, at) => within({ from: edges[at] ?? 0, to })),
        behind,
      };
    },
    'calls.get': ({ id }) => {
      const found = storage.read((db) => ({
        row: readCall(db, id),
        facts: readCallEvents(db, id),
      }));
      if (!found.row) throw new AppError('call.unknown', 'There is no such call.');
      return { row: found.row, facts: found.facts };
    },
    'calls.caller': ({ e164, address }) =>
      storage.read((db) => callsWith(db, e164 === null ? { address } : { e164 })),
    'calls.earlierTimes': (query) => ({
      times: storage.read((db) => earlierTimes(db, query)),
    }),
  };
}
