import { createHash } from 'node:crypto';
import type { IeumContract } from '#shared/contract/index.ts';
import { endOf } from '#shared/domain/abuse/end.ts';
import { evidenceHtml, evidenceJson } from '#shared/domain/abuse/evidence.ts';
import type { AbusePolicy } from '#shared/domain/abuse/policy.ts';
import { canBeCalledBack } from '#shared/domain/callback/linking.ts';
import { reachedIn } from '#shared/domain/abuse/record.ts';
import type { AbuseDecision, AbuseRow } from '#shared/domain/abuse/record.ts';
import { draftReport } from '#shared/domain/abuse/report.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import {
  abuseBetween,
  abuseOfCall,
  abuseOfCaller,
  addAbuseFact,
  openAbuse,
  readAbuse,
} from '../db/abuseCases.ts';
import { abuseEvents } from '../db/abuseEvents.ts';
import { addAccess } from '../db/accessLog.ts';
import { readCallEvents } from '../db/callEvents.ts';
import { readCall } from '../db/calls.ts';
import { isStorageError } from '../db/errors.ts';
import type { Db } from '../db/database.ts';
import { recordingsOfCall } from '../db/recordings.ts';
import type { Storage } from '../db/storage.ts';
import { personOf } from '../recordings/recordingRow.ts';

export interface AbuseServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly policy: () => AbusePolicy;
  /** Within the transaction of the facts that ended the call. @returns until when */
  readonly beginBreak: (db: Db, agentId: string, at: number, minutes: number) => number;
}

export interface AbuseService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `abuse.${string}`>
  >;
  /**
   * A call that ended ends its case, within the transaction that stores the end: what was missing is
   * written down whatever became of the page, and the protected break begins where the policy says so.
   */
  followCalls(db: Db, agentId: string, facts: readonly CallFact[]): void;
  /** Says what `followCalls` has changed, once its transaction is stored. */
  announceChange(): void;
  /** Calls that were ended without a page: at the start, or by another desk. */
  catchUp(): void;
  /** Another database: any may have changed. */
  announce(): void;
}

const OPEN_AT_ONCE = 50;
const MINUTE_MS = 60_000;

