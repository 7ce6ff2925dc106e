import {
  findPhoneBookEntry,
  nationalDigits,
} from '../../../../shared/domain/practice/phoneBook.ts';
import type { PracticePhoneBook } from '../../../../shared/domain/practice/phoneBook.ts';
import type { PracticeScenario } from '../../../../shared/domain/practice/scenario.ts';
import type { CallEnvironment, CallListener, HandedOn, PracticeCall } from './callEnvironment.ts';
import { ALLOW, PRACTICE_DOMAIN, SERVER } from './exchangeIdentity.ts';
import { InviteFromPhone } from './inviteFromPhone.ts';
import { InviteToPhone } from './inviteToPhone.ts';
import { answerToSlots, answerToText, textFrom } from './textMessages.ts';
import { register, type Registration } from './registrar.ts';
import {
  callIdOf,
  header,
  parseSip,
  responseTo,
  tagOf,
  uriOf,
  userOf,
  type SipHeader,
  type SipRequest,
} from './sipMessage.ts';

export interface ExchangeCoreOptions {
  readonly environment: Omit<CallEnvironment, 'handOn'>;
  readonly phoneBook: PracticePhoneBook;
  readonly scenarios: readonly PracticeScenario[];
  /** Who plays the customer of a call. `scenario` is null when nobody will ever answer. */
  /** An object of functions (it is spread, so no class with methods). */
  readonly listen: (callId: string, scenario: PracticeScenario | null) => CallListener;
}

/** As long as a person needs to type a line. */
const WRITES_BACK_AFTER_MS = 2_500;
/** Times are read, and compared with the day. */
const CHOOSES_AFTER_MS = 6_000;

type Call = InviteFromPhone | InviteToPhone;

/**
 * The exchange itself: finds out what a SIP message is about and hands it on. Registrar, phone
 * book, and the table of calls (by Call-ID). Knows no browser: media and wire are injected.
 */
export class ExchangeCore {
  readonly #options: ExchangeCoreOptions;
  readonly #calls = new Map<string, Call>();
  #registration: Registration | null = null;
  #ignored = 0;
  #texts = 0;

  readonly #environment: CallEnvironment;

  constructor(options: ExchangeCoreOptions) {
    this.#options = options;
    this.#environment = { ...options.environment, handOn: (to) => this.#handOn(to) };
  }

  /** Text that was no SIP message and was dropped. */
  get ignored(): number {
    return this.#ignored;
  }

  get callIds(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** The phone's registration, null when there is none or it has run out. */
  get registration(): Registration | null {
    const now = this.#options.environment.clock.now();
    return this.#registration !== null && this.#registration.expiresAt > now
      ? this.#registration
      : null;
  }

  /** The Call-ID, or undefined when no phone is registered. */
  callIn(scenario: PracticeScenario): string | undefined {
    const { registration } = this;
    if (registration === null) return undefined;
    const environment = this.#environment;
    const callId = `${environment.id()}@${PRACTICE_DOMAIN}`;
    const call = new InviteToPhone(
      environment,
      this.#listenerOf(callId, scenario),
      callId,
      { name: scenario.caller.name, number: scenario.caller.number.replaceAll('-', '') },
      { contact: registration.contact, ringMs: scenario.limits.ringMs },
    );
    this.#calls.set(callId, call);
    call.start();
    return callId;
  }

  /** @returns false when there is no such call. */
  hangUp(callId: string): boolean {
    const call = this.#calls.get(callId);
    call?.hangUp();
    return call !== undefined;
  }

  refresh(callId: string): void {
    this.#calls.get(callId)?.refresh();
  }

  /** The wire was cut: its registration went with it (RFC 5626 section 5.3). */
  onDisconnected(): void {
    this.#registration = null;
    for (const call of [...this.#calls.values()]) call.onDisconnected();
  }

  dispose(): void {
    for (const call of this.#calls.values()) call.abandon();
    this.#calls.clear();
    this.#registration = null;
  }

  receive(text: string): void {
    const message = parseSip(text);
    if (message === undefined) {
      // A double CRLF is a keep-alive (RFC 5626 section 3.5.1), not a mistake.
      if (text.trim() !== '') this.#ignored += 1;
      return;
    }
    const call: PracticeCall | undefined = this.#calls.get(callIdOf(message));
    if (message.kind === 'response') return call?.onResponse(message);
    this.#onRequest(message, call);
  }

  #onRequest(request: SipRequest, call: PracticeCall | undefined): void {
    const tag = tagOf(header(request, 'to') ?? '');
    if (request.method === 'CANCEL' || request.method === 'ACK') {
      if (call !== undefined) return call.onRequest(request);
      // An ACK is never answered, not even a stray one.
      if (request.method === 'CANCEL') this.#answer(request, 481, 'Transaction Does Not Exist');
      return;
    }
    if (tag !== '') {
      if (call?.localTag === tag) return call.onRequest(request);
      return this.#answer(request, 481, 'Call Does Not Exist');
    }
    switch (request.method) {
      case 'REGISTER':
        return this.#onRegister(request);
      case 'INVITE':
        if (call !== undefined) return this.#answer(request, 482, 'Loop Detected');
        return this.#onInvite(request);
      case 'OPTIONS':
        return this.#answer(request, 200, 'OK', [
          ALLOW,
          { name: 'Accept', value: 'application/sdp' },
        ]);
      case 'MESSAGE':
        return this.#onMessage(request);
      case 'REFER':
        return this.#answer(request, 603, 'Decline');
      case 'BYE':
      case 'INFO':
        return this.#answer(request, 481, 'Call Does Not Exist');
      default:
        return this.#answer(request, 405, 'Method Not Allowed', [ALLOW]);
    }
  }

  #onRegister(request: SipRequest): void {
    const { clock, id, send } = this.#options.environment;
    const { response, registration } = register(request, this.registration, clock.now(), id());
    this.#registration = registration;
    send(response);
  }

