import type { Party } from '#shared/domain/call/call.ts';
import type { Cause } from '#shared/domain/call/record.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import type { ReceivedFact, SentFact } from '#shared/domain/message/record.ts';
import { targetOf } from '#shared/domain/message/thread.ts';
import { AppError } from '#shared/errors.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { Unsubscribe } from '#shared/rpc/port.ts';
import type { IncomingMessage, PhonePort } from './port.ts';

/** Milliseconds. What was written for now is not sent hours later, when the line is back. */
export const WAIT_LIMIT_MS = 5 * 60_000;

const RETRY_MS = 2_000;

export interface MessageCenterDeps {
  readonly newId: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** @returns what calls it off */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly hostIsThere: () => boolean;
  /** @returns whether it is new; rejects when it could not be kept */
  readonly keep: (fact: ReceivedFact, answerBy: number) => Promise<boolean>;
  readonly append: (facts: SentFact[]) => Promise<unknown>;
  readonly log: (message: string) => void;
}

/** Something new for the agent; what is stored is told by the host. */
export interface Arrival {
  readonly party: Party;
  readonly body: string;
}

interface Waiting {
  readonly messageId: string;
  readonly target: string;
  readonly body: string;
  readonly callOff: () => void;
}

/**
 * Joins the phone's messages and their record. One that comes is stored before its sender is told;
 * one that goes is stored before it leaves, and again just before it may have left, so that after
 * a crash it is known which are uncertain. Nothing is ever sent twice by itself.
 */
export class MessageCenter {
  readonly #deps: MessageCenterDeps;
  readonly #arrivals = new Listeners<Arrival>();
  #phone: PhonePort | null = null;
  #stopListening: Unsubscribe | null = null;
  #line: LineState['state'] = 'off';
  #waiting: Waiting[] = [];
  /** Who waits for what becomes of a message. */
  readonly #told = new Map<string, (outcome: SendOutcome) => void>();
  /** To one address one at a time: RFC 3428 §8. */
  readonly #busy = new Set<string>();
  #unstored: SentFact[] = [];
  #storing = false;

  constructor(deps: MessageCenterDeps) {
    this.#deps = deps;
  }

  /** The account's address; empty without a phone. */
  get account(): string {
    return this.#phone?.account ?? '';
  }

  /** On the practice exchange, where no customer is. */
  get practice(): boolean {
    return this.#phone?.practice ?? false;
  }

  onArrival(listener: (arrival: Arrival) => void): Unsubscribe {
    return this.#arrivals.add(listener);
  }

  /** Puts messages on another exchange, or on none. What waits was written for the earlier one. */
  use(phone: PhonePort | null): void {
    if (phone === this.#phone) return;
    this.#stopListening?.();
    for (const waiting of this.#waiting.splice(0)) {
      this.#giveUp(waiting, { code: 'message.line-changed' });
    }
    this.#phone = phone;
    this.#line = 'off';
    this.#stopListening =
      phone?.listen((event) => {
        if (event.type !== 'line') return;
        this.#line = event.state.state;
        this.#sendNext();
      }) ?? null;
  }

  /** @returns whether its sender may be told that it is kept */
  async receive(message: IncomingMessage, answerBy: number): Promise<boolean> {
    const phone = this.#phone;
    // Without the host the question would wait, and be answered when nobody asks any more.
    if (!phone || !this.#deps.hostIsThere()) return false;
    const { party, body, sipCallId, copyKey } = message;
    const fact: ReceivedFact = {
      id: this.#deps.newId(),
      messageId: this.#deps.newId(),
      at: this.#deps.now(),
      type: 'received',
      channel: 'sip',
      ...party,
      account: phone.account,
      practice: phone.practice,
      body,
      sipCallId,
      copyKey,
    };
    const isNew = await this.#deps.keep(fact, answerBy);
    if (isNew) this.#arrivals.emit({ party, body });
    return true;
  }

  /**
   * Stores a message and sends it as soon as the line allows.
   * @param told hears once what became of it
   * @returns its id, by which what becomes of it can be asked
   * @throws AppError when it could not be stored: then nothing is sent
   */
  async send(party: Party, body: string, told?: (outcome: SendOutcome) => void): Promise<string> {
    const phone = this.#phone;
    if (!phone) throw new AppError('message.no-line', 'There is no line.');
    if (!this.#deps.hostIsThere()) throw new AppError('transport.closed', 'The host is away.');
    const messageId = this.#deps.newId();
    await this.#deps.append([
      {
        id: this.#deps.newId(),
        messageId,
        at: this.#deps.now(),
        type: 'composed',
        channel: 'sip',
        ...party,
        account: phone.account,
        practice: phone.practice,
        body,
      },
    ]);
    if (told) this.#told.set(messageId, told);
    const waiting: Waiting = {
      messageId,
      target: targetOf(party),
      body,
      callOff: this.#deps.later(WAIT_LIMIT_MS, () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiting);
        this.#giveUp(waiting, { code: 'message.no-line' });
      }),
    };
    if (phone !== this.#phone) {
      this.#giveUp(waiting, { code: 'message.line-changed' });
      return messageId;
    }
    this.#waiting.push(waiting);
    this.#sendNext();
    return messageId;
  }

  #sendNext(): void {
    const phone = this.#phone;
    if (!phone || this.#line !== 'registered') return;
    for (const waiting of [...this.#waiting]) {
      const { target } = waiting;
      if (this.#busy.has(target)) continue;
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      waiting.callOff();
      this.#busy.add(target);
      void this.#transmit(phone, waiting).finally(() => {
        this.#busy.delete(target);
        this.#sendNext();
      });
    }
  }

  async #transmit(phone: PhonePort, waiting: Waiting): Promise<void> {
    const { messageId, target, body } = waiting;
    const outgoing = phone.message(target, body);
    if (!outgoing) return this.#giveUp(waiting, { code: 'address.invalid' });
    const { sipCallId } = outgoing;
    const fact = { id: this.#deps.newId(), messageId, at: this.#deps.now() };
    try {
      await this.#deps.append([{ ...fact, type: 'sending', sipCallId }]);
    } catch (error) {
      // It must not leave without a trace of it: after a crash nobody would know.
      const code = error instanceof AppError ? error.code : 'internal';
      return this.#giveUp(waiting, { code });
    }
    this.#settle(messageId, await outgoing.send());
  }

  #giveUp(waiting: Waiting, cause: Cause): void {
    waiting.callOff();
    this.#settle(waiting.messageId, { type: 'failed', cause });
  }

  #settle(messageId: string, outcome: SendOutcome): void {
    this.#unstored.push({
      id: this.#deps.newId(),
      messageId,
      at: this.#deps.now(),
      ...outcome,
    });
    void this.#store();
    this.#told.get(messageId)?.(outcome);
    this.#told.delete(messageId);
  }

  /** What became of a message is offered until it is stored; a restart would call it uncertain. */
  async #store(): Promise<void> {
    if (this.#storing) return;
    this.#storing = true;
    try {
      while (this.#unstored.length > 0) {
        const batch = this.#unstored.slice(0, 100);
        await this.#deps.append(batch);
        this.#unstored.splice(0, batch.length);
      }
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      this.#deps.log(`What became of a message could not be stored: ${code}`);
      if (code !== 'transport.closed') this.#deps.later(RETRY_MS, () => void this.#store());
    } finally {
      this.#storing = false;
    }
  }
}
