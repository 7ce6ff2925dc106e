import { computed } from 'vue';
import { useGuideStore } from '../../stores/guideStore.ts';
import { isTyping } from '../keys/keyMap.ts';

/** By which others know the panel, and whether something is in it. */
export const GUIDE_PANEL = '[data-testid="guide-panel"]';

/**
 * One key opens the guide, gives it the keys, and closes it. Whoever is typing goes on typing: the
 * panel has the keys only after the key was pressed once more.
 */
export function useGuideToggle() {
  const guide = useGuideStore();

  function toggle(target: EventTarget | null): void {
    const element = target instanceof Element ? target : null;
    const within = element?.closest(GUIDE_PANEL) ?? null;
    const nowhere = element === null || element === document.body;
    if (!guide.isOpen) {
      guide.setOpen(true);
      if (!isTyping(target)) guide.focusWishes += 1;
    } else if (within || nowhere) guide.setOpen(false);
    else guide.focusWishes += 1;
  }

  return { offered: computed(() => guide.subject !== null), toggle };
}
