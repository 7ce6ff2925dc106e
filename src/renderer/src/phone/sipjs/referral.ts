import type { Notification, Session, URI } from 'sip.js';
import type { NetworkEvent } from '#shared/domain/call/call.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import { referOutcome } from './referOutcome.ts';
import { causeOfStatus } from './statusCause.ts';

/**
 * Asks the other side of a call to call somebody else: REFER within the call (RFC 3515). It is not
 * over with an answer to it: the other side tells by NOTIFY how its new call fares.
 */
export class Referrals {
  readonly #session: Session;
  readonly #report: (event: NetworkEvent) => void;
  /** Counts the REFERs: news of an earlier one is none of a later one. */
  #count = 0;

  constructor(session: Session, report: (event: NetworkEvent) => void) {
    this.#session = session;
    this.#report = report;
  }

  /** @param to an address, or a session of ours that the new one takes the place of (RFC 3891) */
  refer(to: URI | Session): void {
    const serial = (this.#count += 1);
    const report = (event: NetworkEvent): void => {
      if (serial === this.#count) this.#report(event);
    };
    const failed = (cause: Cause): void => report({ type: 'transferFailed', cause });
    const onNotify = (notification: Notification): void => {
      notification.accept().catch(() => undefined);
      const { body } = notification.request;
      const state = notification.request.getHeader('subscription-state') ?? '';
      const event = referOutcome(body, state);
      if (event) report(event);
    };
    this.#session
      .refer(to, {
        onNotify,
        requestDelegate: {
          onReject: ({ message }) => {
            const cause = causeOfStatus(message.statusCode ?? 0, message.reasonPhrase);
            // Their phone would not call anybody: nobody was busy, nobody declined a call.
            failed(cause.status === undefined ? cause : { ...cause, code: 'transfer.declined' });
          },
        },
      })
      .catch(() => failed({ code: 'network.down' }));
  }
}
