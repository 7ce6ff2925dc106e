import type { Autostart, DesktopPlace } from '#shared/contract/desktop.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { Reserved } from '#shared/domain/availability/status.ts';
import type { ShellState, TrayChoice } from '#shared/domain/shell/tray.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { readStatus } from '../db/availability.ts';
import { callsNow } from '../db/calls.ts';
import { isStorageError } from '../db/errors.ts';
import { countOpen, openPromises } from '../db/promises.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import type { Ticker } from '../ticker.ts';
import type { AvailabilityService } from './availability.ts';

/** What a desktop shell shows of the agent's work, and what it can do with the system. */
export interface DesktopShell {
  /** After each change, and as time goes by. */
  show(state: ShellState): void;
  /** Whether an app without a window can be found again. */
  hasTray(): Promise<boolean>;
  /** As the system says it. */
  autostart(): Autostart;
}

export interface DesktopServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  readonly settings: () => Settings;
  /** Whether a page holds the phone: without one there is no call, whatever the records say. */
  readonly deskHeld: () => boolean;
  readonly availability: AvailabilityService['handlers'];
  /** Null in a browser. */
  readonly shell: DesktopShell | null;
}

export interface DesktopService {
  readonly handlers: Pick<Handlers<IeumContract>, 'desktop.state'>;
  readonly actions: DesktopActions;
  stop(): void;
}

/** What a person asks for in the tray and in the menu. */
export interface DesktopActions {
  state(): ShellState;
  /** Now, or after the call of this moment: by the same way as in the page, which hears of it. */
  choose(to: TrayChoice): Promise<void>;
  goTo(place: DesktopPlace): void;
  /** The page ends every call; what becomes of them is seen in `state`. */
  leave(): void;
}

/** Promises become overdue, and absences longer than meant, without anybody's doing. */
const LOOK_AGAIN_MS = 15_000;

const CONCERNS: ReadonlySet<string> = new Set([
  ...['availability.changed', 'promises.changed', 'calls.changed', 'settings.changed'],
  ...['desk.changed', 'app.storageChanged'],
]);

export function createDesktopService(options: DesktopServiceOptions): DesktopService {
  const { storage, announcer, clock, newId, log, settings, deskHeld, availability } = options;
  const { shell } = options;

  function state(): ShellState {
    const now = clock();
    const { language, awayReasons: reasons } = settings();
    return storage.read((db) => {
      const calls = deskHeld() ? callsNow(db, storage.agentId) : { all: 0, talking: 0 };
      return {
        ...{ language, reasons, calls: calls.all, talking: calls.talking > 0 },
        status: readStatus(db, storage.agentId),
        next: openPromises(db, now, null, 1)[0] ?? null,
        overdue: countOpen(db, now).overdue,
      };
    });
  }

  function show(): void {
    try {
      shell?.show(state());
    } catch (error) {
      // The next look shows it; a tray must not stop the host.
      if (!isStorageError(error)) throw error;
    }
  }

  function reservedOf(to: TrayChoice): Reserved | null {
    if (to === 'available') return to;
    const reason = settings().awayReasons.find(({ id }) => id === to.reasonId);
    // Taken off the list while the menu was open.
    if (!reason) return null;
    const back = reason.minutes === null ? null : { minutes: reason.minutes };
    return { reasonId: reason.id, reasonName: reason.name, back, note: '', alternate: '' };
  }

  async function choose(to: TrayChoice): Promise<void> {
    const next = reservedOf(to);
    if (next === null) return;
    const id = newId();
    const tray: Connection = { id: 'tray' };
    try {
      if (state().talking) await availability['availability.reserve']({ id, next }, tray);
      else await availability['availability.set']({ id, to: next, by: 'agent' }, tray);
    } catch (error) {
      if (!(error instanceof AppError) && !isStorageError(error)) throw error;
      log.warn('the status was not changed in the tray', describeError(error));
      show();
    }
  }

  const stopTicking = shell === null ? () => undefined : options.ticker(LOOK_AGAIN_MS, show);
  const stopHearing =
    shell === null
      ? () => undefined
      : announcer.subscribe(({ event }) => {
          if (CONCERNS.has(event)) show();
        });
  show();

  return {
    handlers: {
      'desktop.state': async () =>
        shell === null
          ? { tray: false, autostart: 'unavailable' }
          : { tray: await shell.hasTray(), autostart: shell.autostart() },
    },
    actions: {
      state,
      choose,
      goTo: (place) => announcer.emit('desktop.goTo', { place }),
      leave: () => announcer.emit('desktop.leaving', {}),
    },
    stop() {
      stopTicking();
      stopHearing();
    },
  };
}
