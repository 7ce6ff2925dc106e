import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import type { HotkeyAction } from '#shared/domain/hotkeys/hotkeys.ts';
import { useHotkeyStore } from '../../stores/hotkeyStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useRecordingStore } from '../../stores/recordingStore.ts';
import { useRoleStore } from '../../stores/roleStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { useVoicemail } from '../pbx/useVoicemail.ts';
import { useSpeedDial } from '../contacts/useSpeedDial.ts';
import { useGuideToggle } from '../guide/useGuideToggle.ts';
import { capturingKey } from './keyCapture.ts';
import {
  callKeyOf,
  callNumberOf,
  deskKeyOf,
  isClipboardKey,
  isGuideKey,
  isHelpKey,
  isMessageKey,
  isPaletteKey,
  isTyping,
  isVoicemailKey,
  screenKeyOf,
  speedDialKeyOf,
} from './keyMap.ts';
import { useKeyActions } from './useKeyActions.ts';

/** The keys that work wherever the focus is, and those that work in every program. */
export function useKeys(openKeys: () => void): void {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const roles = useRoleStore();
  const actions = useCallActions();
  const { callPlace } = useSpeedDial();
  const recordings = useRecordingStore();
  const voicemail = useVoicemail();
  const guide = useGuideToggle();
  const { callActions, deskActions, writeMessage } = useKeyActions();

  /** @returns whether the key was ours */
  function onCallKey(event: KeyboardEvent): boolean {
    const key = callKeyOf(event);
    const number = key === null ? callNumberOf(event) : null;
    if (key === null && number === null) return false;
    // Without a call the key keeps the meaning it has in the browser; with one never, or a find
    // bar would open over the call.
    if (phone.calls.length === 0) return false;
    if (key === 'record' && !recordings.allowed) return false;
    if (event.repeat) return true;
    if (key !== null) callActions[key]();
    else if (number !== null) actions.switchTo(number);
    return true;
  }

  /** @returns whether the key was ours */
  function onKey(event: KeyboardEvent): boolean {
    if (onCallKey(event)) return true;
    if (isPaletteKey(event)) {
      if (!event.repeat) screen.paletteOpen = !screen.paletteOpen;
      return true;
    }
    if (isHelpKey(event)) {
      if (!event.repeat) screen.helpOpen = !screen.helpOpen;
      return true;
    }
    const deskKey = deskKeyOf(event);
    if (deskKey !== null) {
      if (!event.repeat) deskActions[deskKey]();
      return true;
    }
    if (isGuideKey(event) && guide.offered.value) {
      if (!event.repeat) guide.toggle(event.target);
      return true;
    }
    if (isMessageKey(event)) {
      if (!event.repeat) writeMessage();
      return true;
    }
    const place = speedDialKeyOf(event);
    if (place !== null) {
      if (!event.repeat) callPlace(place);
      return true;
    }
    if (isVoicemailKey(event) && voicemail.shown.value) {
      if (!event.repeat) voicemail.callVoicemail();
      return true;
    }
    const screenKey = screenKeyOf(event);
    if (screenKey !== null) {
      if (screenKey === 'practice' && phone.chosenLine !== 'practice') return false;
      if (screenKey === 'team' && !roles.may('seeTeam')) return false;
      screen.go(screenKey);
      return true;
    }
    if (isClipboardKey(event)) {
      if (!event.repeat) screen.readClipboard();
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
      if (capturingKey.value || !onKey(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );

  onScopeDispose(
    useHotkeyStore().onPressed((action: HotkeyAction) => {
      if (!capturingKey.value) callActions[action]();
    }),
  );
}
