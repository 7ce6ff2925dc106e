import { isDeepStrictEqual } from 'node:util';
import type { AccountState } from '#shared/contract/account.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { accountSchema } from '#shared/domain/account.ts';
import type { Account } from '#shared/domain/account.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import type { Storage } from '../db/storage.ts';
import type { ProvisioningResult } from '../provisioning/readProvisioning.ts';
import type { SecretStore } from '../secrets.ts';
import {
  credentialsOf,
  forgetSecrets,
  passwordName,
  withoutSecrets,
  withSecrets,
} from './accountSecrets.ts';
import type { DeskService } from './desk.ts';

export interface AccountServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly secrets: SecretStore;
  readonly desk: DeskService;
  readonly provisioning: ProvisioningResult | null;
}

export interface AccountService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    'account.get' | 'account.save' | 'account.forget' | 'account.secret'
  >;
  announce(): void;
  current(): Account | null;
}

/** Where the account, without its secrets, is among the stored settings. */
const SETTING = 'account';

export function createAccountService(options: AccountServiceOptions): AccountService {
  const { storage, announcer, clock, secrets, desk, provisioning } = options;
  const provisioned = provisioning?.provisioned ?? null;

  function saved(): Account | null {
    const stored = storage.read((db) => readSetting(db, SETTING));
    // An account that a newer version wrote and this one cannot read is as good as none.
    const account = accountSchema.safeParse(stored?.value);
    return account.success ? withSecrets(account.data, secrets) : null;
  }

  function passwordOf(account: Account): string | null {
    return provisioned?.password ?? secrets.get(passwordName(account.uri));
  }

  function get(): AccountState {
    const account = provisioned?.account ?? saved();
    return {
      account,
      source: provisioned ? 'provisioned' : account ? 'saved' : 'none',
      hasSecret: account !== null && passwordOf(account) !== null,
      secretKept: secrets.kept,
      provisioning: provisioning && {
        file: provisioning.file,
        faults: [...provisioning.faults],
      },
    };
  }

  function announce(): AccountState {
    const state = get();
    announcer.emit('account.changed', state);
    return state;
  }

  /** All that is left to the agent of a provisioned account is a password it does not bring. */
  function saveProvisionedPassword(account: Account, password: string | undefined): void {
    const own = provisioned !== null && provisioned.password === null;
    if (!own || password === undefined || !isDeepStrictEqual(account, provisioned.account)) {
      throw new AppError('account.locked', 'The administrator decides this account.');
    }
    secrets.set(passwordName(account.uri), password);
  }

  function save(account: Account, password: string | undefined): void {
    const before = saved();
    const kept = before && secrets.get(passwordName(before.uri));
    const next = password ?? kept;
    // The account first: a secret without its account would be kept and never found again.
    storage.write((db) => writeSetting(db, SETTING, withoutSecrets(account), clock()));
    if (before) forgetSecrets(before, secrets);
    if (next) secrets.set(passwordName(account.uri), next);
    for (const [name, value] of credentialsOf(account)) secrets.set(name, value);
  }

  announcer.subscribe(({ event }) => {
    if (event === 'secrets.changed') announce();
  });

  return {
    announce: () => void announce(),
    current: () => provisioned?.account ?? saved(),
    handlers: {
      'account.get': get,
      'account.save': ({ account, password }) => {
        if (provisioned) saveProvisionedPassword(account, password);
        else save(account, password);
        return announce();
      },
      'account.forget': () => {
        if (provisioned) {
          throw new AppError('account.locked', 'The administrator decides this account.');
        }
        const before = saved();
        storage.write((db) => writeSetting(db, SETTING, null, clock()));
        if (before) forgetSecrets(before, secrets);
        return announce();
      },
      'account.secret': ({ deskId }, connection) => {
        if (!desk.holds(connection, deskId)) {
          throw new AppError('desk.taken', 'Only the page that holds the phone gets the password.');
        }
        const account = provisioned?.account ?? saved();
        if (!account) throw new AppError('account.missing', 'There is no account.');
        const password = passwordOf(account);
        if (password === null) {
          throw new AppError('account.secret-missing', 'The password must be typed again.');
        }
        return { password };
      },
    },
  };
}
