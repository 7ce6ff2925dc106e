import { Dialog } from 'sip.js/lib/core/index.js';
import type { IncomingRequestMessage, UserAgentCore } from 'sip.js/lib/core/index.js';

/**
 * Answers an UPDATE that only says "this call still goes on" (a session timer, RFC 4028 §10).
 * SIP.js answers every UPDATE with 405. This phone keeps no timer of its own, so a plain 200 is
 * the whole answer. One that would change something is left to SIP.js: after its 405 an exchange
 * takes a re-INVITE, which is answered as any.
 */
export function answerRefreshes(core: UserAgentCore): void {
  const receive = core.receiveIncomingRequestFromTransport.bind(core);
  core.receiveIncomingRequestFromTransport = (message) => {
    const dialog = core.dialogs.get(message.callId + message.toTag + message.fromTag);
    if (message.method !== 'UPDATE' || !dialog || !isMereRefresh(message, dialog)) {
      receive(message);
      return;
    }
    // Out of order. RFC 3261 §12.2.2.
    if (dialog.remoteSequenceNumber !== undefined && message.cseq <= dialog.remoteSequenceNumber) {
      core.replyStateless(message, { statusCode: 500 });
      return;
    }
    // The base class alone: it counts the request, and a session's own would answer 501.
    Dialog.prototype.receiveRequest.call(dialog, message);
    // A 2xx to UPDATE carries our Contact. RFC 3311 §5.2.
    const contact = `Contact: ${core.configuration.contact.toString()}`;
    core.replyStateless(message, { statusCode: 200, extraHeaders: [contact] });
  };
}

function isMereRefresh(message: IncomingRequestMessage, dialog: Dialog): boolean {
  if (message.body || dialog.early) return false;
  const contact: unknown = message.hasHeader('contact') ? message.parseHeader('contact') : null;
  if (contact === null) return true;
  const target = (contact as { uri?: unknown } | undefined)?.uri;
  return String(target) === String(dialog.remoteTarget);
}
