import { isMac } from '../keys/keyMap.ts';

/** Within the composer only; by its place on the keyboard, whatever the input method says. */
const isAltKey = (
  wanted: string,
  { code, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent,
): boolean => code === wanted && altKey && !ctrlKey && !metaKey && !shiftKey;

export const isComposerSendKey = (event: KeyboardEvent): boolean => isAltKey('KeyS', event);
export const composerKeyText = isMac ? '⌥S' : 'Alt+S';

export const isTemplateKey = (event: KeyboardEvent): boolean => isAltKey('KeyT', event);
export const templateKeyText = isMac ? '⌥T' : 'Alt+T';
