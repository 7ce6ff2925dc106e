import type { IeumContract } from '#shared/contract/index.ts';
import { afterCall, dueChange, onDesk } from '#shared/domain/availability/changes.ts';
import type { Change } from '#shared/domain/availability/changes.ts';
import {
  clockJump,
  heldBackUntil,
  longEnough,
  protectedUntil,
} from '#shared/domain/availability/protectedBreak.ts';
import { PROTECTED_BREAK } from '#shared/domain/availability/reasons.ts';
import { isByItself } from '#shared/domain/availability/stepAway.ts';
import { isWrapUp } from '#shared/domain/availability/status.ts';
import type { AvailabilityFact, Reserved, Status } from '#shared/domain/availability/status.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import {
  addAvailabilityFact,
  readStatus,
  someoneTalks,
  spansBetween,
  talksBetween,
} from '../db/availability.ts';
import { readCall } from '../db/calls.ts';
import type { Db } from '../db/database.ts';
import { isStorageError } from '../db/errors.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Storage } from '../db/storage.ts';
import type { Ticker } from '../ticker.ts';

export interface AvailabilityServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  /** Milliseconds of a clock that nobody sets. */
  readonly uptime: () => number;
  readonly newId: () => string;
  readonly ticker: Ticker;
  /** Whether a page holds the phone. */
  readonly deskHeld: () => boolean;
  /** Seconds of after-call work; 0 for none. */
  readonly wrapUpSeconds: () => number;
}

export interface AvailabilityService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'availability.status'
    | 'availability.set'
    | 'availability.reserve'
    | 'availability.extend'
    | 'availability.describe'
    | 'availability.day'
  >;
  /** Part of the transaction that stores facts of calls: after-call work begins with them. */
  followCalls(db: Db, agentId: string, facts: readonly CallFact[]): void;
  /**
   * The protected break after a call, within the transaction that stores its end; reserved while
   * somebody else is on the line. @returns until when, epoch milliseconds
   */
  beginBreak(db: Db, agentId: string, at: number, minutes: number): number;
  /** Says how things stand where `followCalls` has changed it, once its transaction is stored. */
  announceChange(): void;
  /** The absence of this moment; after-call work is none. */
  awayNow(): { readonly until: number | null } | null;
  /** Somebody has sat down at the desk. */
  onDesk(): void;
  announce(): void;
  stop(): void;
}

/** After-call work ends to the second. */
const TICK_MS = 1_000;
/** How often it is noted that somebody is at the desk. */
const SEEN_EVERY_MS = 30_000;
const SEEN = 'availability_seen';

