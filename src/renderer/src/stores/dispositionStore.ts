import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Call } from '#shared/domain/call/call.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CallDisposition } from '#shared/domain/disposition/disposition.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import { newId, useHost } from '../api/host.ts';
import { useAccountStore } from './accountStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

type EarlierCall = OutputOf<IeumContract, 'dispositions.earlier'>['calls'][number];

/** How far back it is said that calls have no type: further back nobody remembers. */
const DAYS_BACK = 7;
const DAY_MS = 86_400_000;

/** What calls are about: the desk's tree, what this agent chose, what customers called about before. */
export const useDispositionStore = defineStore('disposition', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const accounts = useAccountStore();
  const settings = useSettingsStore();

  /** Chosen on this page; it stands here before the host has said that it is kept. */
  const chosen = shallowRef<ReadonlyMap<string, CallDisposition>>(new Map());
  const recent = shallowRef<readonly string[]>([]);
  const missing = ref(0);
  const earlier = shallowRef<ReadonlyMap<string, readonly EarlierCall[]>>(new Map());
  /** Counts the wishes of the agent to have the keys of the panel. */
  const focusWishes = ref(0);
  /** Where it is open, by the call. */
  const panels = ref(new Map<string, boolean>());
  /** After-call work is to be ended, and the desk wants a type or a reason first. */
  const reasonWanted = ref<string | null>(null);

  const desk = computed(() => settings.settings.dispositions);

  /** Whoever chooses now. */
  function by(): string {
    const account = phone.chosenLine === 'account' ? accounts.state?.account?.uri : undefined;
    return account ?? '';
  }

  function choose(callId: string, disposition: CallDisposition): void {
    chosen.value = new Map(chosen.value).set(callId, disposition);
    phone.record({
      ...{ id: newId(), callId, at: Date.now(), type: 'disposed', disposition },
      by: by(),
    });
  }

  /** Something else was written for these calls: what the host has stands again. */
  function forget(callIds: readonly string[]): void {
    const kept = new Map(chosen.value);
    for (const id of callIds) kept.delete(id);
    chosen.value = kept;
  }

  const since = (): number => Date.now() - DAYS_BACK * DAY_MS;

  async function look(): Promise<void> {
    try {
      recent.value = (await host.call('dispositions.recent', {})).typeIds;
      missing.value = (await host.call('dispositions.missing', { since: since() })).calls;
    } catch {
      // What was shown stays; the next change or the next open line asks again.
    }
  }

  async function ask({ id, party, practice }: Call): Promise<void> {
    const { e164, address } = party;
    try {
      const { calls } = await host.call('dispositions.earlier', {
        ...{ e164, address, practice, callId: id },
      });
      earlier.value = new Map(earlier.value).set(id, calls);
    } catch {
      // The guide has its other ways in.
    }
  }

  function start(): void {
    host.on('calls.changed', () => void look());
    host.on('settings.changed', () => void look());
    host.onState((state) => {
      if (state === 'open') void look();
    });
    watch(
      () => phone.calls.map(({ id }) => id),
      (_ids, before = []) => {
        for (const call of phone.calls) if (!before.includes(call.id)) void ask(call);
      },
      { immediate: true },
    );
    void look();
  }

  return {
    desk,
    recent,
    missing,
    focusWishes,
    reasonWanted,
    start,
    choose,
    forget,
    by,
    since,
    chosenFor: (callId: string) => chosen.value.get(callId) ?? null,
    earlierOf: (callId: string) => earlier.value.get(callId) ?? [],
    isOpen: (callId: string) => panels.value.get(callId) ?? false,
    setOpen: (callId: string, open: boolean) => void panels.value.set(callId, open),
  };
});
