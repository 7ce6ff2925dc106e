import { useI18n } from 'vue-i18n';
import type { AwayReason } from '#shared/domain/availability/reasons.ts';

/** Reasons for being away in words: as the desk calls them, or under their usual names. */
export function useReasonWords() {
  const { t } = useI18n();
  return {
    reasonName: (reason: Pick<AwayReason, 'id' | 'name'>): string =>
      reason.name ?? t(`away.reasons.${reason.id}`),
  };
}
