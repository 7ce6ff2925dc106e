import type { Screen, Worklist } from '../../stores/screenStore.ts';
import { deskKeyText, markAllKeyText, messageKeyText } from '../keys/keyMap.ts';

/** What there is help for: the screens, and the views that share the place of the promises. */
export type HelpScreen = Screen | Exclude<Worklist, 'promises'>;

export function helpScreenOf(screen: Screen, worklist: Worklist): HelpScreen {
  return screen === 'promises' ? worklist : screen;
}

/** Keys of a screen, by their name in the list of keys (`keys.*`). */
const LIST = [['move', '↑ ↓'] as const];

export function helpKeys(screen: HelpScreen): readonly (readonly [string, string])[] {
  switch (screen) {
    case 'phone':
      return [
        ['dial', 'Enter'],
        ['recall', '↑'],
      ];
    case 'promises':
      return [['nextPromise', deskKeyText('nextPromise')], ...LIST];
    case 'history':
      return [['filter', '/'], ...LIST, ['mark', 'Space'], ['markAll', markAllKeyText]];
    case 'messages':
      return [['message', messageKeyText], ['text', deskKeyText('text')], ...LIST];
    case 'contacts':
      return LIST;
    case 'settings':
      return [['audio', deskKeyText('audio')]];
    case 'care':
      return [['status', deskKeyText('status')]];
    default:
      return [];
  }
}
