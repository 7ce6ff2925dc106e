import {
  CircleSlash,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  TriangleAlert,
  Unplug,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { Direction, Outcome } from '#shared/domain/call/record.ts';

export type Meaning = 'plain' | 'available' | 'call' | 'after' | 'away' | 'overdue';

/** The icon and the colour of an outcome; its word is always beside them. */
export function outcomeLook(
  outcome: Outcome | null,
  direction: Direction,
): { readonly icon: Component; readonly meaning: Meaning } {
  switch (outcome) {
    case null:
      return { icon: PhoneCall, meaning: 'call' };
    case 'answered':
      return {
        icon: direction === 'inbound' ? PhoneIncoming : PhoneOutgoing,
        meaning: 'available',
      };
    case 'missed':
      return direction === 'inbound'
        ? { icon: PhoneMissed, meaning: 'overdue' }
        : { icon: PhoneOff, meaning: 'away' };
    case 'busy':
      return { icon: CircleSlash, meaning: 'away' };
    case 'rejected':
      return { icon: PhoneOff, meaning: 'away' };
    case 'cancelled':
      return { icon: PhoneOff, meaning: 'plain' };
    case 'failed':
      return { icon: TriangleAlert, meaning: 'overdue' };
    case 'forwarded':
    case 'answered-elsewhere':
      return { icon: PhoneForwarded, meaning: 'plain' };
    case 'interrupted':
      return { icon: Unplug, meaning: 'away' };
  }
}
