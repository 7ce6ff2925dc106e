import { useEventListener } from '@vueuse/core';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { useSpeedDial } from '../contacts/useSpeedDial.ts';
import { callKeyOf, isTyping, screenKeyOf, speedDialKeyOf } from './keyMap.ts';

/** The keys that work wherever the focus is. */
export function useKeys(openKeys: () => void): void {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const actions = useCallActions();
  const { callPlace } = useSpeedDial();

  const callActions = {
    answer: () => actions.answerFirst(),
    hangUp: () => actions.hangUpOrDecline(),
    busy: () => actions.sayBusy(),
    mute: () => actions.toggleMute(),
    hold: () => actions.toggleHold(),
    transfer: () => actions.transferOrComplete(),
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
    const place = speedDialKeyOf(event);
    if (place !== null) {
      if (!event.repeat) callPlace(place);
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
