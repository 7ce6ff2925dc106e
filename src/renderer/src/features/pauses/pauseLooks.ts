import { BellRing, CalendarClock, CalendarX2, Clock } from '@lucide/vue';
import type { Component } from 'vue';
import type { CheckInState } from '#shared/domain/pause/checkIns.ts';
import type { PauseRow } from '#shared/domain/pause/record.ts';

type Meaning = 'plain' | 'available' | 'call' | 'after' | 'away' | 'overdue';

/** Shape and colour of how a check-in stands; its words stand beside it. */
export const CHECK_IN_LOOKS: Readonly<
  Record<CheckInState, { readonly icon: Component; readonly meaning: Meaning }>
> = {
  overdue: { icon: BellRing, meaning: 'away' },
  today: { icon: Clock, meaning: 'plain' },
  later: { icon: CalendarClock, meaning: 'plain' },
  none: { icon: CalendarX2, meaning: 'plain' },
};

export const RISK_MEANINGS: Readonly<Record<NonNullable<PauseRow['risk']>['level'], Meaning>> = {
  low: 'plain',
  medium: 'away',
  high: 'overdue',
};
