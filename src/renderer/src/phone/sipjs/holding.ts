import { Inviter } from 'sip.js';
import type { Session } from 'sip.js';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import type { CallMedia } from './callMedia.ts';
import type { MediaOptions } from './mediaHandler.ts';
import { causeOfStatus } from './statusCause.ts';

/** How often a hold or resume that crossed the other side's is tried again. */
const GLARE_RETRIES = 3;

export interface HoldingDeps {
  readonly media: CallMedia;
  report(event: NetworkEvent): void;
  /** 0 to 1; spreads the retry after a 491. */
  random(): number;
}

/**
 * Holding a call and resuming it, by re-INVITE (RFC 3264 §8.4). SIP.js resolves on sending; here it
 * is committed when the other side accepts, and taken back when it does not.
 */
export class Holding {
  readonly #session: Session;
  readonly #deps: HoldingDeps;
  #onHold = false;
  /** The other side would not be held and is silent all the same. */
  #unheard = false;

  constructor(session: Session, deps: HoldingDeps) {
    this.#session = session;
    this.#deps = deps;
  }

  /** As the other side has accepted it, or without its consent after `holdUnheard`. */
  get onHold(): boolean {
    return this.#onHold;
  }

  /** What the other side knows of it. */
  get agreed(): boolean {
    return this.#onHold && !this.#unheard;
  }

  hold(): void {
    this.#ask(true, GLARE_RETRIES);
  }

  /** The hold was refused and the agent is with somebody else: no sound, either way. */
  holdUnheard(): void {
    this.#onHold = true;
    this.#unheard = true;
    this.#deps.media.talk(false);
  }

  resume(): void {
    if (!this.#unheard) {
      this.#ask(false, GLARE_RETRIES);
      return;
    }
    // The other side knows of no hold: there is nothing to take back with it.
    this.#unheard = false;
    this.#onHold = false;
    this.settle();
    this.#deps.media.talk(true);
    this.#deps.report({ type: 'resumeAccepted' });
  }

  /** SIP.js would answer the far end's next offer as if our last one had been accepted. */
  settle(): void {
    this.#session.sessionDescriptionHandlerOptionsReInvite = { hold: this.agreed } as MediaOptions;
  }

  #ask(hold: boolean, retries: number): void {
    const { media, report, random } = this.#deps;
    const refused = (cause: Cause): void => {
      this.settle();
      // May come back as `holdUnheard`.
      report({ type: hold ? 'holdRefused' : 'resumeRefused', cause });
      media.talk(!this.#onHold);
    };
    // Silence first, ask later: on refusal the tracks go back to what the call really is.
    if (hold) media.talk(false);
    this.#session
      .invite({
        sessionDescriptionHandlerOptions: { hold } as MediaOptions,
        requestDelegate: {
          onAccept: () => {
            this.#onHold = hold;
            media.talk(!hold);
            media.watchRemote();
            report({ type: hold ? 'holdAccepted' : 'resumeAccepted' });
          },
          onReject: ({ message }) => {
            const status = message.statusCode ?? 0;
            // Both sides asked at once; the one who made the call waits longer. RFC 3261 §14.1.
            if (status === 491 && retries > 0) {
              const owner = this.#session instanceof Inviter;
              const ms = owner ? 2_100 + 1_900 * random() : 2_000 * random();
              setTimeout(() => this.#ask(hold, retries - 1), ms);
              return;
            }
            refused(causeOfStatus(status, message.reasonPhrase));
          },
        },
      })
      .catch(() => refused({ code: 'network.down' }));
  }
}
