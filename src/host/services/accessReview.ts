import type { IeumContract } from '#shared/contract/index.ts';
import type { AccessReview } from '#shared/contract/privacy.ts';
import { ACCESS_KINDS, accessKind } from '#shared/domain/privacy/accessKinds.ts';
import { accessFile } from '#shared/domain/privacy/accessFile.ts';
import type { BusinessHours } from '#shared/domain/hours/businessHours.ts';
import type { LeadAction } from '#shared/domain/roles/roles.ts';
import { monthAfter, monthOf, monthSpan } from '#shared/domain/privacy/months.ts';
import { unusualIn } from '#shared/domain/privacy/unusual.ts';
import type { Finding, Seen } from '#shared/domain/privacy/unusual.ts';
import { AppError } from '#shared/errors.ts';
import type { Connection, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import {
  accessBetween,
  addReview,
  allReviews,
  countAccess,
  firstAccess,
  seenBetween,
} from '../db/accessReview.ts';
import type { Storage } from '../db/storage.ts';

export interface AccessReviewOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly hours: () => BusinessHours;
  readonly demand: (action: LeadAction, connection: Connection) => void;
  readonly changed: () => void;
  /** @throws AppError while what is written would be lost */
  readonly toFile: () => void;
}

type ReviewHandlers = Pick<
  Handlers<IeumContract>,
  'privacy.months' | 'privacy.month' | 'privacy.log' | 'privacy.review' | 'privacy.logFile'
>;

/** Nobody looks further back by hand; the log itself goes by its term. */
const MOST_MONTHS = 36;
const MOST_IN_FILE = 200_000;

/** The access log, month by month. */
export function createAccessReview(options: AccessReviewOptions): ReviewHandlers {
  const { storage, clock, newId, hours, demand, changed, toFile } = options;

  function findingsOf(month: string): { seen: Seen[]; findings: Finding[] } {
    const { from, to } = monthSpan(month);
    const seen = storage.read((db) => seenBetween(db, from, to));
    return { seen, findings: unusualIn(seen, hours()) };
  }

  return {
    'privacy.months': (_, connection) => {
      demand('reviewAccess', connection);
      const now = clock();
      const current = monthOf(now);
      return storage.read((db) => {
        const first = firstAccess(db);
        const months = [];
        const oldest = first === null ? current : monthOf(Math.min(first, now));
        for (let month = oldest; month <= current; month = monthAfter(month)) {
          const { from, to } = monthSpan(month);
          months.unshift({ month, over: to <= now, entries: countAccess(db, from, to) });
        }
        return { months: months.slice(0, MOST_MONTHS), reviews: allReviews(db) };
      });
    },
    'privacy.month': ({ month }, connection) => {
      demand('reviewAccess', connection);
      const { seen, findings } = findingsOf(month);
      const own = seen.filter(({ origin }) => origin !== 'host');
      const actors = [...new Set(own.map(({ actor }) => actor))].map((actor) => {
        const theirs = own.filter((one) => one.actor === actor);
        const people = new Set(theirs.flatMap(({ person }) => (person === null ? [] : [person])));
        return { actor, count: theirs.length, people: people.size };
      });
      return {
        total: seen.length,
        kinds: ACCESS_KINDS.map((kind) => ({
          kind,
          count: seen.filter(({ action }) => accessKind(action) === kind).length,
        })),
        // By name: a list of who looks most would be a ranking.
        actors: actors.toSorted((a, b) => a.actor.localeCompare(b.actor, 'ko')),
        findings,
      };
    },
    'privacy.log': ({ month, kind, actor, after, limit }, connection) => {
      demand('reviewAccess', connection);
      const { from, to } = monthSpan(month);
      const found = storage.read((db) =>
        accessBetween(db, { from, to, kind, actor, after, limit: limit + 1 }),
      );
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const next = found.length > limit && last ? { at: last.at, id: last.id } : null;
      return { rows, next };
    },
    'privacy.review': ({ id, month, who, remark }, connection) => {
      demand('reviewAccess', connection);
      toFile();
      const at = clock();
      const { from, to } = monthSpan(month);
      if (to > at)
        throw new AppError('input.invalid', 'The month is not over.', { field: 'month' });
      const review: AccessReview = {
        ...{ id, at, month, who, remark, findings: findingsOf(month).findings.length },
        entries: storage.read((db) => countAccess(db, from, to)),
      };
      storage.write((db, agentId) => {
        if (!addReview(db, review, agentId)) return;
        addAccess(db, {
          ...{ id: newId(), at, agentId, origin: connection.id, action: 'access.review' },
          ...{ subjectKind: 'access', subjectId: month, person: null, reason: remark },
        });
      });
      changed();
      return storage.read(allReviews).find((one) => one.id === id) ?? review;
    },
    'privacy.logFile': ({ month, reason, language }, connection) => {
      demand('reviewAccess', connection);
      toFile();
      const { from, to } = monthSpan(month);
      const rows = storage.read((db) =>
        accessBetween(db, {
          ...{ from, to, kind: null, actor: null, after: null, limit: MOST_IN_FILE },
        }),
      );
      const text = accessFile(rows.toReversed(), language);
      storage.write((db, agentId) => {
        addAccess(db, {
          ...{ id: newId(), at: clock(), agentId, origin: connection.id, reason },
          ...{ action: 'access.export', subjectKind: 'access', subjectId: month, person: null },
          detail: JSON.stringify({ rows: rows.length }),
        });
      });
      return { name: `ieum-access-${month}.csv`, text, rows: rows.length };
    },
  };
}
