import type { Language } from './language.ts';
import { MENU_WORDS } from './menuWords.ts';
import type { ZoomStep } from './zoom.ts';

/** What an item of ours does; the others are the system's own (`role`). */
export type MenuAction = 'settings' | 'dial' | 'status' | 'quit' | { readonly zoom: ZoomStep };

/** Electron's names of what the system itself does with the window and the text in it. */
export type MenuRole =
  | 'about'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'close'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'togglefullscreen'
  | 'minimize'
  | 'zoom'
  | 'front'
  | 'forceReload'
  | 'toggleDevTools';

export type MenuItem =
  | { readonly separator: true }
  | { readonly label: string; readonly role: MenuRole }
  | { readonly label: string; readonly action: MenuAction; readonly accelerator?: string };

export interface Menu {
  readonly label: string;
  /** The system adds its own to it (macOS). */
  readonly role?: 'windowMenu';
  readonly items: readonly MenuItem[];
}

export interface MenuOptions {
  readonly language: Language;
  readonly platform: NodeJS.Platform;
  /** Only while developing: whoever reloads a page or opens its tools in a call ends the call. */
  readonly developing: boolean;
}

const LINE: MenuItem = { separator: true };

/** The menu of the app as each system expects it: on macOS its own first, and one for windows. */
export function appMenu({ language, platform, developing }: MenuOptions): readonly Menu[] {
  const words = MENU_WORDS[language];
  const isMac = platform === 'darwin';
  const role = (name: MenuRole): MenuItem => ({ label: words.roles[name], role: name });
  const settings: MenuItem = {
    ...{ label: words.settings, action: 'settings', accelerator: 'CommandOrControl+,' },
  };
  const quit: MenuItem = {
    ...{ label: words.quit, action: 'quit' },
    // Windows has Alt+F4, and no other key by which a phone could be ended by a slip.
    ...(platform === 'win32' ? {} : { accelerator: 'CommandOrControl+Q' }),
  };
  const zoom = (step: ZoomStep, accelerator: string): MenuItem => ({
    ...{ label: words.zoom[step], action: { zoom: step }, accelerator },
  });

  const app: Menu = {
    label: words.app,
    items: [
      ...[role('about'), LINE, settings, LINE],
      ...[role('hide'), role('hideOthers'), role('unhide'), LINE, quit],
    ],
  };
  const file: Menu = {
    label: words.file,
    items: [
      { label: words.dial, action: 'dial' },
      { label: words.status, action: 'status' },
      ...[LINE, ...(isMac ? [role('close')] : [settings, LINE, role('close'), quit])],
    ],
  };
  const edit: Menu = {
    label: words.edit,
    items: [
      ...[role('undo'), role('redo'), LINE],
      ...[role('cut'), role('copy'), role('paste'), role('selectAll')],
    ],
  };
  const view: Menu = {
    label: words.view,
    items: [
      ...[zoom('in', 'CommandOrControl+Plus'), zoom('out', 'CommandOrControl+-')],
      // ⌘0 calls the voicemail.
      ...[zoom('reset', isMac ? 'Command+Alt+0' : 'Control+0'), LINE, role('togglefullscreen')],
      ...(developing ? [LINE, role('forceReload'), role('toggleDevTools')] : []),
    ],
  };
  const windows: Menu = {
    label: words.window,
    role: 'windowMenu',
    items: [role('minimize'), role('zoom'), LINE, role('front')],
  };
  const help: Menu = { label: words.help, items: [role('about')] };
  return isMac ? [app, file, edit, view, windows] : [file, edit, view, help];
}
