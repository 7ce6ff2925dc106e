import { isMac } from '../keys/keyMap.ts';

/** Within the composer only; by its place on the keyboard, whatever the input method says. */
export function isComposerSendKey({
  code,
  altKey,
  ctrlKey,
  metaKey,
  shiftKey,
}: KeyboardEvent): boolean {
  return code === 'KeyS' && altKey && !ctrlKey && !metaKey && !shiftKey;
}

export const composerKeyText = isMac ? '⌥S' : 'Alt+S';
