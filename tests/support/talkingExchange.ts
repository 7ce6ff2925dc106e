import type { BrowserContext } from '@playwright/test';
import { openFarEnd } from './farEnd.ts';
import { startScriptedExchange } from './scriptedExchange.ts';
import type { Reply, ScriptedExchange } from './scriptedExchange.ts';

/** What the far end says all the time, in Hz. */
export const FAR_HZ = 440;

/** A scripted exchange whose customers talk: calls with sound, and every byte of SIP the test's. */
export interface TalkingExchange {
  readonly exchange: ScriptedExchange;
  /** RTP packets that came from the phone in that call. */
  packets(callId: string): Promise<number>;
  /** How much sound of the phone's has come in that call. */
  energy(callId: string): Promise<number>;
  /** Call-IDs of the calls that the far end is in, oldest first. */
  readonly talking: readonly string[];
  /** Calls the phone, with sound once it has answered. @returns the Call-ID */
  call(from: string): Promise<string>;
  /** Ends a call of its own. */
  hangUp(callId: string): void;
  /** Takes what the phone asks for before anybody else; false leaves it to them. */
  intercept: (request: string, reply: Reply) => boolean;
  /** The far end's answer to an offer of the phone's, for whoever intercepts it. */
  answerTo(invite: string): Promise<string>;
  close(): Promise<void>;
}

/** Whatever the phone dials is answered at once. */
export async function startTalkingExchange(context: BrowserContext): Promise<TalkingExchange> {
  const far = await openFarEnd(context, FAR_HZ);
  const talking: string[] = [];
  /** The far end's name for a call of ours, whose Call-ID is known only after the offer. */
  const names = new Map<string, string>();
  let serial = 0;
  const nameOf = (callId: string): string => names.get(callId) ?? callId;
  const ended = (callId: string): void => {
    const index = talking.indexOf(callId);
    if (index >= 0) talking.splice(index, 1);
    void far.hangUp(nameOf(callId));
    names.delete(callId);
  };

  async function takeOffer(request: string, reply: Reply): Promise<void> {
    const answer = await customers.answerTo(request);
    reply('200 OK', ['Contact: <sip:far@127.0.0.1;transport=ws>'], answer);
  }

  async function takeAnswer(callId: string, response: string): Promise<void> {
    exchange.inCall(callId, 'ACK', 1);
    if (talking.includes(callId) || !names.has(callId)) return;
    talking.push(callId);
    await far.accept(nameOf(callId), bodyOf(response));
  }

  const exchange = await startScriptedExchange({
    answer(request, reply) {
      if (customers.intercept(request, reply)) return true;
      const method = request.slice(0, request.indexOf(' '));
      if (method === 'INVITE') {
        reply('100 Trying');
        void takeOffer(request, reply);
        return true;
      }
      if (method === 'BYE') ended(callIdOf(request));
      if (!['BYE', 'CANCEL', 'OPTIONS'].includes(method)) return false;
      reply('200 OK');
      return true;
    },
    answered: (callId, response) => void takeAnswer(callId, response),
  });

  const customers: TalkingExchange = {
    exchange,
    talking,
    intercept: () => false,
    async answerTo(invite) {
      const callId = callIdOf(invite);
      const answer = await far.answer(nameOf(callId), bodyOf(invite));
      if (!talking.includes(callId)) talking.push(callId);
      return answer;
    },
    packets: (callId) => far.packets(nameOf(callId)),
    energy: (callId) => far.energy(nameOf(callId)),
    async call(from) {
      const name = `ours-${(serial += 1)}`;
      const offer = await far.offer(name);
      const callId = exchange.invite(from, [], offer);
      names.set(callId, name);
      return callId;
    },
    hangUp(callId) {
      exchange.inCall(callId, 'BYE', 2);
      ended(callId);
    },
    close: () => exchange.close(),
  };
  return customers;
}

export function bodyOf(message: string): string {
  return message.slice(message.indexOf('\r\n\r\n') + 4);
}

export function callIdOf(message: string): string {
  return /^Call-ID:\s*(.*?)\r?$/im.exec(message)?.[1] ?? '';
}
