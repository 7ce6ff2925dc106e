import { useI18n } from 'vue-i18n';

/** Figures of a call's sound in words; none is left empty. */
export function useQualityWords() {
  const { t, n } = useI18n();
  const unknown = (): string => t('quality.notKnown');

  return {
    percentText: (value: number | null): string =>
      value === null ? unknown() : t('quality.percent', { n: n(Math.round(value * 10) / 10) }),
    msText: (value: number | null): string =>
      value === null ? unknown() : t('quality.ms', { n: n(Math.round(value)) }),
    mosText: (value: number | null): string => (value === null ? unknown() : value.toFixed(1)),
  };
}
