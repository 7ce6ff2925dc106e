import { nextTick, onMounted, onScopeDispose, watch } from 'vue';
import type { Ref } from 'vue';
import { useScreenStore } from '../../stores/screenStore.ts';

/** What says that the reader has begun to move by themselves. */
const HANDS = ['wheel', 'pointerdown', 'keydown'] as const;

/**
 * Whoever asked for one part of the settings finds it under the hand: at the top, its first control focused,
 * or the one marked `data-wished`. Parts above it may still be on their way and push it down, so it is
 * held there until the reader moves.
 * @param root what the parts stand in, each with `data-setting-part`
 * @param open makes all parts visible
 */
export function useWishedPart(root: Readonly<Ref<HTMLElement | null>>, open: () => void): void {
  const screen = useScreenStore();
  let held: HTMLElement | null = null;
  const growth = new ResizeObserver(() => held?.scrollIntoView({ block: 'start' }));

  function letGo(): void {
    held = null;
    growth.disconnect();
    for (const hand of HANDS) document.removeEventListener(hand, letGo, true);
  }

  function hold(part: HTMLElement, within: HTMLElement): void {
    letGo();
    held = part;
    // It tells the size once at the beginning: that is the first scroll.
    growth.observe(within);
    for (const hand of HANDS) document.addEventListener(hand, letGo, true);
  }

  async function showWished(): Promise<void> {
    const wish = screen.partWish;
    if (wish === null) return;
    screen.partWish = null;
    open();
    await nextTick();
    const part = root.value?.querySelector<HTMLElement>(`[data-setting-part="${wish}"]`);
    if (!root.value || !part) return;
    hold(part, root.value);
    const control =
      part.querySelector<HTMLElement>('[data-wished]') ??
      part.querySelector<HTMLElement>(':is(button, input, select, textarea):enabled');
    (control ?? part).focus({ preventScroll: true });
  }

  onMounted(showWished);
  watch(() => screen.partWish, showWished, { flush: 'post' });
  onScopeDispose(letGo);
}
