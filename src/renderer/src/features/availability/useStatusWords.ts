import { computed } from 'vue';
import type { Component, ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { clockText } from '../../ui/clockText.ts';
import { useTimeWords } from '../words/useTimeWords.ts';
import { AVAILABLE_ICON, IN_CALL_ICON, reasonLook } from './reasonLooks.ts';
import type { Tone } from './reasonLooks.ts';
import { useReasonWords } from './useReasonWords.ts';

interface StatusWords {
  readonly icon: Component;
  readonly tone: Tone;
  readonly word: string;
  /** Until when, how much is left, or for how long already. */
  readonly time: string;
  /** What comes after the call. */
  readonly next: string;
}

/** How the agent stands, in a word, a colour and a picture. */
export function useStatusWords(): ComputedRef<StatusWords> {
  const { t } = useI18n();
  const { timeText } = useTimeWords();
  const { reasonName } = useReasonWords();
  const availability = useAvailabilityStore();
  const phone = usePhoneStore();

  const next = computed(() => {
    const reserved = availability.reserved;
    if (reserved === null) return '';
    if (reserved === 'available') return t('away.next', { status: t('away.available') });
    const status = reasonName({ id: reserved.reasonId, name: reserved.reasonName });
    return t('away.next', { status });
  });

  function timeOf(from: number, until: number | null): string {
    const { now, kind, overdue } = availability;
    if (until !== null && kind === 'wrap-up') return clockText(Math.max(0, until - now));
    if (until !== null && overdue) return t('away.overdue', { time: timeText(until) });
    if (until !== null) return t('away.until', { time: timeText(until) });
    return t('away.since', { time: timeText(from) });
  }

  return computed(() => {
    const { span, kind, reason } = availability;
    const talking = phone.calls.some(({ phase }) => phase !== 'offered');
    if (talking) {
      return {
        icon: IN_CALL_ICON,
        tone: 'call',
        word: t('away.inCall'),
        time: '',
        next: next.value,
      };
    }
    if (kind === 'available' || span === null || span.reasonId === null) {
      const time = span === null ? '' : t('away.since', { time: timeText(span.from) });
      return {
        icon: AVAILABLE_ICON,
        tone: 'available',
        word: t('away.available'),
        time,
        next: next.value,
      };
    }
    return {
      ...reasonLook(reason),
      word: reasonName({ id: span.reasonId, name: span.reasonName }),
      time: timeOf(span.from, span.until),
      next: next.value,
    };
  });
}
