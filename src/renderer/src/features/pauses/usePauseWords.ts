import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { checkInState, nextCheckIn } from '#shared/domain/pause/checkIns.ts';
import type { CheckInState } from '#shared/domain/pause/checkIns.ts';
import type { PausedNumber, PauseRow } from '#shared/domain/pause/record.ts';
import { fillTemplate } from '#shared/domain/pause/templates.ts';
import type { PauseTemplate, TemplateKind } from '#shared/domain/pause/templates.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';

/** Somebody as calls and promises know them. */
export type PausedParty = PausedNumber & {
  readonly name: string | null;
  readonly practice: boolean;
};

/** The number that is called, and whose it is. */
export function partyOf({
  numbers,
  name,
  practice,
}: Pick<PauseRow, 'numbers' | 'name' | 'practice'>): PausedParty {
  const [first] = numbers;
  return { address: '', dialled: '', e164: null, ...first, name, practice };
}

/** Pauses as they are said. */
export function usePauseWords() {
  const { t, locale } = useI18n();
  const settings = useSettingsStore();
  const { nameOf } = usePartyName();
  const { whoText, pointText, lengthText } = usePromiseWords();

  const templates = computed(() =>
    settings.settings.pauses.templates.filter(({ language }) => language === locale.value),
  );

  function templatesOf(kind: TemplateKind): readonly PauseTemplate[] {
    return templates.value.filter((one) => one.kind === kind);
  }

  function filled(template: PauseTemplate, row: PauseRow): string {
    return fillTemplate(template.text, nameOf(partyOf(row)) ?? t('pauses.customer'));
  }

  /** When somebody looks next, or how long that is past. */
  function nextText(row: PauseRow, now: number): string {
    const next = nextCheckIn(row);
    if (!next) return t('pauses.noCheckIn');
    return next.at <= now
      ? t('pauses.checkInPast', { time: lengthText(now - next.at) })
      : t('pauses.checkInAt', { time: pointText(next.at, now) });
  }

  const stateOf = (row: PauseRow, now: number): CheckInState => checkInState(row, now);

  return {
    who: (row: PauseRow): string => whoText(partyOf(row)),
    templatesOf,
    filled,
    nextText,
    stateOf,
    sinceText: (row: PauseRow, now: number): string =>
      t('pauses.since', { time: lengthText(Math.max(0, now - row.since)) }),
  };
}
