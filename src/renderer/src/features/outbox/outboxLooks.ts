import { Ban, Clock, Moon, PhoneCall, Send, Undo2 } from '@lucide/vue';
import type { Component } from 'vue';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import type { MissedTexts } from '#shared/domain/outbox/policy.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';

export const TEXT_STATES = [
  'waiting',
  'held',
  'cancelled',
  'handed',
  'reached',
  'declined',
] as const;
type TextState = (typeof TEXT_STATES)[number];

/** Held as long as it is quiet, whenever it was written. */
export function textStateOf(row: TextRow, policy: MissedTexts, now: number): TextState {
  if (row.end) return row.end.how;
  return quietUntil(policy, now) === null ? 'waiting' : 'held';
}

export const TEXT_LOOKS: Readonly<
  Record<
    TextState,
    { readonly icon: Component; readonly meaning: 'plain' | 'away' | 'available' | 'call' }
  >
> = {
  waiting: { icon: Clock, meaning: 'call' },
  held: { icon: Moon, meaning: 'away' },
  cancelled: { icon: Undo2, meaning: 'plain' },
  handed: { icon: Send, meaning: 'available' },
  reached: { icon: PhoneCall, meaning: 'plain' },
  declined: { icon: Ban, meaning: 'plain' },
};
