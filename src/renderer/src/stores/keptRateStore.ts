import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { KeptRate } from '#shared/domain/callback/keptRate.ts';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import { useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';

/** Long enough to say something, and of late. */
export const KEPT_DAYS = 30;

/** How well the promises of this desk were kept, for whoever looks at it. */
export const useKeptRateStore = defineStore('kept-rate', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const rate = shallowRef<KeptRate | null>(null);

  async function load(): Promise<void> {
    const to = Date.now();
    const practice = phone.chosenLine === 'practice';
    try {
      const from = dayAfter(to, -KEPT_DAYS);
      rate.value = await host.call('promises.kept', { from, to, practice });
    } catch {
      // What was shown stays; whoever looks again asks again.
    }
  }

  return { rate, load };
});
