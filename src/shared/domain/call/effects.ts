import type { Transfer } from './call.ts';
import type { Cause, CallFact } from './record.ts';

type WithoutStamp<T> = T extends unknown ? Omit<T, 'id' | 'callId' | 'at'> : never;

/** A fact without its id, call and time: whoever records it stamps it. */
export type FactBody = WithoutStamp<CallFact>;

/** What has to be done after a transition, as data. */
export type Effect =
  | { readonly type: 'phone.answer' }
  /** Without a microphone. */
  | { readonly type: 'phone.answerUnattended' }
  | { readonly type: 'phone.reject'; readonly status: 486 | 603 }
  | { readonly type: 'phone.redirect'; readonly target: string }
  | { readonly type: 'phone.hangUp' }
  | { readonly type: 'phone.hold' }
  /** Silent both ways without the other side's consent. */
  | { readonly type: 'phone.holdUnheard' }
  | { readonly type: 'phone.resume' }
  | { readonly type: 'phone.mute'; readonly muted: boolean }
  | { readonly type: 'phone.sendDigits'; readonly digits: string }
  | { readonly type: 'phone.silence'; readonly silenced: boolean }
  | { readonly type: 'phone.transfer'; readonly transfer: Transfer }
  | { readonly type: 'record'; readonly fact: FactBody }
  /** Something the agent should read, once; `code` is translated as `notices.<code>`. */
  | { readonly type: 'notice'; readonly code: NoticeCode; readonly cause: Cause }
  /** What that notice said is not so any more. */
  | { readonly type: 'notice.over'; readonly code: NoticeCode };

export type NoticeCode =
  | 'answer-failed'
  | 'hold-refused'
  | 'resume-refused'
  | 'digits-failed'
  /** Not handed over; the agent has the customer again. */
  | 'transfer-failed'
  /** Not handed over; the customer waits, because the agent talks to somebody else. */
  | 'transfer-failed-waiting'
  /** Nothing of the other side is heard although the line is up. */
  | 'sound-lost';
