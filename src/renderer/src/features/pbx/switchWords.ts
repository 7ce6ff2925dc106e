import type { SwitchRow } from '../../stores/pbxStore.ts';

type Translate = (key: string, named?: Record<string, string | number>) => string;

/** "교환기: 로그인됨"; nobody's guess is told as the exchange's word. */
export function switchStateText({ wish, view, state }: SwitchRow, t: Translate): string {
  if (view.position === 'unknown') {
    return t(view.unsure ? 'pbx.switches.unsure' : 'pbx.switches.unknown');
  }
  const words = t(`pbx.switches.states.${wish.kind}.${view.position}`);
  return t(state.watched === null ? 'pbx.switches.answered' : 'pbx.switches.shows', {
    state: words,
  });
}

/** What the agent has to know beside it, or null. */
export function switchTroubleText({ wish, state, view }: SwitchRow, t: Translate): string | null {
  const { answer, wanted } = state;
  if (answer?.type === 'refused') {
    const { status, text } = answer;
    const words = t('pbx.switches.refused', { status });
    return text === null ? words : `${words} “${text}”`;
  }
  if (view.disagrees && wanted !== null) {
    return t('pbx.switches.disagrees', {
      wanted: t(`pbx.switches.presses.${wish.kind}.${wanted}`),
      state: t(`pbx.switches.states.${wish.kind}.${view.position}`),
    });
  }
  if (answer?.type === 'unanswered') return t('pbx.switches.noAnswer');
  if (view.unsure) return t('pbx.switches.notSeen');
  return null;
}
