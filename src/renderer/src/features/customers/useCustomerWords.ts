import { useI18n } from 'vue-i18n';
import type { CustomerNumber, Preferences } from '#shared/domain/customer/customer.ts';
import { clockOf } from '../../ui/clockField.ts';
import { WEEK } from '../call-rules/useRuleWords.ts';

/** Customers as they are said. */
export function useCustomerWords() {
  const { t } = useI18n();

  function titleOf(someone: {
    readonly name: string;
    readonly numbers: readonly CustomerNumber[];
  }): string {
    return someone.name || (someone.numbers[0]?.number ?? t('customers.nameless'));
  }

  function hoursText({ hours, days }: Pick<Preferences, 'hours' | 'days'>): string {
    const named = WEEK.filter((day) => days.includes(day)).map((day) => t(`customers.days.${day}`));
    const time = hours ? [`${clockOf(hours.from)}–${clockOf(hours.to)}`] : [];
    return [...(named.length > 0 ? [named.join('·')] : []), ...time].join(' ');
  }

  /** The same in a sentence: the days of an office are not named one by one. */
  function wantedHoursText(preferences: Pick<Preferences, 'hours' | 'days'>): string {
    const days = WEEK.filter((day) => preferences.days.includes(day)).join('');
    const group = { 12345: 'weekdays', 60: 'weekend' }[days];
    if (group === undefined) return hoursText(preferences);
    return `${t(`reach.${group}`)} ${hoursText({ ...preferences, days: [] })}`.trim();
  }

  function channelsText({ channels }: Pick<Preferences, 'channels'>, between = ' › '): string {
    return channels.map((channel) => t(`customers.channels.${channel}`)).join(between);
  }

  return { titleOf, hoursText, wantedHoursText, channelsText };
}
