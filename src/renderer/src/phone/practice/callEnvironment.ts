import type { CreateCustomerMedia, CustomerMedia, MediaTrouble } from './customerMedia.ts';
import type { ExchangeClock } from './exchangeClock.ts';
import type { SipMessage, SipRequest, SipResponse } from './sipMessage.ts';

/** What a call needs from the exchange around it. */
export interface CallEnvironment {
  readonly clock: ExchangeClock;
  /** A fresh token for tags, branches and Call-IDs. */
  readonly id: () => string;
  /** 0 ≤ x < 1: spreads retries after 491. */
  readonly random: () => number;
  readonly createMedia: CreateCustomerMedia;
  readonly send: (message: SipMessage) => void;
  /** What becomes of a customer who is asked to call this Refer-To. */
  readonly handOn: (referTo: string) => HandedOn;
}

/** Who is handed a customer rings for `ringMs`, then takes them or does not. */
export interface HandedOn {
  readonly ringMs: number;
  /** The final answer of the new call. */
  readonly status: number;
  readonly reason: string;
  /** Told once the customer has gone over. */
  readonly taken: () => void;
}

/** Who ended a call: a person, the wire, or something that did not work. */
export type EndedBy = 'customer' | 'agent' | 'handed-on' | 'network' | 'failure';

/** What happens in a call, for whoever plays the customer. */
export interface CallListener {
  /** Both sides have agreed; the customer can speak through this. Once. */
  connected(media: CustomerMedia): void;
  held(): void;
  resumed(): void;
  level(rms: number): void;
  trouble(code: MediaTrouble): void;
  /** Once: nobody speaks any more. `connected`: whether anyone had answered. */
  ended(by: EndedBy, connected: boolean): void;
  /** Once, after `ended`: no message of this call is expected any more. */
  gone(): void;
}

/** A call as the exchange handles it: the SIP messages of its Call-ID go here. */
export interface PracticeCall {
  readonly callId: string;
  /** '' until a dialog exists. */
  readonly localTag: string;
  onRequest(request: SipRequest): void;
  onResponse(response: SipResponse): void;
  /** The customer hangs up, gives up ringing, or stops answering. */
  hangUp(): void;
  /** The wire to the phone was cut. */
  onDisconnected(): void;
  /** The exchange is closed: stop everything, say nothing. */
  abandon(): void;
}

/** 64 × T1 (RFC 3261 section 17): after this long nothing more is expected of a transaction. */
export const TRANSACTION_LIMIT_MS = 32_000;
