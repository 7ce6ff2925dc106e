import { SessionState } from 'sip.js';
import type { Session } from 'sip.js';
import type { CallMedia } from './callMedia.ts';
import type { Holding } from './holding.ts';
import type { MediaOptions } from './mediaHandler.ts';

/** A new path is asked for so often, at `RENEW_AGAIN_MS`, while another request is under way. */
const RENEW_RETRIES = 20;
const RENEW_AGAIN_MS = 2_000;

export interface PathRenewalDeps {
  readonly media: CallMedia;
  readonly holding: Holding;
  /** The agent has hung up. */
  isOver(): boolean;
  /** The far end knows nothing of this call any more. */
  gone(): void;
}

/**
 * The line is back and registered: the far end's requests and sound have to find us where we are
 * now. A re-INVITE brings our new Contact (RFC 3261 §12.2.1.1) and new addresses for the sound
 * (RFC 8839 §4.4.1.1.1); the old path is used until the new one works.
 */
export function renewPath(
  session: Session,
  deps: PathRenewalDeps,
  retries: number = RENEW_RETRIES,
): void {
  const { media, holding } = deps;
  if (session.state !== SessionState.Established || deps.isOver()) return;
  const again = (): void => {
    if (retries > 0) setTimeout(() => renewPath(session, deps, retries - 1), RENEW_AGAIN_MS);
  };
  session
    .invite({
      sessionDescriptionHandlerOptions: {
        hold: holding.agreed,
        offerOptions: { iceRestart: true },
      } as MediaOptions,
      requestDelegate: {
        onAccept: () => {
          holding.settle();
          media.apply();
          media.watchRemote();
        },
        onReject: ({ message }) => {
          holding.settle();
          const status = message.statusCode ?? 0;
          // The far end hung up while nobody could tell us. RFC 3261 §12.2.1.2.
          if (status === 481) deps.gone();
          else if (status === 491) again();
        },
      },
    })
    // A request of before the loss is still waiting for its answer.
    .catch(again);
}
