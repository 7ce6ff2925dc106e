import type {
  Attendance,
  AttendantEvent,
  Call,
  CallInput,
  Command,
  NetworkEvent,
  Party,
  Phase,
} from '#shared/domain/call/call.ts';
import type { Effect, FactBody, NoticeCode } from '#shared/domain/call/effects.ts';
import type { Treated } from '#shared/domain/treatment/treated.ts';
import type { CallFact, Cause } from '#shared/domain/call/record.ts';
import { exchangeTarget } from '#shared/domain/pbx/pbxSettings.ts';
import { newCall } from '#shared/domain/call/newCall.ts';
import { transition } from '#shared/domain/call/transition.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import type { CallQuality } from '#shared/domain/quality/callQuality.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import type { TracedFrame } from '#shared/domain/support/supportBundle.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { Unsubscribe } from '#shared/rpc/port.ts';
import type { Leg } from './audio/conference.ts';
import { startCallClock } from './callClock.ts';
import { CallQualities } from './callQualities.ts';
import type { PhoneEvent, PhonePort } from './port.ts';
import { signalFor } from './signalFor.ts';
import type { Signals } from './signalFor.ts';
import { tellPhone } from './tellPhone.ts';

/**
 * Milliseconds that handing over may take until the customer is taken back: as long as a phone
 * rings before most exchanges give up.
 */
export const TRANSFER_LIMIT_MS = 30_000;

export interface CallCenterDeps {
  readonly newId: () => string;
  readonly wallNow: () => number;
  readonly monotonicNow: () => number;
  /** @returns what calls it off */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly signals: Signals;
  /** Keeps a fact; must not throw and must not lose it. */
  readonly record: (fact: CallFact) => void;
  readonly log: (message: string) => void;
  /**
   * What becomes of a call while the agent is away; null when they are not. Must not reject.
   */
  readonly treat: (party: Party) => Promise<Treated> | null;
  /** What the customer is told who is greeted in the agent's place. */
  readonly attendanceFor: (treated: Treated) => Attendance;
  /** The one gate for whoever is called or sent to: see `outboundGate.ts`. */
  readonly mayReach: (target: string) => boolean;
}

export interface Notice {
  readonly callId: string;
  readonly code: NoticeCode;
  readonly cause: Cause;
}

export type CenterEvent =
  | { readonly type: 'line'; readonly state: LineState }
  | { readonly type: 'calls'; readonly calls: readonly Call[] }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'quality'; readonly callId: string; readonly quality: CallQuality }
  | { readonly type: 'notice-over'; readonly callId: string; readonly code: NoticeCode }
  | { readonly type: 'ended'; readonly call: Call }
  | { readonly type: 'flood'; readonly refused: number };

/**
 * Joins the phone, the state machine and the record: feeds events through `transition`, carries
 * out the effects, and keeps the list of calls that are not over. Pure TypeScript with everything
 * that touches the world handed in.
 */
export class CallCenter {
  readonly #deps: CallCenterDeps;
  readonly #events = new Listeners<CenterEvent>();
  readonly #clocks = new Map<string, () => number>();
  readonly #quality: CallQualities;
  /** What takes back a customer whose transfer takes too long. */
  readonly #takeBacks = new Map<string, () => void>();
  #joining = false;
  /** The ids of the calls whose sound is joined. */
  #mixed = '';
  #calls = new Map<string, Call>();
  #phone: PhonePort | null = null;
  #stopListening: Unsubscribe | null = null;
  #line: LineState = { state: 'off' };

