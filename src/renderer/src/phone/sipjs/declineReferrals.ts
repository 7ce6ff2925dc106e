import type { UserAgentCore } from 'sip.js/lib/core/index.js';

/**
 * Nobody else makes this phone dial (RFC 3515). A REFER within a call is declined by its session;
 * one outside of any, which SIP.js would answer with 405, is declined here. Each leaves a line in
 * the log.
 */
export function declineReferrals(core: UserAgentCore, log: (message: string) => void): void {
  const receive = core.receiveIncomingRequestFromTransport.bind(core);
  core.receiveIncomingRequestFromTransport = (message) => {
    if (message.method === 'REFER')
      log('The other side asked this phone to call somebody: declined.');
    receive(message);
  };
  core.delegate.onRefer = (request) => void request.reject({ statusCode: 603 });
}
