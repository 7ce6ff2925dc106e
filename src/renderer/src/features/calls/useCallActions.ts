import { ref } from 'vue';
import type { Call, Command } from '#shared/domain/call/call.ts';
import { allowedCommands, isConnected } from '#shared/domain/call/transition.ts';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import type { Consultation } from '../../stores/phoneStore.ts';

/** The call whose transfer the agent is writing the number for. */
const transferCallId = ref<string | null>(null);
const keypadCallId = ref<string | null>(null);
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
    const [call] = phone.incoming;
    if (call) run(call, { type: 'answer' });
  }

  /** The call talked on comes first: F9 never turns down a new caller by mistake. */
  function hangUpOrDecline(): void {
    const call = phone.current;
    if (!call) return;
    if (call.phase === 'offered') run(call, { type: 'reject', as: 'decline' });
    else run(call, { type: 'hangUp' });
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
    if (transferCallId.value !== null && !live.has(transferCallId.value)) {
      transferCallId.value = null;
    }
  }

  return {
    can,
    run,
    answerFirst,
    hangUpOrDecline,
    sayBusy,
    toggleMute,
    toggleHold,
    toggleKeypad,
    completable,
    complete,
    joinable,
    join,
    joinOnly,
    toggleTransfer,
    transferOrComplete,
    sendDigit,
    forgetSent,
    keypadOpen: (call: Call): boolean => keypadCallId.value === call.id && can(call, 'sendDigits'),
    transferOpen: (call: Call): boolean =>
      transferCallId.value === call.id && can(call, 'transfer'),
    sentIn: (call: Call): string => sent.value.get(call.id) ?? '',
  };
}
