import { useAvailabilityStore } from '../../stores/availabilityStore.ts';
import { useCallerStore } from '../../stores/callerStore.ts';
import { useCallRecordStore } from '../../stores/callRecordStore.ts';
import { useDispositionStore } from '../../stores/dispositionStore.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useRecordingStore } from '../../stores/recordingStore.ts';
import { useScreenStore } from '../../stores/screenStore.ts';
import { useThreadStore } from '../../stores/threadStore.ts';
import { useLadder } from '../abuse/useLadder.ts';
import { useEndWrapUp } from '../availability/useEndWrapUp.ts';
import { numberText } from '../calls/partyWords.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { composeCallOf, useComposeFor } from '../composer/useComposeFor.ts';
import { usePark } from '../pbx/usePark.ts';
import { usePromiseActions } from '../promises/usePromiseActions.ts';
import { useTroubleToast } from '../words/useTroubleToast.ts';
import type { CallKey, DeskKey } from './keyMap.ts';

/** What the keys do, for whatever else does the same by name: the list of commands. */
export function useKeyActions() {
  const phone = usePhoneStore();
  const screen = useScreenStore();
  const actions = useCallActions();
  const callers = useCallerStore();
  const records = useCallRecordStore();
  const thread = useThreadStore();
  const recordings = useRecordingStore();
  const { callNext } = usePromiseActions();
  const { park } = usePark();
  const ladder = useLadder();
  const availability = useAvailabilityStore();
  const { endWrapUp } = useEndWrapUp();
  const dispositions = useDispositionStore();
  const sayTrouble = useTroubleToast();
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
    audio: () => screen.showSettings('audio'),
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

  return { callActions, deskActions, writeMessage };
}
