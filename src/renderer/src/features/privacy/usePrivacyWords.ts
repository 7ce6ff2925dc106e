import { useI18n } from 'vue-i18n';

/** Moments and actions as this screen writes them. */
export function usePrivacyWords() {
  const { t, te, locale } = useI18n();
  const format = (options: Intl.DateTimeFormatOptions) => (at: number) =>
    new Intl.DateTimeFormat(locale.value, options).format(at);
  return {
    moment: format({ dateStyle: 'medium', timeStyle: 'short' }),
    day: format({ dateStyle: 'medium' }),
    monthName: (month: string): string =>
      format({ year: 'numeric', month: 'long' })(
        new Date(Number(month.slice(0, 4)), Number(month.slice(5)) - 1, 1).getTime(),
      ),
    action: (action: string): string => {
      const key = `privacy.actions.${action.replaceAll('.', '-')}`;
      return te(key) ? t(key) : action;
    },
    /** Whoever has no name is this computer. */
    person: (actor: string, origin?: string): string =>
      origin === 'host' ? t('privacy.host') : actor || t('privacy.nameless'),
  };
}