export function createAvailabilityService(
  options: AvailabilityServiceOptions,
): AvailabilityService {
  const { storage, announcer, clock, uptime, newId, deskHeld, wrapUpSeconds } = options;
  let changed = false;
  let looked = { wall: clock(), real: uptime() };
  let seenAt = 0;

  const status = (): Status => storage.read((db) => readStatus(db, storage.agentId));

  function addTo(db: Db, agentId: string, changes: readonly Change[]): void {
    for (const { at, body } of changes) {
      addAvailabilityFact(db, { ...body, id: newId(), at }, agentId);
    }
    if (changes.length > 0) changed = true;
  }

  function announceChange(): void {
    if (!changed) return;
    changed = false;
    announcer.emit('availability.changed', status());
  }

  /** The end of a protected break goes with the clock, so that no clock makes it shorter or longer. */
  function followClock(): void {
    const before = looked;
    looked = { wall: clock(), real: uptime() };
    const ms = clockJump(looked.wall - before.wall, looked.real - before.real);
    if (ms === 0 || protectedUntil(status(), before.wall) === null) return;
    storage.write((db, agentId) => {
      addTo(db, agentId, [{ at: looked.wall, body: { type: 'clock-moved', ms } }]);
      if (readMeta(db, SEEN) !== null) writeMeta(db, SEEN, String(looked.wall));
    });
    announceChange();
  }

  const enough = (next: Reserved): Reserved =>
    next === 'available' ? next : longEnough(next, clock());

  /** @throws AppError `availability.protected` */
  function add(fact: AvailabilityFact): Status {
    followClock();
    storage.write((db, agentId) => {
      const until = heldBackUntil(readStatus(db, agentId), fact, fact.at);
      if (until !== null) {
        throw new AppError('availability.protected', 'A protected break stands until its time.', {
          until,
        });
      }
      // What was over before this came first.
      const due = dueChange(readStatus(db, agentId), fact.at);
      addTo(db, agentId, due ? [due] : []);
      if (addAvailabilityFact(db, fact, agentId)) changed = true;
    });
    announceChange();
    return status();
  }

  /** The desk is in use: what was before is kept, and what became of an absence decided. */
  function seeSomebody(now: number): void {
    storage.write((db, agentId) => {
      const seen = readMeta(db, SEEN);
      const back = seen === null ? 0 : Math.min(0, now - Number(seen));
      // Set back while the app was closed: by this much at least.
      if (back < 0 && protectedUntil(readStatus(db, agentId), Number(seen)) !== null) {
        addTo(db, agentId, [{ at: now, body: { type: 'clock-moved', ms: back } }]);
      }
      const before = readStatus(db, agentId);
      addTo(db, agentId, onDesk(before, seen === null ? null : Number(seen), now));
      writeMeta(db, SEEN, String(now));
    });
    seenAt = now;
    announceChange();
  }

  /** A disk that refuses is tried again with the next tick: nothing here may stop the host. */
  function safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isStorageError(error)) throw error;
    }
  }

  function tick(): void {
    if (storage.health.state === 'failing') return;
    safely(() => {
      followClock();
      const now = clock();
      const due = dueChange(status(), now);
      if (due) {
        storage.write((db, agentId) => addTo(db, agentId, [due]));
        announceChange();
      }
      if (deskHeld() && Math.abs(now - seenAt) >= SEEN_EVERY_MS) seeSomebody(now);
    });
  }
  const stopTicking = options.ticker(TICK_MS, tick);

  return {
    handlers: {
      'availability.status': status,
      'availability.set': ({ id, to, by }) => {
        // The page may not know yet that a call has ended, and after-call work begun.
        if (isByItself(by) && status().span?.kind !== 'available') return status();
        const next = enough(to);
        return add(
          next === 'available'
            ? { id, at: clock(), type: 'available', by }
            : { id, at: clock(), type: 'away', by, absence: next },
        );
      },
      'availability.reserve': ({ id, next }) =>
        add({ id, at: clock(), type: 'reserved', next: next === null ? null : enough(next) }),
      'availability.extend': ({ id, until }) => add({ id, at: clock(), type: 'extended', until }),
      'availability.describe': ({ id, note, alternate }) =>
        add({ id, at: clock(), type: 'described', note, alternate }),
      'availability.day': ({ from, to }) =>
        storage.read((db) => ({
          spans: spansBetween(db, storage.agentId, from, to),
          talks: talksBetween(db, storage.agentId, from, to),
        })),
    },
    followCalls(db, agentId, facts) {
      for (const fact of facts) {
        if (fact.type !== 'ended' || fact.outcome !== 'answered') continue;
        if (readCall(db, fact.callId)?.service !== null || someoneTalks(db, agentId)) continue;
        const change = afterCall(readStatus(db, agentId), fact.at, wrapUpSeconds());
        addTo(db, agentId, change ? [change] : []);
      }
    },
    beginBreak(db, agentId, at, minutes) {
      const wanted = { reasonId: PROTECTED_BREAK, reasonName: null, note: '', alternate: '' };
      const absence = longEnough({ ...wanted, back: { minutes } }, at);
      const body = someoneTalks(db, agentId)
        ? ({ type: 'reserved', next: absence } as const)
        : ({ type: 'away', by: 'call', absence } as const);
      addTo(db, agentId, [{ at, body }]);
      const stands = protectedUntil(readStatus(db, agentId), at);
      return stands ?? at + minutes * 60_000;
    },
    announceChange,
    awayNow() {
      const { span } = status();
      return span?.kind === 'away' && !isWrapUp(span) ? { until: span.until } : null;
    },
    onDesk: () => safely(() => seeSomebody(clock())),
    announce: () => announcer.emit('availability.changed', status()),
    stop: stopTicking,
  };
}
