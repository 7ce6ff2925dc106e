import {
  AlarmClock,
  CircleCheck,
  FileText,
  Hand,
  MessageSquareText,
  PhoneCall,
  PhoneMissed,
  TriangleAlert,
  Voicemail,
  XCircle,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { Origin } from '#shared/domain/callback/record.ts';
import type { PromiseState } from '#shared/domain/callback/state.ts';

type Meaning = 'plain' | 'available' | 'call' | 'after' | 'away' | 'overdue';

/** Shape and colour of a state; its word stands beside it. */
export const STATE_LOOKS: Readonly<
  Record<PromiseState, { readonly icon: Component; readonly meaning: Meaning }>
> = {
  due: { icon: AlarmClock, meaning: 'plain' },
  'in-progress': { icon: PhoneCall, meaning: 'call' },
  broken: { icon: TriangleAlert, meaning: 'overdue' },
  kept: { icon: CircleCheck, meaning: 'available' },
  closed: { icon: XCircle, meaning: 'plain' },
};

export const ORIGIN_ICONS: Readonly<Record<Origin['kind'], Component>> = {
  missed: PhoneMissed,
  away: PhoneMissed,
  voicemail: Voicemail,
  text: MessageSquareText,
  script: FileText,
  hand: Hand,
};
