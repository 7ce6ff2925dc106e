import { Check, CheckCheck, CircleAlert, CircleHelp, Clock, LoaderCircle } from '@lucide/vue';
import type { Component } from 'vue';
import type { MessageState } from '#shared/domain/message/record.ts';

export interface StateLook {
  readonly icon: Component;
  readonly meaning: 'plain' | 'away' | 'overdue';
}

const LOOKS: Readonly<Record<Exclude<MessageState, 'received'>, StateLook>> = {
  queued: { icon: Clock, meaning: 'away' },
  sending: { icon: LoaderCircle, meaning: 'plain' },
  accepted: { icon: Check, meaning: 'plain' },
  delivered: { icon: CheckCheck, meaning: 'plain' },
  failed: { icon: CircleAlert, meaning: 'overdue' },
  uncertain: { icon: CircleHelp, meaning: 'away' },
};

/** Null for a message that came: that it is here needs no sign. */
export function stateLook(state: MessageState): StateLook | null {
  return state === 'received' ? null : LOOKS[state];
}
