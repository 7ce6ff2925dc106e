import { useI18n } from 'vue-i18n';
import type { Decision, OutboundRule } from '#shared/domain/outbound-policy/policy.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';

/** The policy in words. */
export function useOutboundWords() {
  const { t } = useI18n();
  const settings = useSettingsStore();

  function matchText({ match }: OutboundRule): string {
    if (match.category !== undefined) return t(`outbound.categories.${match.category}`);
    if (match.prefix !== undefined) return t('outbound.begins', { number: match.prefix });
    return t('outbound.exactly', { number: match.exact ?? '' });
  }

  /** Which rule it was. */
  function whoDecides({ by, rule }: Decision): string {
    if (by !== 'rule' || rule === null) return t(`outbound.by.${by}`);
    const decider = settings.settings.outbound.rules[rule];
    return t('outbound.by.rule', { n: rule + 1, match: decider ? matchText(decider) : '' });
  }

  /** Why, in the words of whoever made the rule, or in ours where there are none. */
  function reasonText(decision: Decision): string {
    return decision.reason || whoDecides(decision);
  }

  return { matchText, whoDecides, reasonText };
}
