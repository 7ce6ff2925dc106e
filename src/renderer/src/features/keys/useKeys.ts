import { useEventListener } from '@vueuse/core';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useRecordingStore } from '../../stores/recordingStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { callKeyOf, isTyping, screenKeyOf } from './keyMap.ts';

/** The keys that work wherever the focus is. */
export function useKeys(openKeys: () => void): void {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const actions = useCallActions();
  const recordings = useRecordingStore();

  /** Start, pause, go on; and the answer where the agent is asked whether they have said it. */
  function toggleRecording(): void {
    const call = phone.current;
    if (!call) return;
    const { commands, notice } = recordings.known(call);
    const next = (['start', 'pause', 'resume'] as const).find((type) => commands.includes(type));
    if (next) recordings.run(call, next);
    else if (notice === 'asking') recordings.run(call, 'said');
  }

  const callActions = {
    answer: () => actions.answerFirst(),
    hangUp: () => actions.hangUpOrDecline(),
    busy: () => actions.sayBusy(),
    mute: () => actions.toggleMute(),
    hold: () => actions.toggleHold(),
    transfer: () => actions.transferOrComplete(),
    join: () => actions.joinOnly(),
    keypad: () => actions.toggleKeypad(),
    record: () => toggleRecording(),
  };

  /** @returns whether the key was ours */
  function onKey(event: KeyboardEvent): boolean {
    const callKey = callKeyOf(event);
    if (callKey !== null) {
      // Without a call the key keeps the meaning it has in the browser.
      if (phone.calls.length === 0) return false;
      if (callKey === 'record' && !recordings.allowed) return false;
      if (!event.repeat) callActions[callKey]();
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
