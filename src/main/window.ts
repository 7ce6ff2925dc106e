import { BrowserWindow } from 'electron';
import type { WebPreferences } from 'electron';
import { SMALLEST_WINDOW } from '#shared/domain/shell/windowState.ts';
import type { Placed } from '#shared/domain/shell/windowState.ts';

export function webPreferencesFor(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    // A phone behind other windows must still ring, and its timers still fire.
    backgroundThrottling: false,
    // The dictionary would be downloaded, and names of customers looked up in it.
    spellcheck: false,
    // A ring tone has to sound before anybody has clicked.
    autoplayPolicy: 'no-user-gesture-required',
    navigateOnDragDrop: false,
  };
}

/** `minimized`: for a start without a window where no tray could bring one back. */
export type FirstLook = 'shown' | 'hidden' | 'minimized';

export function createWindow(
  preload: string,
  { x, y, width, height }: Placed,
  look: FirstLook,
): BrowserWindow {
  const window = new BrowserWindow({
    ...{ width, height },
    // Both or neither: alone Electron takes no notice of one.
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    title: '이음',
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferencesFor(preload),
  });
  window.once('ready-to-show', () => {
    if (look === 'shown') window.show();
    if (look === 'minimized') window.minimize();
  });
  return window;
}

/** Brings the window in front, for a second start and for a ringing phone. */
export function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
