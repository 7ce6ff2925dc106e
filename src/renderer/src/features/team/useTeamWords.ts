import { useI18n } from 'vue-i18n';
import { DIRECTIONS, OUTCOMES } from '#shared/domain/call/record.ts';
import type { Direction, Outcome } from '#shared/domain/call/record.ts';
import type { TeamRecordOf, TeamWho } from '#shared/domain/team/teamRecord.ts';
import { parsePhoneNumber } from '#shared/domain/phone-number/phoneNumber.ts';

/** Records of others as they are said; what they may hold that this release does not know included. */
export function useTeamWords() {
  const { t } = useI18n();

  function numberText({ number, e164 }: TeamWho): string {
    if (number.includes('*')) return number;
    return parsePhoneNumber(e164 ?? number).display;
  }

  return {
    numberText,
    whoText: (who: TeamWho): string =>
      [who.name?.trim() ?? '', numberText(who)].find((one) => one !== '') ??
      t(who.customer === null ? 'team.erased' : 'common.hiddenNumber'),
    outcomeOf: ({ outcome }: TeamRecordOf<'call'>): Outcome | null =>
      OUTCOMES.find((one) => one === outcome) ?? null,
    directionOf: ({ direction }: TeamRecordOf<'call'>): Direction =>
      DIRECTIONS.find((one) => one === direction) ?? 'inbound',
  };
}
