import { DigestAuthentication } from 'sip.js/lib/core/index.js';
import type { UserAgentCore } from 'sip.js/lib/core/index.js';
import type { UserAgent } from 'sip.js';

/** The parser's result, of which SIP.js has no type. */
interface Challenge {
  readonly realm?: string;
}
type Request = Parameters<DigestAuthentication['authenticate']>[0];

class RealmBoundDigest extends DigestAuthentication {
  readonly #realm: string;
  readonly #onForeign: (realm: string) => void;

  constructor(
    core: UserAgentCore,
    user: string,
    password: string,
    realm: string,
    onForeign: (realm: string) => void,
  ) {
    super(core.loggerFactory, undefined, user, password);
    this.#realm = realm;
    this.#onForeign = onForeign;
  }

  override authenticate(request: Request, challenge: Challenge, body?: string): boolean {
    const realm = challenge.realm ?? '';
    if (realm !== this.#realm) {
      this.#onForeign(realm);
      return false;
    }
    return super.authenticate(request, challenge, body);
  }
}

/**
 * Lets the password answer challenges of one realm only. SIP.js answers any, so that any element
 * on the way could collect digests to guess the password from. RFC 3261 §22.1, RFC 8760 §2.6.
 */
export function bindCredentials(
  agent: UserAgent,
  { user, password, realm }: { user: string; password: string; realm: string },
  onForeign: (realm: string) => void,
): void {
  const core = agent.userAgentCore;
  core.configuration.authenticationFactory = () =>
    new RealmBoundDigest(core, user, password, realm, onForeign);
}
