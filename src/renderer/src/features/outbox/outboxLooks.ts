import {
  Ban,
  CheckCheck,
  CircleHelp,
  CircleX,
  Clock,
  Loader,
  Moon,
  PhoneCall,
  Send,
  Undo2,
} from '@lucide/vue';
import type { Component } from 'vue';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import type { MissedTexts } from '#shared/domain/outbox/policy.ts';
import { textState } from '#shared/domain/outbox/record.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';

export const TEXT_STATES = [
  'waiting',
  'held',
  'sending',
  'accepted',
  'delivered',
  'failed',
  'unsure',
  'cancelled',
  'handed',
  'reached',
  'declined',
] as const;
type TextState = (typeof TEXT_STATES)[number];

/** Held as long as it is quiet, whenever it was written; what leaves nobody's computer never is. */
export function textStateOf(row: TextRow, policy: MissedTexts, now: number): TextState {
  const state = textState(row);
  const mayLeave = state === 'waiting' && !row.practice;
  return mayLeave && quietUntil(policy, now) !== null ? 'held' : state;
}

export const TEXT_LOOKS: Readonly<
  Record<
    TextState,
    {
      readonly icon: Component;
      readonly meaning: 'plain' | 'away' | 'available' | 'call' | 'overdue';
    }
  >
> = {
  waiting: { icon: Clock, meaning: 'call' },
  held: { icon: Moon, meaning: 'away' },
  sending: { icon: Loader, meaning: 'call' },
  accepted: { icon: Send, meaning: 'available' },
  delivered: { icon: CheckCheck, meaning: 'available' },
  failed: { icon: CircleX, meaning: 'overdue' },
  unsure: { icon: CircleHelp, meaning: 'away' },
  cancelled: { icon: Undo2, meaning: 'plain' },
  handed: { icon: Send, meaning: 'available' },
  reached: { icon: PhoneCall, meaning: 'plain' },
  declined: { icon: Ban, meaning: 'plain' },
};
