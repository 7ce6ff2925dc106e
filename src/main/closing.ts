import { app, autoUpdater, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Host } from '#host/host.ts';
import type { Later } from '#host/later.ts';
import type { Log } from '#host/log.ts';
import { CLOSING_WORDS } from '#shared/domain/shell/closingWords.ts';
import type { MemoryFile } from './memoryFile.ts';

/** A hang-up is in the record within one round between page and host; a page that hangs is not waited for. */
const HANG_UP_MS = 3_000;
/** What the page still has to say of a call that is over: its quality, its note. */
const LAST_WORDS_MS = 300;

export interface ClosingOptions {
  readonly window: BrowserWindow;
  readonly host: Pick<Host, 'settings' | 'desktop'>;
  readonly memory: MemoryFile;
  readonly hasTray: () => Promise<boolean>;
  readonly later: Later;
  readonly log: Log;
}

/**
 * What closing the window and quitting mean: a closed window goes into the tray where there is one, and
 * whoever quits in a call is asked, by whatever way they quit. When Windows itself ends nobody is asked:
 * it would show our question as what holds it up.
 * @returns to be called whenever the calls of this moment may have changed
 */
export function guardClosing(options: ClosingOptions): () => void {
  const { window, host, memory, hasTray, later, log } = options;
  let leaving = false;
  let asking = false;
  let callsOver: (() => void) | null = null;
  const words = (): (typeof CLOSING_WORDS)['ko'] => CLOSING_WORDS[host.settings.language];

  /** Every call is ended and written down as ended, as far as the page still can. */
  function hangUp(): Promise<void> {
    return new Promise((resolve) => {
      const callOff = later(HANG_UP_MS, () => {
        callsOver = null;
        log.warn('a call was not ended in time', {});
        resolve();
      });
      callsOver = () => {
        callsOver = null;
        callOff();
        later(LAST_WORDS_MS, resolve);
      };
      host.desktop.leave();
      callsChanged();
    });
  }

  function callsChanged(): void {
    if (callsOver !== null && host.desktop.state().calls === 0) callsOver();
  }

  async function askInCall(calls: number): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const { title, text, buttons } = words().inCall(calls);
      // Of no window: one that belongs to ours would keep the agent from Answer and Hang up.
      const { response } = await dialog.showMessageBox({
        ...{ type: 'question', message: title, detail: text, noLink: true },
        ...{ buttons: [...buttons], defaultId: 0, cancelId: 0 },
      });
      // It may have ended while the question stood there: then whoever wanted to stay stays, too.
      if (response === 1) {
        await hangUp();
        leaving = true;
        app.quit();
      }
    } finally {
      asking = false;
    }
  }

  async function tellOfTray(): Promise<void> {
    if (memory.get().toldOfTray) return;
    memory.change({ toldOfTray: true });
    const { title, text, buttons } = words().toTray;
    const { response } = await dialog.showMessageBox({
      ...{ type: 'info', message: title, detail: text, noLink: true },
      ...{ buttons: [...buttons], defaultId: 0, cancelId: 0 },
    });
    if (response === 1) app.quit();
  }

  async function close(): Promise<void> {
    if (host.settings.desktop.closeToTray && (await hasTray())) {
      window.hide();
      await tellOfTray();
    } else {
      app.quit();
    }
  }

  window.on('close', (event) => {
    if (leaving) return;
    event.preventDefault();
    void close();
  });
  app.on('before-quit', (event) => {
    if (leaving) return;
    const { calls } = host.desktop.state();
    if (calls === 0) {
      leaving = true;
      return;
    }
    event.preventDefault();
    void askInCall(calls);
  });
  // On macOS an update closes the windows before it quits. It is never installed in a call.
  autoUpdater.on('before-quit-for-update', () => {
    leaving = true;
  });
  window.on('session-end', () => {
    leaving = true;
    host.desktop.leave();
  });
  return callsChanged;
}
