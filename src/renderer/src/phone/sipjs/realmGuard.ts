import type { UserAgent } from 'sip.js';
import { DigestAuthentication } from 'sip.js/lib/core/index.js';
import type { UserAgentCore } from 'sip.js/lib/core/index.js';
import type { UnansweredChallenge } from '#shared/domain/line/registration.ts';
import { putAnswerableFirst } from './challenges.ts';
import { digestHeader, isKnownAlgorithm, strongAlgorithm } from './digest.ts';
import type { Challenge } from './digest.ts';

type Request = Parameters<DigestAuthentication['authenticate']>[0];

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly realm: string;
}

class GuardedDigest extends DigestAuthentication {
  readonly #credentials: Credentials;
  readonly #onUnanswered: (why: UnansweredChallenge, challenge: Challenge) => void;
  /** Of an algorithm that SIP.js does not know. */
  #header: string | null = null;

  constructor(
    core: UserAgentCore,
    credentials: Credentials,
    onUnanswered: (why: UnansweredChallenge, challenge: Challenge) => void,
  ) {
    super(core.loggerFactory, undefined, credentials.user, credentials.password);
    this.#credentials = credentials;
    this.#onUnanswered = onUnanswered;
  }

  override authenticate(request: Request, challenge: Challenge): boolean {
    this.#header = null;
    if (challenge.realm !== this.#credentials.realm) {
      this.#onUnanswered('foreign-realm', challenge);
      return false;
    }
    if (!isKnownAlgorithm(challenge.algorithm)) {
      this.#onUnanswered('unknown-algorithm', challenge);
      return false;
    }
    const algorithm = strongAlgorithm(challenge.algorithm ?? 'MD5');
    // SIP.js itself calls this without the body, which `auth-int` covers.
    const body = request.body?.body ?? '';
    if (algorithm === null) return super.authenticate(request, challenge, body);
    const asked = { method: request.method, uri: request.ruri.toString(), body };
    this.#header = digestHeader(algorithm, challenge, this.#credentials, asked, freshNonce());
    return this.#header !== null;
  }

  override toString(): string {
    return this.#header ?? super.toString();
  }
}

/**
 * Lets the password answer challenges of one realm only. SIP.js answers any, so that any element
 * on the way could collect digests to guess the password from. RFC 3261 §22.1, RFC 8760 §2.6.
 * Answers SHA-256 and SHA-512-256 too, where SIP.js knows MD5 alone.
 */
export function bindCredentials(
  agent: UserAgent,
  credentials: Credentials,
  onUnanswered: (why: UnansweredChallenge, challenge: Challenge) => void,
): void {
  const core = agent.userAgentCore;
  core.configuration.authenticationFactory = () =>
    new GuardedDigest(core, credentials, onUnanswered);

  const receive = core.receiveIncomingResponseFromTransport.bind(core);
  core.receiveIncomingResponseFromTransport = (message) => {
    if (message.statusCode === 401 || message.statusCode === 407) {
      putAnswerableFirst(message.headers, credentials.realm);
    }
    receive(message);
  };
}

function freshNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