export function createAbuseService(options: AbuseServiceOptions): AbuseService {
  const { storage, announcer, clock, newId, policy } = options;
  let changed: string[] = [];

  function announceChange(): void {
    if (changed.length === 0) return;
    announcer.emit('abuse.changed', { ids: [...new Set(changed)] });
    changed = [];
  }

  function endWithCall(db: Db, agentId: string, row: AbuseRow): void {
    const call = readCall(db, row.callId);
    if (row.end !== null || call === null || call.endedAt === null) return;
    const at = call.endedAt;
    const talkedMs = call.answeredAt === null ? 0 : at - call.answeredAt;
    const { how, missing } = endOf(row, call.endedBy, talkedMs, policy());
    const fact = { id: newId(), caseId: row.id, at, type: 'ended', how, missing } as const;
    addAbuseFact(db, fact, agentId);
    changed.push(row.id);
  }

  /** How far the ladder had come is what was written down of it, whatever the page says. */
  function goingOn(db: Db, fact: AbuseDecision): AbuseDecision {
    if (fact.type !== 'begun' || !fact.goesOn) return fact;
    const { caseId } = fact.goesOn;
    const before = readAbuse(db, caseId);
    if (!before) throw new AppError('abuse.unknown', 'There is no case to go on with.');
    return { ...fact, goesOn: { caseId, reached: [...reachedIn(before)] } };
  }

  /** Gone through to its end, or given a reason: there is nothing to go on with. */
  const isOver = ({ end }: AbuseRow): boolean => end?.how === 'ladder' || end?.how === 'override';

  function add(db: Db, agentId: string, fact: AbuseDecision): boolean {
    if (fact.type !== 'begun' && !readAbuse(db, fact.caseId)) {
      throw new AppError('abuse.unknown', 'There is no such case.');
    }
    const stored = addAbuseFact(db, goingOn(db, fact), agentId);
    const row = stored ? readAbuse(db, fact.caseId) : null;
    // Written down after the call, or by a page that was slower than the end.
    if (row && fact.type === 'begun') endWithCall(db, agentId, row);
    return stored;
  }

  /** A case, and what was recorded of its call. */
  function read(id: string) {
    return storage.read((db) => {
      const row = readAbuse(db, id);
      if (!row) throw new AppError('abuse.unknown', 'There is no such case.');
      return {
        row,
        facts: abuseEvents.read(db, id),
        call: readCall(db, row.callId),
        callFacts: readCallEvents(db, row.callId),
        recordings: recordingsOfCall(db, row.callId).map(
          ({ id: recordingId, startedAt, endedAt, bytes, sha256 }) => ({
            ...{ id: recordingId, startedAt, endedAt, bytes, sha256 },
          }),
        ),
      };
    });
  }

  return {
    announceChange,
    catchUp() {
      try {
        storage.write((db, agentId) => {
          for (const row of openAbuse(db, OPEN_AT_ONCE)) endWithCall(db, agentId, row);
        });
        announceChange();
      } catch (error) {
        // The next start makes up for it.
        if (!isStorageError(error) && !(error instanceof AppError)) throw error;
      }
    },
    announce: () => announcer.emit('abuse.changed', { ids: null }),
    followCalls(db, agentId, facts) {
      for (const fact of facts) {
        if (fact.type !== 'ended') continue;
        const row = abuseOfCall(db, fact.callId);
        if (!row || row.end !== null) continue;
        endWithCall(db, agentId, row);
        const { breakAtOnce, breakMinutes } = policy();
        if (!breakAtOnce || row.break !== null) continue;
        const until = options.beginBreak(db, agentId, fact.at, breakMinutes);
        addAbuseFact(
          db,
          { id: newId(), caseId: row.id, at: fact.at, type: 'break', until },
          agentId,
        );
      }
    },
    handlers: {
      'abuse.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => add(db, agentId, fact)),
        );
        changed.push(...stored.map(({ caseId }) => caseId));
        announceChange();
        return { stored: stored.length };
      },
      'abuse.ofCall': ({ callId }) => ({ row: storage.read((db) => abuseOfCall(db, callId)) }),
      'abuse.earlier': ({ callId, ...caller }) => {
        if (!canBeCalledBack(caller)) return { row: null };
        const from = clock() - policy().goOnMinutes * MINUTE_MS;
        const row = storage.read((db) => abuseOfCaller(db, caller, { callId, from }));
        return { row: row === null || isOver(row) ? null : row };
      },
      'abuse.open': () => ({ rows: storage.read((db) => openAbuse(db, OPEN_AT_ONCE)) }),
      'abuse.list': ({ from, to, limit }) => ({
        rows: storage.read((db) => abuseBetween(db, from, to, limit)),
      }),
      'abuse.get': ({ id }) => {
        const { row, facts } = read(id);
        return { row, facts };
      },
      'abuse.draft': ({ id, language }) => {
        const { row, call, recordings } = read(id);
        const hashes = recordings.flatMap(({ sha256 }) => sha256 ?? []);
        return { text: draftReport({ row, call, recordings: hashes, language }) };
      },
      'abuse.evidence': ({ id, reason, language }, connection) => {
        const found = read(id);
        const at = clock();
        storage.write((db, agentId) =>
          addAccess(db, {
            ...{ id: newId(), at, agentId, origin: connection.id, reason },
            ...{ action: 'abuse.export', subjectKind: 'abuse', subjectId: id },
            person: personOf(db, found.row.callId),
          }),
        );
        const made = { form: 'ieum-abuse-1', madeAt: at, madeBy: storage.agentId, reason } as const;
        const data = { ...made, ...found };
        const json = evidenceJson(data);
        const sha256 = createHash('sha256').update(json, 'utf8').digest('hex');
        return {
          name: `ieum-evidence-${id}`,
          html: evidenceHtml(data, json, sha256, language),
          json,
          sha256,
        };
      },
    },
  };
}
