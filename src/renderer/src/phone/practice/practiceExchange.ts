import type { PracticePhoneBook } from '../../../../shared/domain/practice/phoneBook.ts';
import type {
  PracticeMood,
  PracticeScenario,
  PracticeText,
} from '../../../../shared/domain/practice/scenario.ts';
import type { LEFT } from '../../../../shared/domain/script/run.ts';
import type { CallListener } from './callEnvironment.ts';
import { Customer } from './customer.ts';
import type { CustomerOutput } from './customer.ts';
import type { CreateCustomerMedia, MediaTrouble } from './customerMedia.ts';
import { createDeferredQueue } from './deferredQueue.ts';
import { systemClock, type ExchangeClock } from './exchangeClock.ts';
import { ExchangeCore } from './exchangeCore.ts';
import { PRACTICE_DOMAIN, PRACTICE_USER } from './exchangeIdentity.ts';
import { createListeners } from './listeners.ts';
import { PracticeTransport, type PracticeTransportOptions } from './PracticeTransport.ts';
import { createPracticeWire } from './practiceWire.ts';
import { formatSip } from './sipMessage.ts';
import { COLLEAGUE, endingText, ON_HOLD } from './systemCaptions.ts';
import { createWebrtcMedia } from './webrtcMedia.ts';

/** What the exchange plays with, loaded by `practiceResources.ts` in the app. */
export interface PracticeResources {
  readonly scenarios: readonly PracticeScenario[];
  readonly phoneBook: PracticePhoneBook;
  /** From the path in a scenario (`audio/…/….ogg`) to a same-origin URL. */
  readonly audioUrls: Readonly<Record<string, string>>;
}

export interface PracticeExchangeOptions {
  readonly resources: PracticeResources;
  readonly clock?: ExchangeClock;
  readonly id?: () => string;
  readonly random?: () => number;
  readonly createMedia?: CreateCustomerMedia;
  /** Sees every SIP message, for traces and tests. */
  readonly trace?: (direction: 'toPhone' | 'fromPhone', text: string) => void;
}

export interface PracticeCaption {
  /** SIP Call-ID. */
  readonly callId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly speaker: 'customer' | 'system';
  readonly text: PracticeText;
  /** A customer's line comes twice: false when it begins, true when it ends. */
  readonly final: boolean;
  /** The same for both captions of one line; null for `system`. */
  readonly lineId: string | null;
  /** The customer's from these words on, where they change it. */
  readonly mood: PracticeMood | null;
}

export interface PracticeTrouble {
  /** Empty when it concerns no call. */
  readonly callId: string;
  readonly at: number;
  readonly code: MediaTrouble | 'practice.not-registered' | 'practice.internal';
  /** For the log, not for people; may be empty. */
  readonly detail: string;
}

export interface PracticeExchange {
  /** For SIP.js `UserAgentOptions`. */
  readonly transportConstructor: typeof PracticeTransport;
  readonly transportOptions: PracticeTransportOptions;
  readonly account: {
    readonly uri: string;
    readonly domain: string;
    readonly username: string;
    readonly displayName: string;
  };
  readonly scenarios: readonly PracticeScenario[];
  readonly phoneBook: PracticePhoneBook;
  /**
   * A customer rings the phone. Without an id: the `incoming` scenarios in turn.
   * @returns the SIP Call-ID, or undefined with trouble `practice.not-registered`.
   * @throws RangeError for an id that does not exist.
   */
  callIn(scenarioId?: string): string | undefined;
  /** The customer hangs up or gives up ringing. Without an id: of the newest call. */
  hangUp(callId?: string): void;
  /** The agent of this call has left a step of the guided script; the customer may react to it. */
  guided(callId: string, stepId: string, how: (typeof LEFT)[number]): void;
  /** A text with so many times to choose from has reached this number; they answer it later. */
  offered(number: string, slots: number): void;
  /** The scenario of a call that a customer was reached in, also after it. */
  scenarioOf(callId: string): PracticeScenario | null;
  /** The customer's side sends a re-INVITE that changes nothing, as a PBX does. */
  refresh(callId?: string): void;
  onCaption(listener: (caption: PracticeCaption) => void): () => void;
  onTrouble(listener: (trouble: PracticeTrouble) => void): () => void;
  /** The exchange goes out of reach, or comes back. What was under way is lost. */
  setNetwork(up: boolean): void;
  dispose(): void;
}

