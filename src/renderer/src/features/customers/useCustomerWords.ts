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

  function channelsText({ channels }: Pick<Preferences, 'channels'>): string {
    return channels.map((channel) => t(`customers.channels.${channel}`)).join(' › ');
  }

  return { titleOf, hoursText, channelsText };
}
