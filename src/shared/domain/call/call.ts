import type { Identity, Station } from '../pbx/callerWay.ts';
import type { Cause, Direction, EndedBy, Outcome, Service, TransferKind } from './record.ts';

/**
 * Where a call stands on this phone. `active` and `held` are a confirmed dialog (RFC 3261 §12);
 * `answering`, `holding` and `resuming` wait for the far end and can always be hung up.
 */
export const PHASES = [
  /** INVITE sent, nothing heard yet. */
  'dialling',
  /** 18x received: the other side is being alerted. */
  'ringing',
  /** INVITE received: this phone rings. */
  'offered',
  /** The agent pressed Answer; microphone and 200 OK are under way. */
  'answering',
  /** Answered by the app for an agent who is away: the customer has reached nobody. */
  'attended',
  'active',
  'holding',
  'held',
  'resuming',
  'ended',
] as const;
export type Phase = (typeof PHASES)[number];

/** The other party as this phone knows it. Untrusted parts are cleaned before they get here. */
export interface Party {
  /** The whole SIP or tel address. */
  readonly address: string;
  /** What was dialled, or the user part of the caller's address. */
  readonly dialled: string;
  readonly e164: string | null;
  readonly name: string | null;
  readonly rawName: string | null;
  /** What From said, where the exchange vouches for somebody else. */
  readonly claimed?: Identity;
  /** The numbers the call was for before, first the one that was dialled. */
  readonly via?: readonly Station[];
  /** Nobody: a function of the exchange. */
  readonly service?: Service;
}

/**
 * The customer being handed to somebody else by REFER (RFC 3515; RFC 5589 §6 and §7). The call
 * stays ours, on hold, until the other side says that the new one stands.
 */
export interface Transfer {
  /**
   * `attended`: to somebody this phone is talking to, whose call the customer's then replaces;
   * `park`: to the exchange, which keeps them until somebody calls the slot.
   */
  readonly kind: TransferKind;
  /** Who to, as the agent wrote it. */
  readonly to: string;
  /** Blind and park: what `dialString` made of it. Attended: our id of the call that is to be replaced. */
  readonly target: string;
  /** `holding`: not asked yet; `asked`: REFER is out; `ringing`: the new party is being alerted. */
  readonly state: 'holding' | 'asked' | 'ringing';
}

/** What the app says to a customer whose call it answers for the agent. */
export interface Attendance {
  /** Of the greetings the agent recorded; null for the neutral one that comes with the app. */
  readonly greetingId: string | null;
  /** From when on the customer can expect to be called, epoch ms; null says nothing of it. */
  readonly until: number | null;
  /** The customer may leave a message. */
  readonly voicemail: boolean;
}

export interface Attended extends Attendance {
  /** `opening`: nothing can be heard yet. */
  readonly stage: 'opening' | 'greeting' | 'message';
}

export interface Call {
  readonly id: string;
  readonly direction: Direction;
  readonly phase: Phase;
  readonly party: Party;
  readonly account: string;
  readonly practice: boolean;
  readonly sipCallId: string | null;
  /**
   * How it asks for the agent. `undecided`: they are away, and what becomes of the call is being
   * found out, which takes no time that anybody would notice.
   */
  readonly alert: 'ring' | 'quiet' | 'undecided';
  readonly muted: boolean;
  /** While the app answers for the agent, and until the agent has taken the call over. */
  readonly attended: Attended | null;
  /** The far end has put us on hold. */
  readonly heldByOther: boolean;
  readonly transfer: Transfer | null;
  /** This call asks somebody about the customer who waits in that one. */
  readonly consultFor: string | null;
  /** Joined with the other such call: everybody hears everybody, mixed on this machine. */
  readonly joined: boolean;
  /** In a joint call: this party is heard by nobody, and hears on. */
  readonly silenced: boolean;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly end: { readonly outcome: Outcome; readonly by: EndedBy; readonly cause: Cause } | null;
}

/** What the agent asks for. One that the phase does not allow throws `IllegalCommand`. */
export type Command =
  | { readonly type: 'answer' }
  /** Given by a rule, not by a hand: see `Attendance`. */
  | ({ readonly type: 'attend' } & Attendance)
  | { readonly type: 'reject'; readonly as: 'busy' | 'decline' }
  | { readonly type: 'hangUp' }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'mute' }
  | { readonly type: 'unmute' }
  | { readonly type: 'sendDigits'; readonly digits: string }
  | { readonly type: 'join' }
  | { readonly type: 'leave' }
  | { readonly type: 'silence' }
  | { readonly type: 'unsilence' }
  | {
      readonly type: 'transfer';
      readonly kind: TransferKind;
      readonly to: string;
      readonly target: string;
    };

/** What the network reports. One that comes too late is ignored, never an error. */
export type NetworkEvent =
  /** Answered without an agent, and the customer hears and is heard. */
  | { readonly type: 'attendedHeard' }
  /** The greeting has been heard: what the customer says from now on is kept. */
  | { readonly type: 'messageBegun' }
  /** Nothing more is to be said or kept. */
  | { readonly type: 'attendanceOver'; readonly cause: Cause }
  | { readonly type: 'identified'; readonly sipCallId: string }
  | { readonly type: 'progress'; readonly status: number; readonly earlyMedia: boolean }
  | { readonly type: 'accepted' }
  /** What the app does about a call while the agent is away; late ones are ignored like any other. */
  | { readonly type: 'alerted'; readonly alert: 'ring' | 'quiet' }
  | { readonly type: 'turnedAway' }
  /** `target`: what `dialString` made of where the caller is sent. */
  | { readonly type: 'forwarded'; readonly target: string }
  | { readonly type: 'answerFailed'; readonly cause: Cause }
  | { readonly type: 'refused'; readonly status: number; readonly text?: string }
  | { readonly type: 'withdrawn'; readonly elsewhere: boolean }
  | { readonly type: 'ended'; readonly by: EndedBy; readonly cause: Cause }
  | { readonly type: 'holdAccepted' }
  /** `stay`: the agent is with somebody else by now, of which this customer may hear nothing. */
  | { readonly type: 'holdRefused'; readonly cause: Cause; readonly stay?: boolean }
  | { readonly type: 'resumeAccepted' }
  | { readonly type: 'resumeRefused'; readonly cause: Cause }
  | { readonly type: 'otherHeld' }
  | { readonly type: 'otherResumed' }
  /** No sound of the other side arrives although the line is up; see `mediaWatch.ts`. */
  | { readonly type: 'soundLost' }
  | { readonly type: 'soundBack' }
  | { readonly type: 'digitsFailed'; readonly cause: Cause }
  | { readonly type: 'transferProgress'; readonly status: number }
  | { readonly type: 'transferred' }
  /** @param stay the agent talks to somebody else by now: the customer waits on */
  | { readonly type: 'transferFailed'; readonly cause: Cause; readonly stay?: boolean }
  /** The one asked about a customer now talks to that customer. */
  | { readonly type: 'handedOver' };

/** What comes not from the network but from whoever answers for the agent. */
export type AttendantEvent = Extract<
  NetworkEvent,
  { readonly type: 'messageBegun' | 'attendanceOver' }
>;

export type CallInput = Command | NetworkEvent;
