import { useEventListener } from '@vueuse/core';
import type { Ref } from 'vue';
import { usePhoneStore } from '../../stores/phoneStore.ts';
import { useCallActions } from '../calls/useCallActions.ts';
import { isTyping } from '../keys/keyMap.ts';

/**
 * The plain keys of the panel: digits and letters, by their place on the keyboard, since with the
 * Korean input method on the S key says ㄴ. They are the panel's while the focus is in it, or
 * nowhere; never while somebody types, and never while digits belong to the call.
 * @param onKey digit or upper-case letter; says whether it meant something
 */
export function useGuideKeys(
  root: Readonly<Ref<HTMLElement | null>>,
  onKey: (key: string) => boolean,
): void {
  const phone = usePhoneStore();
  const { keypadOpen } = useCallActions();

  function isOurs({ target }: KeyboardEvent): boolean {
    if (isTyping(target) || (phone.current && keypadOpen(phone.current))) return false;
    if (target === document.body || target === document.documentElement) return true;
    if (!(target instanceof Node)) return false;
    const main = document.getElementById('main');
    return target === main || (root.value?.contains(target) ?? false);
  }

  useEventListener(window, 'keydown', (event) => {
    const { ctrlKey, metaKey, altKey, shiftKey, repeat, code } = event;
    if (ctrlKey || metaKey || altKey || shiftKey || repeat || event.defaultPrevented) return;
    const key = /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code)?.[1];
    if (key === undefined || !isOurs(event) || !onKey(key)) return;
    event.preventDefault();
  });
}
