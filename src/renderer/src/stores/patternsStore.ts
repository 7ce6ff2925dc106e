import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { dayAfter } from '#shared/domain/hours/businessHours.ts';
import type { Patterns } from '#shared/domain/script/patterns.ts';
import { useHost } from '../api/host.ts';
import { usePhoneStore } from './phoneStore.ts';

/** How far back one may look, in weeks. */
export const SPANS = ['4', '12', '52'] as const;

/** What repeats in hard calls, for whoever looks at it. */
export const usePatternsStore = defineStore('patterns', () => {
  const host = useHost();
  const phone = usePhoneStore();
  const span = ref<(typeof SPANS)[number]>('4');
  const patterns = shallowRef<Patterns | null>(null);
  let asked = 0;

  async function load(): Promise<void> {
    const question = ++asked;
    const to = Date.now();
    const practice = phone.chosenLine === 'practice';
    try {
      const from = dayAfter(to, -7 * (Number(span.value) - 1));
      const answer = await host.call('runs.patterns', { from, to, practice });
      if (question === asked) patterns.value = answer;
    } catch {
      // What was shown stays; whoever looks again asks again.
    }
  }
  watch(span, () => void load());

  return { span, patterns, load };
});
