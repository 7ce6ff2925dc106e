import type { IeumContract } from '#shared/contract/index.ts';
import type { RetentionPlan, RetentionRun } from '#shared/contract/privacy.ts';
import { customerNumberKey } from '#shared/domain/customer/customer.ts';
import type { BusinessHours } from '#shared/domain/hours/businessHours.ts';
import type { LeadAction } from '#shared/domain/roles/roles.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import { allCertificates } from '../db/certificates.ts';
import { addHold, addRelease, allHolds } from '../db/holds.ts';
import type { StoredRun } from '../db/retentionRuns.ts';
import type { Storage } from '../db/storage.ts';
import { createRetentionRuns } from '../privacy/retentionRun.ts';
import type { RetentionRunOptions } from '../privacy/retentionRun.ts';
import type { Ticker } from '../ticker.ts';
import { createAccessReview } from './accessReview.ts';

export interface PrivacyServiceOptions extends RetentionRunOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly ticker: Ticker;
  readonly hours: () => BusinessHours;
  /** @throws AppError `role.needed` */
  readonly demand: (action: LeadAction, connection: Connection) => void;
}

type PrivacyHandlers = Pick<
  Handlers<IeumContract>,
  Extract<keyof Handlers<IeumContract>, `privacy.${string}`>
>;

export interface PrivacyService {
  readonly handlers: PrivacyHandlers;
  stop(): void;
}

const WAKE_EVERY_MS = 3_600_000;
/** What a dry run said may be done for so long. */
const PLAN_COUNTS_MS = 15 * 60_000;

/** See `privacyMethods` in the contract. */
export function createPrivacyService(options: PrivacyServiceOptions): PrivacyService {
  const { storage, announcer, clock, newId, demand } = options;
  const changed = (): void => announcer.emit('privacy.changed', {});
  const runs = createRetentionRuns({
    ...options,
    changed(over) {
      options.changed(over);
      changed();
    },
  });
  let plan: { readonly plan: RetentionPlan; readonly page: string } | null = null;

  function toFile(): void {
    if (storage.health.state !== 'volatile') return;
    throw new AppError('storage.read-only', 'The records are in memory only.');
  }

  function note(
    action: string,
    { id: origin }: Connection,
    subject: { kind: string; id: string; reason: string },
  ): void {
    storage.write((db, agentId) => {
      addAccess(db, {
        ...{ id: newId(), at: clock(), agentId, origin, action, reason: subject.reason },
        ...{ subjectKind: subject.kind, subjectId: subject.id, person: null },
      });
    });
  }

  runs.wake();
  const stopWaking = options.ticker(WAKE_EVERY_MS, () => runs.wake());

  return {
    stop() {
      stopWaking();
      runs.stop();
    },
    handlers: {
      ...createAccessReview({ ...options, changed, toFile }),
      'privacy.retention': (_, connection) => {
        demand('changeRetention', connection);
        return {
          recordings: options.days('recordings'),
          voicemail: options.days('voicemail'),
          runs: runs.runs().map(shownRun),
        };
      },
      async 'privacy.dryRun'(_, connection) {
        demand('changeRetention', connection);
        const made = await runs.plan();
        plan = { plan: made, page: connection.id };
        return made;
      },
      'privacy.run': ({ plan: id, who }, connection) => {
        demand('changeRetention', connection);
        toFile();
        if (runs.isRunning) throw new AppError('privacy.busy', 'One goes on.');
        const known = plan;
        const isOf = known?.plan.id === id && known.page === connection.id;
        if (!known || !isOf || clock() - known.plan.at > PLAN_COUNTS_MS) {
          throw new AppError('privacy.plan-old', 'Look at what would go first.');
        }
        plan = null;
        const before = Object.fromEntries(
          known.plan.kinds.flatMap((one) => (one.before === null ? [] : [[one.kind, one.before]])),
        );
        note('retention.begin', connection, { kind: 'retention', id, reason: who });
        const run = runs.begin(who, false, before);
        changed();
        return shownRun(run);
      },
      'privacy.holds': (_, connection) => {
        demand('changeHolds', connection);
        return { holds: storage.read(allHolds) };
      },
      'privacy.hold': ({ numbers, ...hold }, connection) => {
        demand('changeHolds', connection);
        toFile();
        const keys = [...new Set(numbers.map(customerNumberKey))];
        const named =
          hold.subjectId !== null || (hold.subjectKind === 'customer' && keys.length > 0);
        if (!named) throw new AppError('input.invalid', 'Nobody and nothing is named.');
        storage.write((db, agentId) => {
          const isCustomer = hold.subjectKind === 'customer';
          if (!addHold(db, { ...hold, keys: isCustomer ? keys : [], at: clock() }, agentId)) return;
          addAccess(db, {
            ...{ id: newId(), at: clock(), agentId, origin: connection.id, action: 'hold.set' },
            ...{ subjectKind: 'hold', subjectId: hold.id, person: null, reason: hold.reason },
          });
        });
        changed();
        return { holds: storage.read(allHolds) };
      },
      'privacy.release': ({ holdId, who, reason }, connection) => {
        demand('changeHolds', connection);
        toFile();
        storage.write((db, agentId) => {
          if (!addRelease(db, { holdId, who, reason, at: clock() }, agentId)) return;
          addAccess(db, {
            ...{ id: newId(), at: clock(), agentId, origin: connection.id, action: 'hold.release' },
            ...{ subjectKind: 'hold', subjectId: holdId, person: null, reason },
          });
        });
        changed();
        return { holds: storage.read(allHolds) };
      },
      'privacy.certificates': () => ({ certificates: storage.read(allCertificates) }),
    },
  };
}

function shownRun({ id, at, who, automatic, endedAt, body }: StoredRun): RetentionRun {
  return {
    ...{ id, at, who, automatic, endedAt },
    gone: Object.entries(body.gone).map(([kind, count]) => ({
      kind: kind as RetentionRun['gone'][number]['kind'],
      count,
    })),
    stayed: Object.values(body.stayed).reduce((sum, n) => sum + n, 0),
  };
}
