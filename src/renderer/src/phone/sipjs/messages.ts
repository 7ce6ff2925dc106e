import type { Message, URI, UserAgent } from 'sip.js';
import type {
  IncomingRequestMessage,
  IncomingResponse,
  OutgoingRequestMessage,
} from 'sip.js/lib/core/index.js';
import { ACCEPTED, readBody } from '#shared/domain/message/body.ts';
import { admitMessage } from '#shared/domain/message/messageGate.ts';
import type { AdmittedMessages } from '#shared/domain/message/messageGate.ts';
import { outcomeOfAnswer } from '#shared/domain/message/outcome.ts';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import { bareAddress } from '#shared/domain/message/thread.ts';
import type { IncomingMessage, OutgoingMessage } from '../port.ts';
import { partyOf } from './party.ts';

/**
 * Milliseconds the store may take: its sender, or a proxy between us, gives up after some seconds,
 * and what it was not told of in time it will send again.
 */
export const KEEP_LIMIT_MS = 4_000;

/** A Call-ID, CSeq and tag beyond this belong to nobody who means well. */
const LONGEST_COPY_KEY = 1_024;

/** Answers remembered, so that a second copy is told the same without a question to the host. */
const REMEMBERED = 200;

export interface MessagesDeps {
  /**
   * Stores a message.
   * @param answerBy epoch milliseconds; kept by then or not at all
   * @returns true once it is on the disk, or was before
   */
  keep(message: IncomingMessage, answerBy: number): Promise<boolean>;
  /** So many have been turned away since the phone was started, because too many came. */
  flooded(refused: number): void;
  /** Epoch milliseconds. */
  now(): number;
  monotonicNow(): number;
}

/** What a request is answered with. */
interface Answer {
  readonly statusCode: number;
  readonly extraHeaders?: string[];
}

/**
 * SIP MESSAGE (RFC 3428), in and out of a call. One that comes is answered 200 when it is stored
 * and not before (§7): what could not be kept is 480, so that its sender knows and tries again.
 */
export class Messages {
  readonly #agent: UserAgent;
  readonly #deps: MessagesDeps;
  #admitted: AdmittedMessages = [];
  #refused = 0;
  /** By what is the same in every copy of a message. */
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #unanswered = new Set<(outcome: SendOutcome) => void>();

  constructor(agent: UserAgent, deps: MessagesDeps) {
    this.#agent = agent;
    this.#deps = deps;
    this.#answerCopies();
  }

  async receive(message: Message): Promise<void> {
    const { request } = message;
    const key = copyKeyOf(request);
    let answer = this.#answers.get(key);
    if (!answer) {
      // What cannot be understood at all must not end in an error that nobody catches.
      answer = this.#answerTo(request, key).catch(() => ({ statusCode: 500 }));
      this.#remember(key, answer);
    }
    const { statusCode, extraHeaders = [] } = await answer;
    const options = { statusCode, extraHeaders };
    await (statusCode < 300 ? message.accept(options) : message.reject(options)).catch(ignore);
  }

  /** A request made but not sent, so that its Call-ID can be recorded first. */
  prepare(target: URI, body: string): OutgoingMessage {
    const core = this.#agent.userAgentCore;
    // No Contact: RFC 3428 §4 wants none outside of a call.
    const request = core.makeOutgoingRequestMessage(
      'MESSAGE',
      target,
      core.configuration.aor,
      target,
      {},
      [],
      { contentDisposition: 'render', contentType: 'text/plain;charset=UTF-8', content: body },
    );
    return { sipCallId: request.callId, send: () => this.#send(request) };
  }

  /** The answers to what is on its way would come by the line that is lost. */
  lineLost(): void {
    for (const settle of [...this.#unanswered]) {
      settle({ type: 'uncertain', cause: { code: 'message.line-lost' } });
    }
  }

  #send(request: OutgoingRequestMessage): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const settle = (outcome: SendOutcome): void => {
        this.#unanswered.delete(settle);
        resolve(outcome);
      };
      this.#unanswered.add(settle);
      const onAnswer = ({ message }: Pick<IncomingResponse, 'message'>): void => {
        const { statusCode = 0, reasonPhrase = '' } = message;
        // What SIP.js makes up has no headers.
        settle(outcomeOfAnswer(statusCode, !message.hasHeader('cseq'), reasonPhrase));
      };
      this.#agent.userAgentCore.message(request, {
        onAccept: onAnswer,
        onReject: onAnswer,
        onRedirect: onAnswer,
      });
    });
  }

  async #answerTo(request: IncomingRequestMessage, copyKey: string): Promise<Answer> {
    if (copyKey.length > LONGEST_COPY_KEY) return { statusCode: 400 };
    const body = readBody(
      request.getHeader('content-type'),
      request.getHeader('content-encoding') ?? '',
      request.body,
    );
    if (!body.ok) {
      return body.status === 415
        ? { statusCode: 415, extraHeaders: [`Accept: ${ACCEPTED}`, 'Accept-Encoding: identity'] }
        : { statusCode: 413 };
    }
    const party = partyOf(request.from);
    const decision = admitMessage(
      this.#admitted,
      bareAddress(party.address),
      this.#deps.monotonicNow(),
    );
    this.#admitted = decision.admitted;
    if (!decision.admit) {
      this.#refused += 1;
      this.#deps.flooded(this.#refused);
      return { statusCode: 480, extraHeaders: ['Retry-After: 60'] };
    }
    const answerBy = this.#deps.now() + KEEP_LIMIT_MS;
    const kept = await Promise.race([
      this.#deps
        .keep(
          { party, body: body.text, sipCallId: request.callId.slice(0, 256), copyKey },
          answerBy,
        )
        .catch(() => false),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), KEEP_LIMIT_MS)),
    ]);
    return { statusCode: kept ? 200 : 480 };
  }

  /** Only a message that is kept is known: any other may be sent again. */
  #remember(key: string, answer: Promise<Answer>): void {
    this.#answers.set(key, answer);
    if (this.#answers.size > REMEMBERED) {
      const [oldest = ''] = this.#answers.keys();
      this.#answers.delete(oldest);
    }
    void answer.then(({ statusCode }) => {
      if (statusCode !== 200 && this.#answers.get(key) === answer) this.#answers.delete(key);
    });
  }

  /**
   * SIP.js calls a copy that comes another way a loop (482) while the first waits for the store,
   * and one in a call out of order (500): its sender would think that it did not arrive.
   */
  #answerCopies(): void {
    const core = this.#agent.userAgentCore;
    const receive = core.receiveIncomingRequestFromTransport.bind(core);
    core.receiveIncomingRequestFromTransport = (request) => {
      const known =
        request.method === 'MESSAGE' && !core.userAgentServers.has(request.viaBranch)
          ? this.#answers.get(copyKeyOf(request))
          : undefined;
      if (!known) receive(request);
      else void known.then((answer) => core.replyStateless(request, answer));
    };
  }
}

/** RFC 3261 §8.2.2.2, and whom it claims to be from: nobody can take another's place. */
function copyKeyOf(request: IncomingRequestMessage): string {
  const { callId, cseq, fromTag, from } = request;
  return `${callId} ${cseq} ${fromTag} ${bareAddress(from.uri.toString())}`;
}

function ignore(): void {
  // Nobody is there any more to be told; the copy they send is known.
}
