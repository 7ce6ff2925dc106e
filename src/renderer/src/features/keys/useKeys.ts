import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import type { HotkeyAction } from '#shared/domain/hotkeys/hotkeys.ts';
import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import { useHotkeyStore } from '../../stores/hotkeyStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useRecordingStore } from '../../stores/recordingStore.ts';
import { useRoleStore } from '../../stores/roleStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { numberText } from '../calls/partyWords.ts';
import { useEndWrapUp } from '../availability/useEndWrapUp.ts';
import { useLadder } from '../abuse/useLadder.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { usePromiseActions } from '../promises/usePromiseActions.ts';
import { usePark } from '../pbx/usePark.ts';
import { useVoicemail } from '../pbx/useVoicemail.ts';
import { useSpeedDial } from '../contacts/useSpeedDial.ts';
import { useCallerStore } from '../../stores/callerStore.ts';
import { useCallRecordStore } from '../../stores/callRecordStore.ts';
import { useThreadStore } from '../../stores/threadStore.ts';
import { composeCallOf, useComposeFor } from '../composer/useComposeFor.ts';
import { useGuideToggle } from '../guide/useGuideToggle.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';
import { capturingKey } from './keyCapture.ts';
import {
  callKeyOf,
  callNumberOf,
  deskKeyOf,
  isClipboardKey,
  isGuideKey,
  isMessageKey,
  isTyping,
  isVoicemailKey,
  screenKeyOf,
  speedDialKeyOf,
} from './keyMap.ts';
import type { CallKey, DeskKey } from './keyMap.ts';

/** The keys that work wherever the focus is, and those that work in every program. */
export function useKeys(openKeys: () => void): void {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const roles = useRoleStore();
  const actions = useCallActions();
  const callers = useCallerStore();
  const records = useCallRecordStore();
  const thread = useThreadStore();
  const { callPlace } = useSpeedDial();
  const recordings = useRecordingStore();
  const { callNext } = usePromiseActions();
  const { park } = usePark();
  const voicemail = useVoicemail();
  const ladder = useLadder();
  const availability = useAvailabilityStore();
  const { endWrapUp } = useEndWrapUp();
  const dispositions = useDispositionStore();
  const sayTrouble = useTroubleToast();
  const guide = useGuideToggle();
  const compose = useComposeFor();

  /** Start, pause, go on; and the answer where the agent is asked whether they have said it. */
  function toggleRecording(): void {
    const call = phone.current;
    if (!call) return;
    const { commands, notice } = recordings.known(call);
    const next = (['start', 'pause', 'resume'] as const).find((type) => commands.includes(type));
    if (next) recordings.run(call, next);
    else if (notice === 'asking') recordings.run(call, 'said');
  }

  const callActions: Readonly<Record<CallKey, () => void>> = {
    answer: () => actions.answerFirst(),
    hangUp: () => actions.hangUpOrDecline(),
    reject: () => actions.declineFirst(),
    busy: () => actions.sayBusy(),
    mute: () => actions.toggleMute(),
    hold: () => actions.toggleHold(),
    swap: () => actions.swap(),
    transfer: () => actions.transferOrComplete(),
    park: () => park(),
    takeBack: () => actions.takeBack(),
    join: () => actions.joinOrPart(),
    silence: () => actions.silenceOther(),
    drop: () => actions.dropOther(),
    keypad: () => actions.toggleKeypad(),
    quality: () => actions.toggleQuality(),
    record: () => toggleRecording(),
    ladder: () => ladder.press(),
  };

  const deskActions: Readonly<Record<DeskKey, () => void>> = {
    status: () => (screen.statusOpen = !screen.statusOpen),
    back: () =>
      void (availability.kind === 'wrap-up' ? endWrapUp() : availability.toggle()).catch(
        sayTrouble,
      ),
    nextPromise: () => callNext(),
    note: () => (screen.noteWishes += 1),
    disposition: () => (dispositions.focusWishes += 1),
    text: () => writeText(),
    audio: () => screen.showAudio(),
  };

  /** About the call that is open in the log, or the one of this moment; else what was begun. */
  function writeText(): void {
    const open = screen.screen === 'history' ? records.record?.row : undefined;
    const call = callers.subject;
    if (open?.id === screen.chosenCallId && open) compose.afterCall(composeCallOf(open));
    else if (call && numberText(call.party) !== '') {
      compose.afterCall({ ...call, answered: call.answeredAt !== null, disposition: null });
    } else screen.go('messages');
  }

  /** The person on the line; without one, of the call that is open in the log. */
  function writeMessage(): void {
    const open = screen.screen === 'history' ? records.record?.row : undefined;
    const whom = open?.id === screen.chosenCallId ? open : callers.subject?.party;
    if (whom && numberText(whom) !== '') thread.write(whom);
    else screen.go('messages');
  }

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
