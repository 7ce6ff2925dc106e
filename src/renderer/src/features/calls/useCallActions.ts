import { ref } from 'vue';
import type { Call, Command } from '#shared/domain/call/call.ts';
import { allowedCommands, isConnected } from '#shared/domain/call/transition.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import type { Consultation } from '../../stores/phoneStore.ts';

/** The call whose transfer the agent is writing the number for. */
const transferCallId = ref<string | null>(null);
const keypadCallId = ref<string | null>(null);
const qualityCallId = ref<string | null>(null);
/** What was sent in each call, as it was pressed. */
const sent = ref(new Map<string, string>());

/** What the buttons and the keys do. Only what the call's phase offers is ever asked for. */
export function useCallActions() {
  const phone = usePhoneStore();

  function can(call: Call, command: Command['type']): boolean {
    return allowedCommands(call).includes(command);
  }

  function run(call: Call, command: Command): void {
    if (can(call, command.type)) phone.command(call.id, command);
  }

  function answerFirst(): void {
    // Whoever rings comes before whom the app is answering.
    const call = phone.incoming[0] ?? phone.attended[0];
    if (call) run(call, { type: 'answer' });
  }

  /** The call talked on comes first: F9 never turns down a new caller by mistake. */
  function hangUpOrDecline(): void {
    const call = phone.current;
    if (!call) return;
    if (call.phase === 'offered') run(call, { type: 'reject', as: 'decline' });
    else run(call, { type: 'hangUp' });
  }

  /** The call that rings, whoever is being talked to. */
  function declineFirst(): void {
    const [call] = phone.incoming;
    if (call) run(call, { type: 'reject', as: 'decline' });
  }

  function sayBusy(): void {
    const [call] = phone.incoming;
    if (call) run(call, { type: 'reject', as: 'busy' });
  }

  function toggleMute(call = phone.current): void {
    if (call) run(call, { type: call.muted ? 'unmute' : 'mute' });
  }

  function toggleHold(call = phone.current): void {
    if (!call) return;
    if (can(call, 'resume')) run(call, { type: 'resume' });
    else run(call, { type: 'hold' });
  }

  function toggleKeypad(call = phone.current): void {
    if (!call || !can(call, 'sendDigits')) keypadCallId.value = null;
    else keypadCallId.value = keypadCallId.value === call.id ? null : call.id;
  }

  /** The other of the two, where both could be brought together now. */
  function completable(call: Call): Consultation | null {
    const both = phone.consultation(call);
    return both && isConnected(both.consult) && can(both.customer, 'transfer') ? both : null;
  }

  function complete(call: Call): void {
    const both = completable(call);
    if (both) phone.completeTransfer(both);
  }

  /** Whether a call that waits can be taken into the one talked on: three at most. */
  function joinable(call: Call): boolean {
    const { current } = phone;
    return (
      call.phase === 'held' &&
      current?.phase === 'active' &&
      can(call, 'join') &&
      can(current, 'join')
    );
  }

  /** With one call that waits, its key; with several, the button of the one meant. */
  function joinOnly(): void {
    const [only, ...more] = phone.others.filter(joinable);
    if (only && more.length === 0 && phone.current) phone.join(phone.current.id, only.id);
  }

  function join(call: Call): void {
    if (phone.current && joinable(call)) phone.join(phone.current.id, call.id);
  }

  /** The calls beside the one talked on, in the order in which they are listed and numbered. */
  function otherCalls(): readonly Call[] {
    return phone.others.filter(({ phase }) => phase !== 'offered');
  }

  /** @param number from 1 */
  function switchTo(number: number): void {
    const call = otherCalls()[number - 1];
    if (call) run(call, { type: 'resume' });
  }

  /** To the first that waits; the one talked on is put on hold. */
  function swap(): void {
    const call = otherCalls().find((one) => can(one, 'resume'));
    if (call) run(call, { type: 'resume' });
  }

  /** The other party of a joint call. */
  function partner(): Call | undefined {
    return otherCalls().find(({ joined }) => joined);
  }

  /** Joined: the other party waits again. */
  function joinOrPart(): void {
    const other = partner();
    if (other) run(other, { type: 'hold' });
    else joinOnly();
  }

  function toggleSilence(call: Call): void {
    run(call, { type: call.silenced ? 'unsilence' : 'silence' });
  }

  function silenceOther(): void {
    const other = partner();
    if (other) toggleSilence(other);
  }

  /** The one that `dropOther` means: with several that wait, none is let go of by a key. */
  function droppable(): Call | undefined {
    const others = otherCalls();
    return partner() ?? (others.length === 1 ? others[0] : undefined);
  }

  function dropOther(): void {
    const other = droppable();
    if (other) run(other, { type: 'hangUp' });
  }

  /** Back to the customer: the colleague asked is let go, or who was being handed over returns. */
  function takeBack(call = phone.current): void {
    if (call && call.consultFor !== null && phone.consultation(call)) run(call, { type: 'hangUp' });
    else {
      const handed = phone.calls.find(({ transfer }) => transfer !== null);
      if (handed) run(handed, { type: 'resume' });
    }
  }

  function toggleQuality(call = phone.current): void {
    if (call) qualityCallId.value = qualityCallId.value === call.id ? null : call.id;
  }

  function toggleTransfer(call: Call): void {
    const open = transferCallId.value === call.id;
    transferCallId.value = !open && can(call, 'transfer') ? call.id : null;
  }

  /** One key for both: while somebody is asked about a customer there is nothing else to hand. */
  function transferOrComplete(call = phone.current): void {
    if (!call) return;
    if (phone.consultation(call)) complete(call);
    else toggleTransfer(call);
  }

  function sendDigit(call: Call, digit: string): void {
    if (!can(call, 'sendDigits')) return;
    run(call, { type: 'sendDigits', digits: digit });
    sent.value.set(call.id, `${sent.value.get(call.id) ?? ''}${digit}`);
  }

  function forgetSent(): void {
    const live = new Set(phone.calls.map(({ id }) => id));
    for (const id of sent.value.keys()) if (!live.has(id)) sent.value.delete(id);
    if (keypadCallId.value !== null && !live.has(keypadCallId.value)) keypadCallId.value = null;
    if (qualityCallId.value !== null && !live.has(qualityCallId.value)) qualityCallId.value = null;
    if (transferCallId.value !== null && !live.has(transferCallId.value)) {
      transferCallId.value = null;
    }
  }

  return {
    can,
    run,
    answerFirst,
    hangUpOrDecline,
    declineFirst,
    sayBusy,
    toggleMute,
    toggleHold,
    toggleKeypad,
    completable,
    complete,
    joinable,
    join,
    joinOrPart,
    otherCalls,
    switchTo,
    swap,
    toggleSilence,
    silenceOther,
    droppable,
    dropOther,
    takeBack,
    toggleQuality,
    toggleTransfer,
    transferOrComplete,
    sendDigit,
    forgetSent,
    keypadOpen: (call: Call): boolean => keypadCallId.value === call.id && can(call, 'sendDigits'),
    transferOpen: (call: Call): boolean =>
      transferCallId.value === call.id && can(call, 'transfer'),
    qualityOpen: (call: Call): boolean => qualityCallId.value === call.id,
    sentIn: (call: Call): string => sent.value.get(call.id) ?? '',
  };
}
