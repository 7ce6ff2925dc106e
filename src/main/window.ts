import { BrowserWindow } from 'electron';
import type { WebPreferences } from 'electron';

/** The smallest window in which the compact layout, beside a CRM, still shows everything. */
const MIN_WIDTH = 360;
const MIN_HEIGHT = 560;

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

export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: '이음',
    show: false,
    autoHideMenuBar: true,
    webPreferences: webPreferencesFor(preload),
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Brings the window in front, for a second start and for a ringing phone. */
export function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
