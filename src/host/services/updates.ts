import type { IeumContract } from '#shared/contract/index.ts';
import type { UpdatesState } from '#shared/contract/updates.ts';
import {
  CHECK_EVERY_MS,
  FIRST_CHECK_AFTER_MS,
  updateAddress,
} from '#shared/domain/update/update.ts';
import type { Installation, UpdatePolicy } from '#shared/domain/update/update.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Ticker } from '../ticker.ts';

/** What a desktop shell has to renew the app with. */
export interface Updater {
  readonly installation: Installation;
  /**
   * @returns the newer version that is there; null: none is
   * @throws Error when the address does not answer
   */
  check(url: string): Promise<string | null>;
  /** Fetches what the last check found. @throws UnsignedUpdate; Error when it breaks off */
  fetch(): Promise<void>;
  /** Ends the app and puts what was fetched in its place. */
  install(): void;
}

/** What came is not what the publisher signed; it is deleted. */
export class UnsignedUpdate extends Error {}

export interface UpdatesServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  /** Null in a browser. */
  readonly updater: Updater | null;
  readonly policy: UpdatePolicy;
  /** Fetching would take from the line, and nothing is put in place. */
  readonly inCall: () => boolean;
  readonly clock: () => number;
  readonly log: Log;
  readonly ticker: Ticker;
}

export interface UpdatesService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `updates.${string}`>
  >;
  stop(): void;
}

const LOOK_EVERY_MS = 60_000;

/** See `updatesMethods` in the contract. */
export function createUpdatesService(options: UpdatesServiceOptions): UpdatesService {
  const { announcer, updater, policy, inCall, clock, log, ticker } = options;
  const where = updater
    ? updateAddress(updater.installation, policy)
    : ({ refusal: 'not-installed' } as const);
  let state: UpdatesState = {
    refusal: 'refusal' in where ? where.refusal : null,
    ...{ step: 'idle', version: null, checkedAt: null, failed: null },
  };
  let due = clock() + FIRST_CHECK_AFTER_MS;
  let stopped = false;

  function become(change: Partial<UpdatesState>): void {
    if (stopped) return;
    state = { ...state, ...change };
    announcer.emit('updates.changed', state);
  }

  async function look(shell: Updater, url: string): Promise<void> {
    due = clock() + CHECK_EVERY_MS;
    become({ step: 'checking', failed: null });
    try {
      const version = await shell.check(url);
      become({ step: version === null ? 'idle' : 'fetching', version, checkedAt: clock() });
      if (version === null) return;
      await shell.fetch();
      log.info('update', { ready: version });
      become({ step: 'ready' });
    } catch (error) {
      log.warn('update', describeError(error));
      const failed = error instanceof UnsignedUpdate ? 'update.unsigned' : 'update.failed';
      become({ step: 'idle', version: null, failed });
    }
  }

  const stopTicking =
    updater && 'url' in where
      ? ticker(LOOK_EVERY_MS, () => {
          if (state.step !== 'idle' || clock() < due || inCall()) return;
          void look(updater, where.url);
        })
      : () => undefined;

  function refuseInCall(): void {
    if (inCall()) throw new AppError('update.in-call', 'A call goes on.');
  }

  return {
    handlers: {
      'updates.state': () => state,
      'updates.check'() {
        if (!updater || !('url' in where)) {
          throw new AppError('update.off', 'This app does not renew itself.');
        }
        refuseInCall();
        if (state.step === 'idle') void look(updater, where.url);
        return state;
      },
      'updates.install'() {
        if (!updater || state.step !== 'ready') {
          throw new AppError('update.not-ready', 'No newer version has been fetched.');
        }
        refuseInCall();
        updater.install();
        return {};
      },
    },
    stop() {
      stopped = true;
      stopTicking();
    },
  };
}
