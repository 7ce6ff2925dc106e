import type { NetworkEvent, Party, Transfer } from '#shared/domain/call/call.ts';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import type { Lamp } from '#shared/domain/pbx/dialogInfo.ts';
import type { MessageSummary } from '#shared/domain/pbx/messageSummary.ts';
import type { LineState } from '#shared/domain/line/lineState.ts';
import type { QualitySample } from '#shared/domain/quality/sample.ts';
import type { TracedFrame } from '#shared/domain/support/supportBundle.ts';
import type { Leg } from './audio/conference.ts';
import type { Unsubscribe } from '#shared/rpc/port.ts';

/** What a phone reports. `callId` is ours (a UUID), not the SIP Call-ID. */
export type PhoneEvent =
  | { readonly type: 'line'; readonly state: LineState }
  | {
      readonly type: 'incoming';
      readonly callId: string;
      readonly sipCallId: string;
      readonly party: Party;
      /** Our id of the call it takes the place of: somebody was handed over. RFC 3891. */
      readonly replaces: string | null;
    }
  | { readonly type: 'call'; readonly callId: string; readonly event: NetworkEvent }
  /** One more call of a flood was told busy without ringing. */
  | { readonly type: 'flood'; readonly refused: number }
  /** What an exchange tells of something that was asked for by `watch`. */
  | {
      readonly type: 'lamp';
      readonly event: 'dialog' | 'presence';
      readonly target: string;
      readonly lamp: Lamp;
    }
  /** Null: nobody tells (any more). */
  | { readonly type: 'voicemail'; readonly summary: MessageSummary | null }
  /** Every second of a connected call that nobody holds. */
  | { readonly type: 'quality'; readonly callId: string; readonly sample: QualitySample };

/** A text message that came, not yet answered. All of it is untrusted. */
export interface IncomingMessage {
  readonly party: Party;
  readonly body: string;
  readonly sipCallId: string;
  /** The same in every copy of it. */
  readonly copyKey: string;
}

/** A text message that is ready to go. */
export interface OutgoingMessage {
  readonly sipCallId: string;
  /** Once. Settles within half a minute, never rejects. */
  send(): Promise<SendOutcome>;
}

/** Something an exchange is asked to tell, by event package (RFC 6665 §7.2). */
export interface Watched {
  readonly event: 'dialog' | 'presence' | 'message-summary';
  /** As for a call; null for the account itself, which is whose voicemail is told of. */
  readonly target: string | null;
}

/**
 * The phone as the app sees it: SIP.js behind one small surface. Nothing here throws for what a
 * network or a far end may do; it is reported as an event. A command for a call that is already
 * gone is passed over.
 */
export interface PhonePort {
  /** The account's address of record, for the call log. */
  readonly account: string;
  readonly practice: boolean;
  /** Connects, registers, and stays so by itself until `stop`. */
  start(): void;
  /** Unregisters, ends the calls there are, and lets go of every device. */
  stop(): Promise<void>;
  /** The agent asks not to wait for the next attempt. */
  retryNow(): void;
  /** The computer has slept: what is open may be so in name only. */
  wake(): void;
  /** @param target what `dialString` made of the agent's words: a user part or a `sip:` address */
  dial(callId: string, target: string): void;
  /** A call to the exchange itself: no microphone is opened, and silence is what it hears. */
  dialSilently(callId: string, target: string): void;
  /** Asks the exchange to tell exactly this from now on, on every new connection anew. */
  watch(watched: readonly Watched[]): void;
  /** Opens the microphone; of a call that was answered unattended, the agent takes it over. */
  answer(callId: string): void;
  /**
   * Answers for an agent who is away: no microphone is opened, silence is heard until `leg` is given
   * something else. `attendedHeard` follows when both sides can be heard.
   */
  answerUnattended(callId: string): void;
  reject(callId: string, status: 486 | 603): void;
  /** Sends a call that rings to somebody else, unanswered: 302 (RFC 3261 §21.3.3). */
  redirect(callId: string, target: string): void;
  hangUp(callId: string): void;
  hold(callId: string): void;
  /** For a call whose hold was refused: silent both ways all the same, until it is resumed. */
  holdUnheard(callId: string): void;
  resume(callId: string): void;
  mute(callId: string, muted: boolean): void;
  sendDigits(callId: string, digits: string): void;
  /** Joins the sound of these calls: each hears the agent and the others. Fewer than two: none. */
  mix(callIds: readonly string[]): void;
  /** Whether this party's voice is heard by anybody. */
  silence(callId: string, silenced: boolean): void;
  /** Asks the other side of a held call to call somebody else, or to replace one of our calls. */
  transfer(callId: string, transfer: Pick<Transfer, 'kind' | 'target'>): void;
  /** The newest SIP messages, redacted, oldest first: for a support bundle. */
  trace(): readonly TracedFrame[];
  /** @returns null when the target is no address; as for `dial` */
  message(target: string, body: string): OutgoingMessage | null;
  /** The sound of a call, for its recording; null before there is any both ways. */
  leg(callId: string): Leg | null;
  listen(listener: (event: PhoneEvent) => void): Unsubscribe;
}
