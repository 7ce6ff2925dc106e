import type { CallCard } from '#shared/contract/callCard.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import type { DeskService } from './desk.ts';

/** The small window over all others: what only a desktop shell can show. */
export interface CardWindow {
  /** How many calls it has to show; with 0 it goes. */
  ring(calls: number): void;
  /** Brings the app's own window in front. */
  raise(): void;
}

export interface CallCardServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly desk: Pick<DeskService, 'holds'>;
  /** Null where the shell has none. */
  readonly window: CardWindow | null;
  readonly wanted: () => boolean;
}

export interface CallCardService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    'callCard.tell' | 'callCard.state' | 'callCard.press'
  >;
  /** The setting may be another one. */
  refresh(): void;
  /** The page that said what rings is gone, and its calls with it. */
  gone(connection: Connection): void;
}

/** Keeps what rings for the card, and passes its buttons on while they still mean something. */
export function createCallCardService(options: CallCardServiceOptions): CallCardService {
  const { announcer, desk, window, wanted } = options;
  let card: CallCard | null = null;
  let teller: string | null = null;

  function show(next: CallCard | null): void {
    card = next;
    window?.ring(wanted() ? (card?.calls.length ?? 0) : 0);
    announcer.emit('callCard.changed', { card });
  }

  return {
    handlers: {
      'callCard.tell': ({ deskId, card: told }, connection) => {
        if (!desk.holds(connection, deskId)) {
          throw new AppError('desk.taken', 'Only the page that holds the phone says what rings.');
        }
        teller = connection.id;
        show(told && told.calls.length > 0 ? told : null);
        return {};
      },
      'callCard.state': () => ({ card }),
      'callCard.press': ({ callId, action }) => {
        const call = card?.calls.find((one) => one.callId === callId);
        if (!call || (action === 'text' && !call.canText)) return { taken: false };
        // A text is written in the app's own window; answering leaves the agent where they are.
        if (action === 'text' || action === 'open') window?.raise();
        announcer.emit('callCard.pressed', { callId, action });
        return { taken: true };
      },
    },
    refresh() {
      window?.ring(wanted() ? (card?.calls.length ?? 0) : 0);
    },
    gone(connection) {
      if (connection.id !== teller) return;
      teller = null;
      if (card) show(null);
    },
  };
}
