import { useEventListener } from '@vueuse/core';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { usePark } from '../pbx/usePark.ts';
import { useVoicemail } from '../pbx/useVoicemail.ts';
import { callKeyOf, isTyping, isVoicemailKey, screenKeyOf } from './keyMap.ts';

/** The keys that work wherever the focus is. */
export function useKeys(openKeys: () => void): void {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const actions = useCallActions();
  const { park } = usePark();
  const voicemail = useVoicemail();

  const callActions = {
    answer: () => actions.answerFirst(),
    hangUp: () => actions.hangUpOrDecline(),
    busy: () => actions.sayBusy(),
    mute: () => actions.toggleMute(),
    hold: () => actions.toggleHold(),
    transfer: () => actions.transferOrComplete(),
    park: () => park(),
    join: () => actions.joinOnly(),
    keypad: () => actions.toggleKeypad(),
  };

  /** @returns whether the key was ours */
  function onKey(event: KeyboardEvent): boolean {
    const callKey = callKeyOf(event);
    if (callKey !== null) {
      // Without a call the key keeps the meaning it has in the browser.
      if (phone.calls.length === 0) return false;
      if (!event.repeat) callActions[callKey]();
      return true;
    }
    if (isVoicemailKey(event) && voicemail.shown.value) {
      if (!event.repeat) voicemail.callVoicemail();
      return true;
    }
    const screenKey = screenKeyOf(event);
    if (screenKey !== null) {
      if (screenKey === 'practice' && phone.chosenLine !== 'practice') return false;
      screen.go(screenKey);
      return true;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '?') {
      openKeys();
      return true;
    }
    // By its place too: with the Korean input method on, the key may come without its character.
    if (event.key === '/' || event.code === 'Slash') {
      screen.findCalls();
      return true;
    }
    return false;
  }

  // Before anything on the page gets it: a call's key must work whatever has the focus.
  useEventListener(
    window,
    'keydown',
    (event) => {
      if (!onKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
