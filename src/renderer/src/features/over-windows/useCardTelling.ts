import { usePreferredDark } from '@vueuse/core';
import { computed, onScopeDispose, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { MOST_CARDS } from '#shared/contract/callCard.ts';
import type { CallCard, RingingCall } from '#shared/contract/callCard.ts';
import type { Call } from '#shared/domain/call/call.ts';
import { strokeText } from '#shared/domain/hotkeys/stroke.ts';
import type { HotkeyAction } from '#shared/domain/hotkeys/hotkeys.ts';
import { useAppStore } from '../../stores/appStore.ts';
import { useCallCardStore } from '../../stores/callCardStore.ts';
import { useCallerStore } from '../../stores/callerStore.ts';
import { useHotkeyStore } from '../../stores/hotkeyStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { usePromiseStore } from '../../stores/promiseStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';
import { numberText } from '../calls/partyWords.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { useComposeFor } from '../composer/useComposeFor.ts';
import { usePartyName } from '../contacts/usePartyName.ts';
import { useDispositionWords } from '../dispositions/useDispositionWords.ts';
import { usePromiseWords } from '../promises/usePromiseWords.ts';
import { useCodeWords } from '../words/useCodeWords.ts';

const LONGEST_LINE = 300;

/** Writes the card of incoming calls for a shell that can show one, and does what it is pressed for. */
export function useCardTelling(): void {
  const { t } = useI18n();
  const app = useAppStore();
  const card = useCallCardStore();
  const callers = useCallerStore();
  const hotkeys = useHotkeyStore();
  const phone = usePhoneStore();
  const promises = usePromiseStore();
  const settings = useSettingsStore();
  const { nameOf } = usePartyName();
  const { outcomeText } = useCodeWords();
  const { pathText } = useDispositionWords();
  const { windowText } = usePromiseWords();
  const { run } = useCallActions();
  const { afterCall } = useComposeFor();
  const systemIsDark = usePreferredDark();

  if (app.info?.capabilities.callCard !== true) return;

  function timesText(call: Call): string {
    const caller = callers.of(call.id);
    if (typeof caller === 'string') return '';
    return caller.calls === 0 ? t('caller.first') : t('caller.times', caller.calls);
  }

  function promiseText(call: Call): string {
    const row = promises.of({ ...call.party, practice: call.practice }).at(-1);
    if (!row) return '';
    const time = windowText(row.window, promises.now);
    return t('overWindows.promised', { what: row.topic === '' ? time : `${time} · ${row.topic}` });
  }

  /** What it was about last time, in the agent's own words too. */
  function troubleText(call: Call): string {
    const caller = callers.of(call.id);
    const last = typeof caller === 'string' ? null : caller.lastCall;
    if (!last) return '';
    const type = pathText(last.disposition?.path ?? []);
    const note = last.note.replace(/\s+/g, ' ').trim();
    const what = [type || outcomeText(last.outcome, last.direction), note && `“${note}”`];
    return t('overWindows.lastTime', { what: what.filter((part) => part !== '').join(' ') });
  }

  function ringing(call: Call): RingingCall {
    const number = numberText(call.party);
    const name = nameOf(call.party);
    const first = [name === null ? '' : number, timesText(call)].filter((part) => part !== '');
    const lines = [first.join(' · '), promiseText(call), troubleText(call)];
    return {
      callId: call.id,
      who: (name ?? (number || t('common.hiddenNumber'))).slice(0, 200),
      lines: lines.filter((line) => line !== '').map((line) => line.slice(0, LONGEST_LINE)),
      startedAt: call.startedAt,
      canText: number !== '',
    };
  }

  /** As it stands on the keyboard; empty for one that would do nothing from another program. */
  function keyOf(action: HotkeyAction): string {
    const { state } = hotkeys;
    const stroke = settings.settings.hotkeys[action];
    return state && stroke && state.keys[action] === 'on' ? strokeText(stroke, state.platform) : '';
  }

  const shown = computed<CallCard | null>(() => {
    const { incoming, current } = phone;
    const { language, theme } = settings.settings;
    if (incoming.length === 0) return null;
    const more = incoming.length - MOST_CARDS;
    // While somebody is talked to, this key ends that call and never turns down the new one.
    const declines = current?.id === incoming[0]?.id;
    return {
      calls: incoming.slice(0, MOST_CARDS).map(ringing),
      language,
      dark: theme === 'dark' || (theme === 'system' && systemIsDark.value),
      words: {
        title: t(current?.phase === 'offered' ? 'call.incoming' : 'call.second'),
        answer: t('call.answer'),
        decline: t('call.decline'),
        text: t('overWindows.declineAndText'),
        open: t('overWindows.open'),
        more: more > 0 ? t('overWindows.more', { n: more }) : '',
      },
      keys: { answer: keyOf('answer'), decline: declines ? keyOf('hangUp') : '' },
    };
  });

  watch(
    [shown, () => app.desk, () => app.hostState],
    () => {
      if (app.hostState === 'open') card.tell(shown.value);
    },
    { immediate: true },
  );

  onScopeDispose(
    card.listen((callId, action) => {
      // Only one that still rings: between the press and here it may have been answered.
      const call = phone.incoming.find(({ id }) => id === callId);
      if (!call) return;
      if (action === 'answer') run(call, { type: 'answer' });
      if (action !== 'decline' && action !== 'text') return;
      run(call, { type: 'reject', as: 'decline' });
      if (action === 'text') afterCall({ ...call, answered: false, disposition: null });
    }),
  );
}
