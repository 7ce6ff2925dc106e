import type { UserAgent } from 'sip.js';
import { answerTo, refusalOf, refusalOfUnreadable, transactionKey } from './brokenRequest.ts';
import type { Refusal } from './brokenRequest.ts';

/**
 * Required by exchanges of calls that go well without: a call that may have no provisional answer is
 * answered all the same (RFC 3262 §3), and one without a session timer just goes on (RFC 4028 §9).
 */
const HARMLESS = ['100rel', 'timer'];

/**
 * Stands before SIP.js's parser and answers what it would drop without a word: its sender would
 * try again for half a minute and then take this phone for dead. RFC 3261 §8.2, RFC 4475.
 */
export function answerBroken(agent: UserAgent, log: (message: string) => void): void {
  const { transport, userAgentCore: core } = agent;
  let taken = false;

  const receive = core.receiveIncomingRequestFromTransport.bind(core);
  core.receiveIncomingRequestFromTransport = (message) => {
    taken = true;
    const { viaBranch: branch, via, method, callId, fromTag, cseq, ruri } = message;
    // SIP.js goes by the branch alone: another sender's could hide in a call's, or swallow it.
    message.viaBranch = transactionKey({
      branch,
      sentBy: `${via.host}:${via.port}`,
      method,
      rest: [callId, fromTag, String(cseq), String(ruri)],
    });
    receive(message);
  };
  const reply = core.replyStateless.bind(core);
  core.replyStateless = (...given) => {
    taken = true;
    return reply(...given);
  };

  function refuse(frame: string, refusal: Refusal): void {
    const answer = answerTo(frame, refusal);
    if (answer === null) return;
    log(`A broken SIP request was refused: ${refusal.status} ${refusal.reason}.`);
    // The socket may be gone again; then nobody waits for the answer.
    transport.send(answer).catch(() => undefined);
  }

  const handle = transport.onMessage;
  transport.onMessage = (frame) => {
    const refusal = refusalOf(frame, [...core.configuration.supportedOptionTags, ...HARMLESS]);
    if (refusal) {
      refuse(frame, refusal);
      return;
    }
    taken = false;
    try {
      handle?.(frame);
    } finally {
      if (!taken) refuse(frame, refusalOfUnreadable(frame));
    }
  };
}