  /** Whoever is in the phone book takes a text, and writes back a little later. */
  #onMessage(request: SipRequest): void {
    const { phoneBook } = this.#options;
    const number = userOf(request.uri);
    if (!findPhoneBookEntry(phoneBook, number)) {
      const { status, reason } = phoneBook.unknown;
      return this.#answer(request, status, reason);
    }
    this.#answer(request, 200, 'OK');
    this.#writeBack(number, answerToText(this.#texts++), WRITES_BACK_AFTER_MS);
  }

  /** A text that offers times has arrived by another way than this exchange. */
  offered(number: string, slots: number): void {
    const { phoneBook } = this.#options;
    const customer = this.#customerOf(number);
    if (slots === 0 || !(customer ?? findPhoneBookEntry(phoneBook, number))) return;
    this.#writeBack(
      nationalDigits(number),
      answerToSlots(slots, customer?.slotReply),
      CHOOSES_AFTER_MS,
    );
  }

  #writeBack(number: string, body: string, afterMs: number): void {
    const { environment } = this.#options;
    environment.clock.after(afterMs, () => {
      const { registration } = this;
      if (registration === null) return;
      const from = { number, name: this.#customerOf(number)?.caller.name ?? null };
      environment.send(textFrom(from, registration.contact, body, () => environment.id()));
    });
  }

  /** Who of the simulated customers has that number. */
  #customerOf(number: string): PracticeScenario | null {
    const wanted = nationalDigits(number);
    const { scenarios } = this.#options;
    return scenarios.find(({ caller }) => nationalDigits(caller.number) === wanted) ?? null;
  }

  #onInvite(request: SipRequest): void {
    const environment = this.#environment;
    const { phoneBook, scenarios } = this.#options;
    const callId = callIdOf(request);
    const entry = findPhoneBookEntry(phoneBook, userOf(request.uri));
    const unknown = { kind: 'refuse' as const, ringMs: 0, ...phoneBook.unknown };
    const behaviour = entry?.behaviour ?? unknown;
    const scenario =
      behaviour.kind === 'answer'
        ? (scenarios.find(({ id }) => id === behaviour.scenario) ?? null)
        : null;
    const listener = this.#listenerOf(callId, scenario);
    const call = new InviteFromPhone(environment, listener, request, behaviour);
    this.#calls.set(callId, call);
    call.start();
  }

  /** To somebody of the phone book, or to whom the agent is talking to already (RFC 3891). */
  #handOn(referTo: string): HandedOn {
    const nobody = (): void => undefined;
    const replaced = replacedCallId(referTo);
    if (replaced !== null) {
      const call = this.#calls.get(replaced);
      if (call === undefined) {
        return { ringMs: 0, status: 481, reason: 'Call Does Not Exist', taken: nobody };
      }
      return { ringMs: 0, status: 200, reason: 'OK', taken: () => call.hangUp() };
    }
    const { phoneBook } = this.#options;
    const entry = findPhoneBookEntry(phoneBook, userOf(uriOf(referTo)));
    if (!entry) return { ringMs: 0, ...phoneBook.unknown, taken: nobody };
    const { behaviour } = entry;
    const { ringMs } = behaviour;
    if (behaviour.kind === 'answer') return { ringMs, status: 200, reason: 'OK', taken: nobody };
    return { ringMs, status: behaviour.status, reason: behaviour.reason, taken: nobody };
  }

  /** The listener given, which also takes the call off the table at its end. */
  #listenerOf(callId: string, scenario: PracticeScenario | null): CallListener {
    const listener = this.#options.listen(callId, scenario);
    return {
      ...listener,
      gone: () => {
        this.#calls.delete(callId);
        listener.gone();
      },
    };
  }

  #answer(
    request: SipRequest,
    status: number,
    reason: string,
    headers: readonly SipHeader[] = [],
  ): void {
    const { id, send } = this.#options.environment;
    send(responseTo(request, status, reason, { toTag: id(), headers: [...headers, SERVER] }));
  }
}

/** The Call-ID that a Refer-To asks to take the place of, or null. */
function replacedCallId(referTo: string): string | null {
  const value = /[?&]replaces=([^&>]+)/i.exec(referTo)?.[1];
  if (value === undefined) return null;
  try {
    return decodeURIComponent(value).split(';')[0] ?? null;
  } catch {
    // Spoilt by whoever wrote it: no call of ours.
    return '';
  }
}
