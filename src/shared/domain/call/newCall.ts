import type { Call } from './call.ts';

/** What is known of a call as it begins; nothing has happened in it yet. */
export function newCall(
  known: Pick<
    Call,
    | 'id'
    | 'direction'
    | 'party'
    | 'account'
    | 'practice'
    | 'sipCallId'
    | 'alert'
    | 'consultFor'
    | 'startedAt'
  >,
): Call {
  return {
    ...known,
    phase: known.direction === 'inbound' ? 'offered' : 'dialling',
    muted: false,
    heldByOther: false,
    transfer: null,
    joined: false,
    silenced: false,
    attended: null,
    answeredAt: null,
    endedAt: null,
    end: null,
  };
}