/** A whole telephone network in this page, with simulated customers. Nothing leaves the page. */
export function createPracticeExchange(options: PracticeExchangeOptions): PracticeExchange {
  const { resources, trace } = options;
  const { scenarios, phoneBook, audioUrls } = resources;
  const clock = options.clock ?? systemClock;
  const id = options.id ?? randomId;
  // Thrown again where the page's own error handler sees it, outside of the exchange.
  const failed = (error: unknown): void => reportError(error);
  const captions = createListeners<PracticeCaption>(failed);
  const troubles = createListeners<PracticeTrouble>(failed);
  const customers = new Map<string, Customer>();
  const played = new Map<string, PracticeScenario>();
  let turn = 0;

  function trouble(callId: string, code: PracticeTrouble['code'], error?: unknown): void {
    const detail = error instanceof Error ? error.message : '';
    troubles.emit({ callId, at: clock.now(), code, detail });
  }

  const queue = createDeferredQueue((error) => trouble('', 'practice.internal', error));
  const wire = createPracticeWire(queue, {
    received: (text) => {
      trace?.('fromPhone', text);
      core.receive(text);
    },
    disconnected: () => core.onDisconnected(),
  });
  const core = new ExchangeCore({
    environment: {
      clock,
      id,
      random: options.random ?? Math.random,
      createMedia: options.createMedia ?? createWebrtcMedia(audioUrls),
      send: (message) => {
        const text = formatSip(message);
        trace?.('toPhone', text);
        wire.toPhone(text);
      },
    },
    phoneBook,
    scenarios,
    listen,
  });

  function listen(callId: string, scenario: PracticeScenario | null): CallListener {
    const customer = (): Customer | undefined => customers.get(callId);
    const system = (text: PracticeText): void =>
      captions.emit({
        callId,
        at: clock.now(),
        speaker: 'system',
        text,
        final: true,
        lineId: null,
        mood: null,
      });
    return {
      connected: (media) => {
        if (scenario === null) return system(COLLEAGUE);
        played.set(callId, scenario);
        const output: CustomerOutput = {
          caption: ({ id: lineId, say, mood = null }, final, interrupted) =>
            captions.emit({
              callId,
              at: clock.now(),
              speaker: 'customer',
              text: interrupted ? cutOff(say) : say,
              final,
              lineId,
              mood,
            }),
          hangUp: () => core.hangUp(callId),
        };
        customers.set(callId, new Customer(scenario, media, clock, output));
      },
      held: () => {
        customer()?.held();
        system(ON_HOLD);
      },
      resumed: () => customer()?.resumed(),
      handedOn: () => customer()?.handedOn(),
      level: (rms) => customer()?.level(rms),
      trouble: (code) => trouble(callId, code),
      ended: (by, connected) => {
        customer()?.leave();
        customers.delete(callId);
        // Of a colleague who takes the customer over the end is told by the customer's call.
        if (scenario !== null || by !== 'customer') system(endingText(by, connected));
      },
      gone: () => undefined,
    };
  }

  return {
    transportConstructor: PracticeTransport,
    transportOptions: { wire },
    account: {
      uri: `sip:${PRACTICE_USER}@${PRACTICE_DOMAIN}`,
      domain: PRACTICE_DOMAIN,
      username: PRACTICE_USER,
      displayName: '연습',
    },
    scenarios,
    phoneBook,
    callIn(scenarioId) {
      const incoming = scenarios.filter(({ direction }) => direction === 'incoming');
      const scenario =
        scenarioId === undefined
          ? incoming[turn++ % incoming.length]
          : scenarios.find((candidate) => candidate.id === scenarioId);
      if (scenario === undefined)
        throw new RangeError(`No practice scenario ${scenarioId ?? 'that rings'}`);
      const callId = core.callIn(scenario);
      if (callId === undefined) trouble('', 'practice.not-registered');
      return callId;
    },
    hangUp(callId = core.callIds.at(-1)) {
      if (callId !== undefined) core.hangUp(callId);
    },
    guided: (callId, stepId, how) => customers.get(callId)?.guided(stepId, how),
    offered: (number, slots) => core.offered(number, slots),
    scenarioOf: (callId) => played.get(callId) ?? null,
    refresh(callId = core.callIds.at(-1)) {
      if (callId !== undefined) core.refresh(callId);
    },
    onCaption: captions.add,
    onTrouble: troubles.add,
    setNetwork: (up) => wire.setUp(up),
    dispose() {
      core.dispose();
      wire.dispose();
      captions.clear();
      troubles.clear();
    },
  };
}

function cutOff(text: PracticeText): PracticeText {
  return { ko: `${text.ko} …`, en: `${text.en} …` };
}

/** 64 random bits in hexadecimal: unguessable enough for tags and branches (RFC 3261 section 19.3). */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
