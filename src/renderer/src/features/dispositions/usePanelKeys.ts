import type { Ref } from 'vue';
import { isTyping } from '../keys/keyMap.ts';

/**
 * The plain keys of the panel, only while the focus is in it: digits by their place on the keyboard,
 * Backspace, Enter where no button has the focus. A letter begins a search in the panel's own field.
 */
export function usePanelKeys(
  root: Readonly<Ref<HTMLElement | null>>,
  keys: {
    readonly digit: (digit: number) => boolean;
    readonly back: () => boolean;
    readonly enter: () => boolean;
    /** @returns whether there is a field to write in */
    readonly letter: () => boolean;
  },
): (event: KeyboardEvent) => void {
  function meant(event: KeyboardEvent): boolean {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (digit !== undefined) return keys.digit(Number(digit));
    if (event.key === 'Backspace') return keys.back();
    if (event.key === 'Enter') return event.target === root.value && keys.enter();
    // The letter itself goes where the focus is by then: into the field, through the input method.
    if (/^Key[A-Z]$/.test(event.code)) keys.letter();
    return false;
  }

  return (event) => {
    const { ctrlKey, metaKey, altKey, repeat, defaultPrevented } = event;
    if (ctrlKey || metaKey || altKey || repeat || defaultPrevented || isTyping(event.target))
      return;
    if (meant(event)) event.preventDefault();
  };
}
