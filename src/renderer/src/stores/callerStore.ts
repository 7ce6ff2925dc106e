import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Call, Party } from '#shared/domain/call/call.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';

type CallerHistory = OutputOf<IeumContract, 'calls.caller'>;

/** What is known of somebody: not asked yet, asked, could not be found out. */
export type Caller = CallerHistory | 'loading' | 'failed';

/** What is known of each person on the line, asked for as soon as the call is there. */
export const useCallerStore = defineStore('caller', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const callers = ref(new Map<string, Caller>());

  async function ask(callId: string, { e164, address }: Party): Promise<void> {
    callers.value.set(callId, 'loading');
    try {
      callers.value.set(callId, await host.call('calls.caller', { e164, address }));
    } catch {
      callers.value.set(callId, 'failed');
    }
  }

  function retry(call: Pick<Call, 'id' | 'party'>): void {
    void ask(call.id, call.party);
  }

  /** The call whose note is being typed: a call that only rings, or was missed, leaves it alone. */
  const beingNoted = shallowRef<Call | null>(null);

  /** The call whose person the right side is about: talked on, noted, just ended, or ringing. */
  const subject = computed<Call | null>(() => {
    const { current } = phone;
    if (current && current.phase !== 'offered') return current;
    return asItIsNow(beingNoted.value) ?? phone.lastEnded ?? phone.incoming[0] ?? null;
  });

  /** It may have ended since its note was begun: leaving the note is not when that is to be seen. */
  function asItIsNow(call: Call | null): Call | null {
    if (!call) return null;
    const { calls, lastEnded } = phone;
    return calls.find(({ id }) => id === call.id) ?? (lastEnded?.id === call.id ? lastEnded : call);
  }

  function start(): void {
    watch(
      () => phone.calls,
      (calls) => {
        const wanted = new Set(calls.map(({ id }) => id));
        if (phone.lastEnded) wanted.add(phone.lastEnded.id);
        if (beingNoted.value) wanted.add(beingNoted.value.id);
        for (const id of callers.value.keys()) if (!wanted.has(id)) callers.value.delete(id);
        for (const { id, party } of calls) if (!callers.value.has(id)) void ask(id, party);
      },
      { immediate: true },
    );
  }

  return {
    subject,
    beingNoted,
    of: (callId: string): Caller => callers.value.get(callId) ?? 'loading',
    retry,
    start,
  };
});
