import { useResizeObserver } from '@vueuse/core';
import { ref } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { remPx } from './remPx.ts';

/**
 * Whether a screen has no room for a list and its detail side by side. Observed, never asked: an
 * element that is asked how wide it is makes the browser lay out what is only being built.
 * @param needed rem
 */
export function useNarrow(
  root: Readonly<ShallowRef<HTMLElement | null>>,
  needed: number,
): Readonly<Ref<boolean>> {
  const narrow = ref(false);
  useResizeObserver(root, ([entry]) => {
    const width = entry?.contentRect.width ?? 0;
    narrow.value = width > 0 && width < needed * remPx();
  });
  return narrow;
}
