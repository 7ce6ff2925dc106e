import { useI18n } from 'vue-i18n';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';
import type { TreatmentDecision } from '#shared/domain/treatment/decide.ts';
import type { NumberGroup } from '#shared/domain/treatment/groups.ts';
import { DEFAULT_RULES } from '#shared/domain/treatment/rules.ts';
import type { CallRule, When } from '#shared/domain/treatment/rules.ts';
import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { clockOf } from '../../ui/clockField.ts';
import { useReasonWords } from '../availability/useReasonWords.ts';

/** As the week is read: Monday first. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** A rule as a sentence that can be read aloud, and what a rule decided. */
export function useRuleWords() {
  const { t, te } = useI18n();
  const settings = useSettingsStore();
  const availability = useAvailabilityStore();
  const { reasonName } = useReasonWords();

  const quoted = (name: string): string => t('callRules.say.quoted', { name });

  function usualGroupName(id: string): string | null {
    const key = `callRules.groups.names.${id}`;
    return te(key) ? t(key) : null;
  }

  function groupName({ id, name }: Pick<NumberGroup, 'id' | 'name'>): string {
    return name ?? usualGroupName(id) ?? id;
  }

  function daysText(weekdays: readonly number[]): string {
    const days = WEEK.filter((day) => weekdays.includes(day));
    const names = days.map((day) => t(`callRules.shortDays.${day}`));
    return t('callRules.dayList', { days: names.join(t('callRules.say.dayJoin')) });
  }

  function timeText({ time, weekdays }: When): string {
    const days = weekdays === undefined ? null : daysText(weekdays);
    if (!time) return days === null ? '' : t('callRules.say.days', { days });
    const clock = { from: clockOf(time.from), to: clockOf(time.to) };
    const night = time.from > time.to;
    if (days === null) return t(night ? 'callRules.say.night' : 'callRules.say.time', clock);
    const key = night ? 'callRules.say.daysNight' : 'callRules.say.daysTime';
    return t(key, { days, ...clock });
  }

  function whoText({ caller, group, number }: When): string {
    const parts: string[] = [];
    if (caller?.exact !== undefined) {
      const shown = parsePhoneNumber(caller.exact).display;
      parts.push(t('callRules.say.caller', { number: shown }));
    }
    if (caller?.prefix !== undefined) {
      parts.push(t('callRules.say.prefix', { number: caller.prefix }));
    }
    if (group !== undefined) {
      const found = settings.settings.numberGroups.find(({ id }) => id === group);
      const name = found ? groupName(found) : t('callRules.say.gone');
      parts.push(t('callRules.say.group', { group: name }));
    }
    if (number !== undefined) parts.push(t(`callRules.say.${number}`));
    return parts.join(' ');
  }

  function callsText(when: When): string {
    const who = whoText(when);
    const minutes = when.repeatMinutes;
    if (minutes !== undefined) {
      return who === ''
        ? t('callRules.say.anyAgain', { minutes })
        : t('callRules.say.again', { who, minutes });
    }
    if (who !== '') return t('callRules.say.call', { who });
    const always = Object.values(when).every((value) => value === undefined);
    return t(always ? 'callRules.say.everyCall' : 'callRules.say.anyCall');
  }

  function reasonsText(ids: readonly string[]): string {
    const names = availability.reasons.filter(({ id }) => ids.includes(id)).map(reasonName);
    // A reason that has been taken away is still what the rule asks for.
    const all = names.length > 0 ? names : ids;
    return t('callRules.say.reasons', { reasons: all.map(quoted).join(t('callRules.say.or')) });
  }

  function conditionText(when: When): string {
    const { hours, reasons } = when;
    return tidy(
      t('callRules.condition', {
        days: timeText(when),
        hours: hours === undefined ? '' : t(`callRules.say.${hours}`),
        reasons: reasons === undefined ? '' : reasonsText(reasons),
        calls: callsText(when),
      }),
    );
  }

  function resultText({
    treatment,
    forwardTo,
  }: Pick<TreatmentDecision, 'treatment' | 'forwardTo'>): string {
    const to = forwardTo ? parsePhoneNumber(forwardTo).display : '…';
    return t(`callRules.results.${treatment}`, { to });
  }

  function sentence({ when, then, urgent }: Pick<CallRule, 'when' | 'then' | 'urgent'>): string {
    const said = t('callRules.sentence', {
      condition: conditionText(when),
      result: resultText({ treatment: then.do, forwardTo: then.to ?? null }),
    });
    return tidy(urgent ? `${said} ${t('callRules.say.urgent')}` : said);
  }

  const isOurs = (id: string): boolean => DEFAULT_RULES.some((rule) => rule.id === id);

  /** What somebody called it; null for a rule that is known by its condition. */
  function ownName({ id, name, when }: Pick<CallRule, 'id' | 'name' | 'when'>): string | null {
    if (name === null) return isOurs(id) ? t(`callRules.names.${id}`) : null;
    return name === conditionText(when).slice(0, LONGEST_NAME) ? null : name;
  }

  /** The name a rule is stored with: kept with every call it decides, and so never none but ours. */
  function nameToKeep(id: string, typed: string, when: When): string | null {
    const usual = isOurs(id) ? t(`callRules.names.${id}`) : null;
    const name = typed.trim().slice(0, LONGEST_NAME);
    if (usual !== null && (name === '' || name === usual)) return null;
    return name || conditionText(when).slice(0, LONGEST_NAME).trim();
  }

  return {
    groupName,
    usualGroupName,
    conditionText,
    resultText,
    sentence,
    ownName,
    nameToKeep,
    ruleName: (rule: CallRule): string => ownName(rule) ?? conditionText(rule.when),
    callerText: (number: string): string =>
      t('callRules.say.caller', { number: parsePhoneNumber(number).display }),
  };
}

const LONGEST_NAME = 60;

/** Parts that are not there leave gaps in the sentence. */
function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ ,/g, ',').trim();
}
