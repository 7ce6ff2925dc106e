import { useIntervalFn } from '@vueuse/core';
import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { clockText } from '../../ui/clockText.ts';
import { elapsedSince } from '../../ui/elapsed.ts';
import { useStatusWords } from '../availability/useStatusWords.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { numberText } from '../calls/partyWords.ts';

/** The window's title says what the phone is doing: it is read in the task bar. */
export function useTitle(): void {
  const { t, locale } = useI18n();
  const { nameOf } = usePartyName();
  const phone = usePhoneStore();
  const availability = useAvailabilityStore();
  const status = useStatusWords();

  function title(): string {
    const [incoming] = phone.incoming;
    const call = phone.current;
    if (call && call.phase !== 'offered') {
      const state = t(`phases.${call.phase}`);
      return call.answeredAt === null
        ? t('titles.state', { state })
        : t('titles.inCall', { state, time: clockText(elapsedSince(call.answeredAt)) });
    }
    if (incoming) {
      const { party } = incoming;
      const who = nameOf(party) ?? (numberText(party) || t('common.hiddenNumber'));
      return t('titles.incoming', { who });
    }
    const { state } = phone.line;
    if (state !== 'registered' && state !== 'off') {
      return t('titles.line', { state: t(`line.states.${state}`) });
    }
    if (availability.kind !== 'away') return t('app.name');
    const { word, time } = status.value;
    return t('titles.state', { state: `${word} ${time}`.trim() });
  }

  function show(): void {
    const text = title();
    if (document.title !== text) document.title = text;
  }

  const { pause, resume } = useIntervalFn(show, 1_000, { immediate: false });
  watch(
    [() => phone.calls, () => phone.line, status, locale],
    () => {
      show();
      if (phone.calls.length > 0) resume();
      else pause();
    },
    { immediate: true },
  );
}
