import { useIntervalFn } from '@vueuse/core';
import { computed, ref } from 'vue';
import { beginOf, paceAt } from '#shared/domain/care/pace.ts';
import type { PacedStep } from '#shared/domain/care/pace.ts';

const LOOK_EVERY_MS = 100;

/** Runs a guide by the clock until it is over or stopped. */
export function usePace<Name extends string>(steps: readonly PacedStep<Name>[], rounds: number) {
  const beganAt = ref<number | null>(null);
  const now = ref(0);
  /** It went to its end. */
  const over = ref(false);

  const pace = computed(() =>
    beganAt.value === null ? null : paceAt(steps, rounds, now.value - beganAt.value),
  );

  const { pause, resume } = useIntervalFn(look, LOOK_EVERY_MS, { immediate: false });
  function look(): void {
    now.value = performance.now();
    if (beganAt.value === null || pace.value !== null) return;
    stop();
    over.value = true;
  }

  /** @param index the step to begin with */
  function start(index = 0): void {
    now.value = performance.now();
    beganAt.value = now.value - beginOf(steps, index);
    over.value = false;
    resume();
  }

  function stop(): void {
    pause();
    beganAt.value = null;
    over.value = false;
  }

  return { pace, over, start, stop };
}
