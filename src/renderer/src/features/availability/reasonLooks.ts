import {
  BookOpenText,
  ChartNoAxesColumn,
  Coffee,
  DoorOpen,
  HeartPulse,
  NotebookPen,
  Phone,
  PhoneCall,
  Presentation,
  ShieldCheck,
  Target,
  TriangleAlert,
  Users,
  Utensils,
} from '@lucide/vue';
import type { Component } from 'vue';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';

const ICONS: Readonly<Record<AwayReason['icon'], Component>> = {
  meeting: Users,
  training: Presentation,
  meal: Utensils,
  rest: Coffee,
  away: DoorOpen,
  'after-call': NotebookPen,
  coaching: BookOpenText,
  focus: Target,
  personal: HeartPulse,
  protected: ShieldCheck,
  outage: TriangleAlert,
};

export const AVAILABLE_ICON = Phone;
export const IN_CALL_ICON = PhoneCall;
/** Of a reason that has been taken off the list since. */
const FORMER_ICON = ChartNoAxesColumn;

/** Colours of the look (tokens.css); grey is plain ink. */
const TONES = {
  amber: 'away',
  violet: 'after',
  blue: 'call',
  green: 'available',
  red: 'overdue',
  grey: 'plain',
} as const;
export type Tone = (typeof TONES)[keyof typeof TONES];

export function reasonLook(reason: Pick<AwayReason, 'icon' | 'colour'> | null): {
  readonly icon: Component;
  readonly tone: Tone;
} {
  return reason
    ? { icon: ICONS[reason.icon], tone: TONES[reason.colour] }
    : { icon: FORMER_ICON, tone: 'plain' };
}
