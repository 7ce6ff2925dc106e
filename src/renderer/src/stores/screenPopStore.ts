import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { PostResult } from '#shared/contract/screenPop.ts';
import type { Call } from '#shared/domain/call/call.ts';
import { userOf } from '#shared/domain/account.ts';
import { fillTemplate } from '#shared/domain/screen-pop/screenPop.ts';
import type { FilledTemplate, ScreenPopValues } from '#shared/domain/screen-pop/screenPop.ts';
import { newId, useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useSettingsStore } from './settingsStore.ts';

/** What became of telling the other program about a call. */
export type Told = 'telling' | PostResult;

const KEPT = 20;

/** The customer's page of another program: opened or told of a call, once, when it rings or stands. */
export const useScreenPopStore = defineStore('screenPop', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const settings = useSettingsStore();

  /** By call, newest last. */
  const told = ref(new Map<string, Told>());
  /** The first failure since it last went well; said once. */
  const failed = shallowRef<PostResult | null>(null);
  let failureSaid = false;
  const done = new Set<string>();

  function valuesOf(call: Call): ScreenPopValues {
    const { e164, dialled, name } = call.party;
    return {
      number: e164?.startsWith('+82') ? nationalOf(e164) : (e164 ?? dialled),
      e164: e164 ?? '',
      name: name ?? '',
      callId: call.id,
      direction: call.direction,
      agent: userOf(call.account),
    };
  }

  /** A template's address for one call, or why there is none. */
  function addressOf(call: Call): FilledTemplate {
    const { template, how } = settings.settings.screenPop;
    return fillTemplate(template, how, valuesOf(call));
  }

  function openAddress(url: string): void {
    // Electron's shell hands it through the URL gate to the system's browser; a browser opens a
    // tab, unless it takes it for a pop-up, and does not say which.
    window.open(url, '_blank', 'noopener,noreferrer');
  }

  /** On the agent's press, as often as they like. */
  function open(call: Call): boolean {
    const address = addressOf(call);
    if (address.ok) openAddress(address.url);
    return address.ok;
  }

  async function tell(call: Call, event: 'ring' | 'answer'): Promise<void> {
    remember(call.id, 'telling');
    const values = { ...valuesOf(call), direction: call.direction };
    try {
      const result = await host.call('screenPop.post', { event, values });
      remember(call.id, result);
      if (result.ok) failureSaid = false;
      else sayOnce(result);
    } catch {
      const lost: PostResult = { ok: false, code: 'unreachable', status: null, tries: 0 };
      remember(call.id, lost);
      sayOnce(lost);
    }
  }

  function sayOnce(result: PostResult): void {
    if (!failureSaid) failed.value = result;
    failureSaid = true;
  }

  function remember(callId: string, result: Told): void {
    const next = new Map(told.value).set(callId, result);
    told.value = new Map([...next].slice(-KEPT));
  }

  /** With what the settings say, and nobody's number. */
  async function test(values: Omit<ScreenPopValues, 'callId'>): Promise<PostResult | null> {
    const { how, template } = settings.settings.screenPop;
    const sample = { ...values, callId: newId() };
    if (how === 'post') {
      const direction = 'inbound';
      return host.call('screenPop.post', { event: 'test', values: { ...sample, direction } });
    }
    const address = fillTemplate(template, how, sample);
    if (address.ok) openAddress(address.url);
    return null;
  }

  /** A simulated customer is in nobody's records. */
  function consider(call: Call): void {
    const { when, how, calls } = settings.settings.screenPop;
    if (when === 'off' || call.practice || done.has(call.id)) return;
    if (calls === 'inbound' && call.direction !== 'inbound') return;
    if (when === 'answer' && call.answeredAt === null) return;
    done.add(call.id);
    if (how === 'open') open(call);
    else void tell(call, when);
  }

  function start(): void {
    watch(
      () => phone.calls,
      (calls) => {
        for (const call of calls) consider(call);
        const live = new Set(calls.map(({ id }) => id));
        for (const id of done) if (!live.has(id)) done.delete(id);
      },
      { immediate: true },
    );
    // Somebody has changed where it leads: what was said of the earlier place is over.
    watch(
      () => JSON.stringify(settings.settings.screenPop),
      () => {
        failed.value = null;
        failureSaid = false;
      },
    );
  }

  return {
    told,
    failed,
    addressOf,
    open,
    test,
    start,
    dismissFailed: () => (failed.value = null),
  };
});

/** 01012345678; 15881234 has no 0. */
function nationalOf(e164: string): string {
  const significant = e164.slice(3);
  return /^1[568]\d{6}$/.test(significant) ? significant : `0${significant}`;
}
