import { BrowserWindow, screen } from 'electron';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { CardWindow } from '#host/services/callCard.ts';
import type { Log } from '#host/log.ts';
import { cardPlace, isCardShown } from '#shared/domain/shell/cardPlace.ts';
import { raise, webPreferencesFor } from './window.ts';

export interface CallCardOptions {
  readonly preload: string;
  /** The card's own page. */
  readonly url: string;
  readonly platform: NodeJS.Platform;
  readonly log: Log;
}

export interface CallCard extends CardWindow {
  /** The app's window is there: the card is for when it is not in front. */
  follow(window: BrowserWindow): void;
}

/**
 * Never focused, so that whoever types into another program types on, and a click on a button is a
 * click only: without focus Windows does not activate the window (WS_EX_NOACTIVATE), X11 keeps it
 * out of the window manager's hands, and a panel of macOS takes clicks without its app becoming the
 * active one. It is reached by keys through the app's window and its hotkeys.
 */
function optionsFor(preload: string, platform: NodeJS.Platform): BrowserWindowConstructorOptions {
  return {
    title: '이음',
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    focusable: false,
    acceptFirstMouse: true,
    ...(platform === 'darwin' ? { type: 'panel' } : {}),
    webPreferences: webPreferencesFor(preload),
  };
}

/** The small window over all others that says who calls. It is made before it is needed. */
export function createCallCard({ preload, url, platform, log }: CallCardOptions): CallCard {
  let main: BrowserWindow | null = null;
  let card: BrowserWindow | null = null;
  let calls = 0;

  function make(): BrowserWindow {
    const made = new BrowserWindow(optionsFor(preload, platform));
    // Over windows of the whole screen too, and on whichever desktop is looked at.
    made.setAlwaysOnTop(true, 'screen-saver');
    made.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    made.once('closed', () => {
      if (card === made) card = null;
    });
    // A card that fell is made anew by the next call; the app's window rings on.
    made.webContents.once('render-process-gone', () => made.destroy());
    made.loadURL(url).catch((error: unknown) => {
      log.warn('the card could not be loaded', { error: String(error) });
    });
    return made;
  }

  function isInFront(): boolean {
    const state = main && {
      visible: main.isVisible(),
      minimised: main.isMinimized(),
      focused: main.isFocused(),
    };
    return !isCardShown(1, state);
  }

  function update(): void {
    if (!main) return;
    if (calls === 0 || isInFront()) {
      card?.hide();
      return;
    }
    card ??= make();
    const place = cardPlace({
      displays: displays(),
      cursor: screen.getCursorScreenPoint(),
      window: main.getBounds(),
      calls,
    });
    if (place) card.setBounds(place);
    card.showInactive();
  }

  return {
    ring(next) {
      calls = next;
      update();
    },
    raise() {
      if (main) raise(main);
    },
    follow(window) {
      main = window;
      window.on('focus', update);
      window.on('show', update);
      window.on('restore', update);
      for (const gone of ['blur', 'hide', 'minimize'] as const) {
        window.on(gone as 'blur', () => {
          // It is loaded by the time a call comes.
          card ??= make();
          update();
        });
      }
      // With the page go its calls, and whoever would be told by the card.
      window.webContents.on('render-process-gone', () => card?.destroy());
      window.once('closed', () => {
        main = null;
        // A hidden window would keep the app from ending.
        card?.destroy();
        card = null;
      });
    },
  };
}

/** The primary one first. */
function displays(): ReturnType<typeof screen.getAllDisplays> {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)];
}
