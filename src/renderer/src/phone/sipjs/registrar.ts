import { Grammar } from 'sip.js';
import type { URI, UserAgent } from 'sip.js';
import type { IncomingResponse, OutgoingRequestMessage } from 'sip.js/lib/core/index.js';
import type { RegisterResponse, UnansweredChallenge } from '#shared/domain/line/registration.ts';

export interface RegisterResult {
  readonly response: RegisterResponse;
  /** Seconds: granted where the answer is a 2xx, asked for otherwise. */
  readonly expires: number;
}

/**
 * The REGISTER requests of one connection. SIP.js's Registerer refuses a second request after a
 * drop, refreshes at 99 % of the time granted and follows a 423 without end; what comes after an
 * answer is decided by `afterRegister` instead.
 */
export class Registrar {
  readonly #agent: UserAgent;
  readonly #aor: URI;
  readonly #message: OutgoingRequestMessage;
  #unanswered: UnansweredChallenge | null = null;

  constructor(agent: UserAgent, aor: URI) {
    this.#agent = agent;
    this.#aor = aor;
    const registrar = aor.clone();
    // The registrar is addressed by its domain alone. RFC 3261 §10.2.
    registrar.user = undefined;
    this.#message = agent.userAgentCore.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      aor,
      aor,
      {},
      [],
      undefined,
    );
  }

  noteUnanswered(why: UnansweredChallenge): void {
    this.#unanswered = why;
  }

  /** @param expires seconds to ask for; 0 takes the binding away */
  register(expires: number): Promise<RegisterResult> {
    const message = this.#message;
    this.#unanswered = null;
    // One Call-ID for all of a connection's requests, each with the next CSeq. RFC 3261 §10.2.4.
    message.cseq += 1;
    message.setHeader('cseq', `${message.cseq} REGISTER`);
    const contact = this.#agent.contact.toString({ register: true });
    message.extraHeaders = [
      `Contact: ${contact};expires=${expires}`,
      'Allow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, REFER',
    ];

    return new Promise((resolve) => {
      const settle = ({ message: answer }: Pick<IncomingResponse, 'message'>): void => {
        const status = answer.statusCode ?? 0;
        resolve({
          response: {
            status,
            retryAfter: seconds(answer.getHeader('retry-after')),
            minExpires: seconds(answer.getHeader('min-expires')),
            unanswered: this.#unanswered,
          },
          expires: status < 300 ? (this.#granted(answer) ?? expires) : expires,
        });
      };
      this.#agent.userAgentCore.register(message, {
        onAccept: settle,
        onReject: settle,
        onRedirect: settle,
      });
    });
  }

  /**
   * Asks the server for a sign of life. RFC 3261 §11; whatever it answers will do.
   * @param answered a final response came, and not one that SIP.js made up
   */
  ping(answered: () => void): void {
    const core = this.#agent.userAgentCore;
    const registrar = this.#message.ruri;
    const message = core.makeOutgoingRequestMessage(
      'OPTIONS',
      registrar,
      this.#aor,
      registrar,
      {},
      [],
      undefined,
    );
    const settle = ({ message: answer }: Pick<IncomingResponse, 'message'>): void => {
      // A time-out comes as a 408 without headers. RFC 3261 §8.1.3.1.
      if (answer.hasHeader('cseq')) answered();
    };
    core.request(message, { onAccept: settle, onReject: settle, onRedirect: settle });
  }

  get aor(): URI {
    return this.#aor;
  }

  /** Seconds granted to our own contact, among all the contacts of the account. */
  #granted(answer: IncomingResponse['message']): number | undefined {
    const ours = this.#agent.contact.uri.user;
    for (const value of answer.getHeaders('contact')) {
      const contact = Grammar.nameAddrHeaderParse(value);
      if (contact?.uri.user !== ours) continue;
      const granted = Number(contact?.getParam('expires'));
      if (Number.isFinite(granted) && granted > 0) return granted;
    }
    return seconds(answer.getHeader('expires'));
  }
}

function seconds(value: string | undefined): number | undefined {
  const parsed = value === undefined ? Number.NaN : Number.parseInt(value, 10);
  return Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined;
}
