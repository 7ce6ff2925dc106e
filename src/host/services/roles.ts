import type { IeumContract } from '#shared/contract/index.ts';
import type { RoleState } from '#shared/contract/roles.ts';
import { LEAD_ACTIONS, may as mayIn } from '#shared/domain/roles/roles.ts';
import type { LeadAction, Role } from '#shared/domain/roles/roles.ts';
import { NO_TRIES, waitFor } from '#shared/domain/roles/throttle.ts';
import type { Tries } from '#shared/domain/roles/throttle.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { addAccess } from '../db/accessLog.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Storage } from '../db/storage.ts';
import type { Later } from '../later.ts';
import { isPassphrase } from '../roles/passphrase.ts';

export interface RolesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly later: Later;
  /** Null where the administrator's file holds none. */
  readonly passphraseHash: string | null;
  /** What the administrator's file says of exports as they are. */
  readonly unmasked: boolean | undefined;
}

export interface RolesService {
  readonly handlers: Pick<Handlers<IeumContract>, 'roles.state' | 'roles.unlock' | 'roles.lock'>;
  may(action: LeadAction, connection: Connection): boolean;
  /** Counts as use. @throws AppError `role.needed` */
  require(action: LeadAction, connection: Connection): void;
  roleOf(connection: Connection): Role;
  gone(connection: Connection): void;
  stop(): void;
}

/** Without use; the lead has gone to the next desk. */
export const LOCKS_AFTER_MS = 15 * 60_000;

/** See `rolesMethods` in the contract. */
export function createRolesService(options: RolesServiceOptions): RolesService {
  const { storage, announcer, clock, newId, later, passphraseHash, unmasked } = options;
  /** The page that a lead has unlocked; one at a time. */
  let lead: { readonly connection: string; until: number } | null = null;
  let stopWaiting: () => void = () => undefined;
  /** While one is looked at, another would be a way around the count. */
  let looking = false;

  const roleOf = ({ id }: Connection): Role => {
    if (lead?.connection !== id) return 'agent';
    // A timer that is late, after the computer has slept, gives nobody more time.
    return clock() < lead.until ? 'lead' : 'agent';
  };
  const may = (action: LeadAction, connection: Connection): boolean =>
    mayIn(action, { role: roleOf(connection), hasLead: passphraseHash !== null, unmasked });

  function state(connection: Connection): RoleState {
    const role = roleOf(connection);
    return {
      ...{ role, hasLead: passphraseHash !== null },
      may: LEAD_ACTIONS.filter((action) => may(action, connection)),
      until: role === 'lead' ? (lead?.until ?? null) : null,
      waitMs: passphraseHash === null ? 0 : waitFor(tries(), clock()),
    };
  }

  function tries(): Tries {
    return storage.read((db) => {
      const [wrong = NaN, lastAt = NaN] = (readMeta(db, 'lead_tries') ?? '').split(' ').map(Number);
      return Number.isFinite(wrong) && Number.isFinite(lastAt) ? { wrong, lastAt } : NO_TRIES;
    });
  }

  function note(action: string, { id: origin }: Connection, next: Tries): void {
    const at = clock();
    storage.write((db, agentId) => {
      writeMeta(db, 'lead_tries', `${next.wrong} ${next.lastAt}`);
      if (action === '') return;
      addAccess(db, {
        ...{ id: newId(), at, agentId, origin, action, reason: '' },
        ...{ subjectKind: 'role', subjectId: 'lead', person: null },
      });
    });
  }

  function begin(connection: Connection): void {
    stopWaiting();
    lead = { connection: connection.id, until: clock() + LOCKS_AFTER_MS };
    wait();
    announcer.emit('roles.changed', {});
  }

  function wait(): void {
    if (lead === null) return;
    stopWaiting = later(Math.max(1, lead.until - clock()), () => {
      if (lead === null || clock() < lead.until) return wait();
      lock();
    });
  }

  function lock(): void {
    if (lead === null) return;
    stopWaiting();
    lead = null;
    announcer.emit('roles.changed', {});
  }

  function use(): void {
    // Not at each use an event: what the page counts down is at most a minute behind.
    if (lead === null || lead.until - clock() > LOCKS_AFTER_MS - 60_000) return;
    lead.until = clock() + LOCKS_AFTER_MS;
    announcer.emit('roles.changed', {});
  }

  async function unlock(passphrase: string, connection: Connection): Promise<RoleState> {
    if (passphraseHash === null) throw new AppError('role.none', 'There is no lead here.');
    const before = tries();
    const waitMs = waitFor(before, clock());
    if (waitMs > 0 || looking) {
      throw new AppError('role.wait', 'Too many wrong passphrases.', { waitMs });
    }
    looking = true;
    try {
      // Counted before it is looked at: whoever ends the app meanwhile has used up a try.
      note('', connection, { wrong: before.wrong + 1, lastAt: clock() });
      const right = await isPassphrase(passphrase, passphraseHash);
      if (!right) {
        note('role-refused', connection, { wrong: before.wrong + 1, lastAt: clock() });
        announcer.emit('roles.changed', {});
        throw new AppError('role.wrong', 'This is not the passphrase.', {
          waitMs: waitFor(tries(), clock()),
        });
      }
      note('role-unlocked', connection, NO_TRIES);
      begin(connection);
      return state(connection);
    } finally {
      looking = false;
    }
  }

  return {
    may,
    roleOf,
    require(action, connection) {
      if (!may(action, connection)) throw new AppError('role.needed', `Only a lead: ${action}.`);
      if (roleOf(connection) === 'lead') use();
    },
    gone(connection) {
      if (lead?.connection === connection.id) lock();
    },
    stop() {
      stopWaiting();
      lead = null;
    },
    handlers: {
      'roles.state': (_, connection) => state(connection),
      'roles.unlock': ({ passphrase }, connection) => unlock(passphrase, connection),
      'roles.lock': (_, connection) => {
        if (roleOf(connection) === 'lead') lock();
        return state(connection);
      },
    },
  };
}
