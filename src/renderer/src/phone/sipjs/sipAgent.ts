import { SIPExtension, UserAgent } from 'sip.js';
import type { URI, UserAgentOptions } from 'sip.js';
import type { Account } from '#shared/domain/account.ts';
import { rtcConfiguration } from '../rtcConfiguration.ts';
import { answerBroken } from './answerBroken.ts';
import { declineReferrals } from './declineReferrals.ts';
import { guardFrames } from './frameGuard.ts';
import { MediaHandler } from './mediaHandler.ts';
import { ServerListTransport } from './serverListTransport.ts';
import { answerRefreshes } from './sessionRefresh.ts';
import { acceptTelAddresses } from './telAddress.ts';

export interface SipAgentOptions {
  readonly account: Account;
  readonly password: string;
  /** Another way to carry SIP than WebSocket: the practice exchange. */
  readonly transport?: Pick<UserAgentOptions, 'transportConstructor' | 'transportOptions'>;
  readonly log: (message: string) => void;
}

/** Seconds to wait for a socket, and for an unanswered incoming call: above any exchange's own. */
const CONNECTION_TIMEOUT_S = 5;
const NO_ANSWER_TIMEOUT_S = 180;

/**
 * SIP.js's user agent as this phone needs it. Every frame, in and out, goes through its transport:
 * what watches or guards them is put around it here, the outermost last.
 */
export function createSipAgent(options: SipAgentOptions, aor: URI): UserAgent {
  const { account, log } = options;
  const agent = new UserAgent({
    uri: aor,
    authorizationUsername: account.authorizationUser,
    authorizationPassword: options.password,
    displayName: account.displayName,
    contactParams: { transport: 'ws' },
    // Off by default in SIP.js: without it nobody can be handed to this phone.
    sipExtensionReplaces: SIPExtension.Supported,
    noAnswerTimeout: NO_ANSWER_TIMEOUT_S,
    userAgentString: 'Ieum',
    logBuiltinEnabled: false,
    logConfiguration: false,
    // Its warnings name states and methods, never credentials; the rest is a trace.
    logConnector: (level, category, _label, content) => {
      if (level === 'error' || level === 'warn') log(`${category}: ${content}`);
    },
    sessionDescriptionHandlerFactory: (session) =>
      new MediaHandler(session.userAgent.getLogger('media'), rtcConfiguration(account)),
    transportConstructor: ServerListTransport,
    transportOptions: { servers: account.servers, connectionTimeout: CONNECTION_TIMEOUT_S },
    ...options.transport,
  });
  acceptTelAddresses(agent.transport);
  answerRefreshes(agent.userAgentCore);
  declineReferrals(agent.userAgentCore, log);
  return agent;
}

/**
 * The outermost: to be called when everything that takes requests is in place, since a request that
 * nothing takes is answered as broken.
 */
export function guardAgent(agent: UserAgent, log: (message: string) => void): void {
  answerBroken(agent, log);
  guardFrames(agent.transport, log);
}
