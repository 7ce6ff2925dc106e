import type { Call, CallInput } from '#shared/domain/call/call.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import { transition } from '#shared/domain/call/transition.ts';
import type { SwitchAnswer } from '#shared/domain/pbx/switches.ts';
import { startCallClock } from './callClock.ts';
import type { PhoneEvent, PhonePort } from './port.ts';

/*
 * Short calls to the exchange itself: a dial code that logs into a queue, for example. They go
 * beside the customer's call, which is neither held nor interrupted, send silence, and are kept in
 * the record as what they are.
 */

/** Milliseconds until somebody who does not answer is given up, and until an announcement is over. */
export const SERVICE_ANSWER_MS = 15_000;
export const SERVICE_TALK_MS = 30_000;

export interface ServiceCallsDeps {
  readonly newId: () => string;
  readonly wallNow: () => number;
  readonly monotonicNow: () => number;
  /** @returns what calls it off */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly record: (fact: CallFact) => void;
  /** The calls that go on, for the heartbeat. */
  readonly onLive: (callIds: readonly string[]) => void;
}

interface Going {
  call: Call;
  readonly clock: () => number;
  readonly answered: (answer: SwitchAnswer) => void;
  readonly over: () => void;
  told: boolean;
  callOff: () => void;
}

export interface ServiceCallWish {
  /** What `exchangeTarget` made of it. */
  readonly target: string;
  /** As it was written down. */
  readonly code: string;
  readonly name: string;
  /** Said once, as soon as it is known. */
  readonly answered: (answer: SwitchAnswer) => void;
  readonly over: () => void;
}

export class ServiceCalls {
  readonly #deps: ServiceCallsDeps;
  readonly #going = new Map<string, Going>();

  constructor(deps: ServiceCallsDeps) {
    this.#deps = deps;
  }

  /** @returns what hangs it up */
  call(phone: PhonePort, wish: ServiceCallWish): () => void {
    const id = this.#deps.newId();
    const clock = startCallClock(this.#deps.wallNow, this.#deps.monotonicNow);
    const party = {
      address: /^sips?:/i.test(wish.target) ? wish.target : `sip:${wish.target}`,
      dialled: wish.code,
      e164: null,
      name: wish.name,
      rawName: null,
      service: 'switch',
    } as const;
    const call: Call = {
      id,
      direction: 'outbound',
      phase: 'dialling',
      party,
      account: phone.account,
      practice: phone.practice,
      sipCallId: null,
      muted: false,
      heldByOther: false,
      transfer: null,
      consultFor: null,
      joined: false,
      alert: 'ring',
      silenced: false,
      attended: null,
      startedAt: clock(),
      answeredAt: null,
      endedAt: null,
      end: null,
    };
    const { answered, over } = wish;
    this.#going.set(id, { call, clock, answered, over, told: false, callOff: () => undefined });
    this.#live();
    this.#deps.record({
      id: this.#deps.newId(),
      callId: id,
      at: clock(),
      type: 'started',
      direction: 'outbound',
      ...party,
      sipCallId: null,
      account: phone.account,
      practice: phone.practice,
    });
    const stop = (): void => this.#apply(phone, id, { type: 'hangUp' });
    this.#limit(id, SERVICE_ANSWER_MS, stop);
    phone.dialSilently(id, wish.target);
    return stop;
  }

  /** An event of the phone; those of customers' calls are passed over. */
  onPhone(phone: PhonePort, event: PhoneEvent): void {
    if (event.type === 'call') this.#apply(phone, event.callId, event.event);
  }

  /** The phone they were made with is put away. */
  abandon(phone: PhonePort): void {
    for (const id of [...this.#going.keys()]) {
      this.#apply(phone, id, { type: 'ended', by: 'app', cause: { code: 'app.line-changed' } });
    }
  }

  #apply(phone: PhonePort, id: string, input: CallInput): void {
    const going = this.#going.get(id);
    if (!going) return;
    const { call, effects } = transition(going.call, input, going.clock());
    going.call = call;
    for (const effect of effects) {
      if (effect.type === 'phone.hangUp') phone.hangUp(id);
      if (effect.type !== 'record') continue;
      this.#deps.record({ ...effect.fact, id: this.#deps.newId(), callId: id, at: going.clock() });
    }
    if (call.phase === 'active') {
      if (!going.told) {
        const stop = (): void => this.#apply(phone, id, { type: 'hangUp' });
        this.#limit(id, SERVICE_TALK_MS, stop);
      }
      this.#tell(going, { type: 'accepted' });
    }
    if (call.phase !== 'ended') return;
    const { status, text } = call.end?.cause ?? {};
    // A network that went away is not the exchange's answer.
    const refused = input.type === 'refused' && status !== undefined && status !== 408;
    this.#tell(going, refused ? { type: 'refused', status, text: text ?? null } : UNANSWERED);
    going.callOff();
    this.#going.delete(id);
    this.#live();
    going.over();
  }

  #tell(going: Going, answer: SwitchAnswer): void {
    if (going.told) return;
    going.told = true;
    going.answered(answer);
  }

  #limit(id: string, ms: number, run: () => void): void {
    const going = this.#going.get(id);
    if (!going) return;
    going.callOff();
    going.callOff = this.#deps.later(ms, run);
  }

  #live(): void {
    this.#deps.onLive([...this.#going.keys()]);
  }
}

const UNANSWERED: SwitchAnswer = { type: 'unanswered' };