  constructor(deps: CallCenterDeps) {
    this.#deps = deps;
    this.#quality = new CallQualities((callId, quality) =>
      this.#events.emit({ type: 'quality', callId, quality }),
    );
  }

  get calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  get line(): LineState {
    return this.#line;
  }

  listen(listener: (event: CenterEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  /** Puts the phone on another exchange, or on none. Calls of the earlier one are ended. */
  async use(phone: PhonePort | null): Promise<void> {
    const earlier = this.#phone;
    if (earlier) {
      for (const call of this.calls) {
        this.#apply(call.id, {
          type: 'ended',
          by: 'app',
          cause: { code: 'app.line-changed' },
        });
      }
      this.#phone = null;
      await earlier.stop();
      this.#stopListening?.();
    }
    this.#phone = phone;
    this.#setLine({ state: 'off' });
    if (!phone) return;
    this.#stopListening = phone.listen((event) => this.#onPhone(event));
    phone.start();
  }

  /** Of the phone in use; see `PhonePort.trace`. */
  trace(): readonly TracedFrame[] {
    return this.#phone?.trace() ?? [];
  }

  retryNow(): void {
    this.#phone?.retryNow();
  }

  wake(): void {
    this.#phone?.wake();
  }

  /**
   * Calls somebody. A call in progress is put on hold first.
   * @param target see `PhonePort.dial`
   * @param consultFor the call of the customer it is about; they come back when it is over
   * @returns the new call's id, or null when there is no phone, or the target may not be called
   */
  dial(target: string, party: Party, consultFor: string | null = null): string | null {
    const phone = this.#phone;
    if (!phone || !this.#deps.mayReach(target)) return null;
    this.#holdOthers(null);
    const call = this.#open('outbound', this.#deps.newId(), party, null, { consultFor });
    phone.dial(call.id, target);
    return call.id;
  }

  /** @throws IllegalCommand when the call's phase does not offer the command */
  command(callId: string, command: Command): void {
    const isSent = command.type === 'transfer' && command.kind !== 'attended';
    if (isSent && !this.#deps.mayReach(command.target)) return;
    if (command.type === 'answer' || command.type === 'resume') this.#holdOthers(callId);
    // In a joint call the agent is heard by all of them or by none.
    const call = this.#calls.get(callId);
    if ((command.type === 'mute' || command.type === 'unmute') && call?.joined) {
      for (const { id, muted, joined } of this.calls) {
        if (joined && muted !== (command.type === 'mute')) this.#apply(id, command);
      }
      return;
    }
    this.#apply(callId, command);
  }

  /** What whoever answers for the agent has to say of its call; too late is nothing. */
  report(callId: string, event: AttendantEvent): void {
    this.#apply(callId, event);
  }

  /**
   * Joins the call talked on with one that waits.
   * @throws IllegalCommand when one of the two cannot be joined now
   */
  join(callId: string, withId: string): void {
    const muted = this.#calls.get(callId)?.muted ?? false;
    // One alone is no joint call: it counts when both are in it.
    this.#joining = true;
    this.#apply(callId, { type: 'join' });
    this.#joining = false;
    this.#apply(withId, { type: 'join' });
    if (this.#calls.get(withId)?.muted !== muted) {
      this.#apply(withId, { type: muted ? 'mute' : 'unmute' });
    }
  }

  /** The sound of a call; null before there is any both ways. */
  leg(callId: string): Leg | null {
    return this.#phone?.leg(callId) ?? null;
  }

  /** When it is, on the clock of a call: it does not jump while the call goes on. */
  now(callId: string): number {
    return this.#clocks.get(callId)?.() ?? this.#deps.wallNow();
  }

  #holdOthers(exceptId: string | null): void {
    for (const call of this.calls) {
      if (call.id !== exceptId && call.phase === 'active') this.#apply(call.id, { type: 'hold' });
    }
  }

  #onPhone(event: PhoneEvent): void {
    switch (event.type) {
      case 'line':
        this.#setLine(event.state);
        return;
      case 'incoming':
        this.#onIncoming(event);
        return;
      case 'flood':
        this.#events.emit(event);
        return;
      case 'call':
        this.#onCall(event.callId, event.event);
        return;
      case 'quality':
        this.#onSample(event.callId, event.sample);
        return;
      case 'lamp':
      case 'voicemail':
      // Not about a call: `stores/pbxStore.ts` listens for these.
    }
  }

  #onIncoming(event: Extract<PhoneEvent, { type: 'incoming' }>): void {
    const replaced = event.replaces === null ? undefined : this.#calls.get(event.replaces);
    // Somebody handed over to us is already talked to: no absence stands in their way.
    const treated = event.replaces === null ? this.#deps.treat(event.party) : null;
    const call = this.#open('inbound', event.callId, event.party, event.sipCallId, {
      alert: treated ? 'undecided' : 'ring',
    });
    void treated?.then((decision) => this.#treat(call.id, decision));
    // The agent is talking and will be talking to somebody else: no ring asks for that. A call
    // that is held is another matter: it would take the agent away from whom they talk to.
    if (replaced?.phase === 'active') this.#apply(call.id, { type: 'answer' });
  }

  #treat(callId: string, treated: Treated): void {
    const call = this.#calls.get(callId);
    // The caller has given up meanwhile, or the agent was quicker.
    if (call?.phase !== 'offered') return;
    this.#record(call, { type: 'treated', treated });
    this.#apply(callId, this.#inputOf(treated));
  }

  /** What a decision means for a call that is offered. */
  #inputOf(treated: Treated): CallInput {
    switch (treated.treatment) {
      case 'ring':
        return { type: 'alerted', alert: 'ring' };
      case 'ring-quietly':
        return { type: 'alerted', alert: 'quiet' };
      case 'busy':
        return { type: 'turnedAway' };
      case 'greet':
        return { type: 'attend', ...this.#deps.attendanceFor(treated) };
      case 'forward': {
        const target = exchangeTarget(treated.forwardTo ?? '');
        if (target.ok) return { type: 'forwarded', target: target.user };
        return { type: 'alerted', alert: 'quiet' };
      }
    }
  }

  #onCall(callId: string, event: NetworkEvent): void {
    const customer = this.calls.find(({ transfer }) => transfer?.target === callId);
    if (
      event.type === 'ended' &&
      event.by === 'customer' &&
      customer?.transfer?.state !== 'holding'
    ) {
      // Their phone drops our call as the customer's takes its place; the news comes after it.
      if (customer?.transfer?.kind === 'attended')
        return this.#apply(callId, { type: 'handedOver' });
    }
    if (event.type === 'holdRefused') {
      return this.#apply(callId, { ...event, stay: this.#talksBeside([callId]) });
    }
    if (event.type !== 'transferFailed') return this.#apply(callId, event);
    const asked = this.#calls.get(callId)?.transfer?.target;
    const stay = this.#talksBeside([callId, asked]);
    if (!stay) this.#holdOthers(callId);
    this.#apply(callId, { ...event, stay });
  }

  /** Whether the agent is with somebody who is none of these. */
  #talksBeside(callIds: readonly (string | undefined)[]): boolean {
    return this.calls.some(({ id, phase }) => !callIds.includes(id) && isTalking(phase));
  }

  #setLine(state: LineState): void {
    this.#line = state;
    this.#events.emit({ type: 'line', state });
  }

  #open(
    direction: Call['direction'],
    id: string,
    party: Party,
    sipCallId: string | null,
    { consultFor = null, alert = 'ring' }: Partial<Pick<Call, 'consultFor' | 'alert'>> = {},
  ): Call {
    const clock = startCallClock(this.#deps.wallNow, this.#deps.monotonicNow);
    this.#clocks.set(id, clock);
    const call = newCall({
      ...{ id, direction, party, sipCallId, consultFor, alert, startedAt: clock() },
      account: this.#phone?.account ?? '',
      practice: this.#phone?.practice ?? false,
    });
    this.#calls.set(id, call);
    this.#record(call, {
      type: 'started',
      direction,
      ...party,
      sipCallId,
      account: call.account,
      practice: call.practice,
    });
    this.#changed();
    return call;
  }

  #apply(callId: string, input: CallInput): void {
    const before = this.#calls.get(callId);
    const clock = this.#clocks.get(callId);
    if (!before || !clock) return;
    const { call, effects, verdict } = transition(before, input, clock());
    if (verdict === 'ignored') {
      this.#deps.log(`Ignored ${input.type} while the call was ${before.phase}.`);
      return;
    }
    const over = call.phase === 'ended';
    // The list changes before the effects run: an effect may report back at once.
    if (over) this.#calls.delete(callId);
    else this.#calls.set(callId, call);
    if (over) this.#recordQuality(call);
    else if (!isHeard(call)) this.#quality.pause(callId);
    // What the agent is told is kept with the call.
    if (input.type === 'soundLost') this.#quality.noteNothingReceived(callId);
    if (!call.transfer) this.#callOffTakeBack(callId);
    for (const effect of effects) this.#perform(call, effect);
    if (over) {
      this.#clocks.delete(callId);
      this.#quality.forget(callId);
      this.#events.emit({ type: 'ended', call });
    }
    if (!this.#joining) this.#followJoined();
    this.#changed();
    if (over) this.#afterEnd(before, call);
  }

  /** What the end of one call means for the one it belongs to. */
  #afterEnd(before: Call, call: Call): void {
    const code = call.end?.cause.code;
    if (code === 'app.line-changed') return;
    if (code === 'transferred') {
      if (before.transfer?.kind === 'attended') {
        this.#apply(before.transfer.target, { type: 'handedOver' });
      }
      return;
    }
    // Whoever was asked about a customer is gone: back to the customer.
    const customer = call.consultFor === null ? undefined : this.#calls.get(call.consultFor);
    const free = !this.calls.some(({ phase }) => isTalking(phase));
    if (free && customer?.phase === 'held' && !customer.transfer) {
      this.#apply(customer.id, { type: 'resume' });
    }
  }

  #callOffTakeBack(callId: string): void {
    this.#takeBacks.get(callId)?.();
    this.#takeBacks.delete(callId);
  }

  #onSample(callId: string, sample: QualitySample): void {
    const call = this.#calls.get(callId);
    if (call && isHeard(call)) this.#quality.add(callId, sample, call.muted);
  }

  /** Before the call's end is recorded, so that a list never shows an ended call without it. */
  #recordQuality(call: Call): void {
    const summary = this.#quality.summary(call.id);
    if (summary) this.#record(call, { type: 'quality', summary });
  }

  #perform(call: Call, effect: Effect): void {
    const { id: callId } = call;
    if (effect.type === 'record') return this.#record(call, effect.fact);
    if (effect.type === 'notice') {
      const { code, cause } = effect;
      return this.#events.emit({ type: 'notice', notice: { callId, code, cause } });
    }
    if (effect.type === 'notice.over') {
      return this.#events.emit({ type: 'notice-over', callId, code: effect.code });
    }
    if (effect.type === 'phone.transfer') this.#armTakeBack(callId);
    if (this.#phone) tellPhone(this.#phone, callId, effect);
  }

  #armTakeBack(callId: string): void {
    const tooLate = (): void =>
      this.#onCall(callId, { type: 'transferFailed', cause: { code: 'transfer.timeout' } });
    this.#takeBacks.set(callId, this.#deps.later(TRANSFER_LIMIT_MS, tooLate));
  }

  #record(call: Call, fact: FactBody): void {
    const at = this.now(call.id);
    this.#deps.record({ ...fact, id: this.#deps.newId(), callId: call.id, at });
  }

  /** Nobody is in a joint call alone, and the sound follows who is in it. */
  #followJoined(): void {
    const joined = this.calls.filter((call) => call.joined);
    const [last] = joined;
    if (last && joined.length === 1) return this.#apply(last.id, { type: 'leave' });
    const mixed = joined.filter(({ phase }) => phase === 'active').map(({ id }) => id);
    const key = mixed.length > 1 ? mixed.join(' ') : '';
    if (key === this.#mixed) return;
    this.#mixed = key;
    this.#phone?.mix(key === '' ? [] : mixed);
  }

  #changed(): void {
    this.#deps.signals.play(signalFor(this.calls));
    this.#events.emit({ type: 'calls', calls: this.calls });
  }
}

/** Both sides are connected and nobody holds: silence now would be a fault. */
function isHeard(call: Call): boolean {
  return call.phase === 'active' && !call.heldByOther;
}

/** The agent's ear and voice are with this call, or are about to be. */
function isTalking(phase: Phase): boolean {
  return !['held', 'holding', 'offered', 'attended'].includes(phase);
}
