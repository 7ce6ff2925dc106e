import { app } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Host } from '#host/host.ts';
import type { Later } from '#host/later.ts';
import type { Log } from '#host/log.ts';
import type { DesktopShell } from '#host/services/desktop.ts';
import type { MenuAction } from '#shared/domain/shell/appMenu.ts';
import { trayModel } from '#shared/domain/shell/tray.ts';
import type { ShellState, TrayAction } from '#shared/domain/shell/tray.ts';
import type { ZoomStep } from '#shared/domain/shell/zoom.ts';
import { followAutostart, loginItems } from './autostart.ts';
import { guardClosing } from './closing.ts';
import type { MemoryFile } from './memoryFile.ts';
import { drawAppMenu } from './menu.ts';
import { hasSystemTray } from './systemTray.ts';
import { createTray } from './tray.ts';
import { raise } from './window.ts';
import type { FirstLook } from './window.ts';

export interface DesktopOptions {
  readonly iconsDir: string;
  readonly memory: MemoryFile;
  readonly clock: () => number;
  readonly later: Later;
  readonly log: Log;
  /** For the starts by the system. */
  readonly startArguments: readonly string[];
}

export interface DesktopAround {
  /** The host's way to the tray. It may speak before there is a window. */
  readonly shell: DesktopShell;
  /** Menu, tray and what closing means, for the window that is there now. */
  surround(window: BrowserWindow, host: Host, changeZoom: (step: ZoomStep) => void): void;
}

/** How a start without a window looks: one that could not be found again is not hidden. */
export async function quietLook(): Promise<FirstLook> {
  return (await hasSystemTray()) ? 'hidden' : 'minimized';
}

/** Joins what is around the window, tray, menu, closing and the system's own start, with the host. */
export function createDesktop(options: DesktopOptions): DesktopAround {
  const { iconsDir, memory, clock, later, log, startArguments } = options;
  let last: ShellState | null = null;
  let draw: (state: ShellState) => void = () => undefined;
  let autostart: DesktopShell['autostart'] = () => 'unavailable';

  return {
    shell: {
      show(state) {
        last = state;
        draw(state);
      },
      hasTray: () => hasSystemTray(),
      autostart: () => autostart(),
    },
    surround(window, host, changeZoom) {
      const open = (place: Parameters<Host['desktop']['goTo']>[0] | null): void => {
        raise(window);
        if (place !== null) host.desktop.goTo(place);
      };
      const fromMenu = (action: MenuAction): void => {
        if (typeof action === 'object') changeZoom(action.zoom);
        else if (action === 'quit') app.quit();
        else open(action);
      };
      const fromTray = (action: TrayAction): void => {
        if (action.do === 'choose') void host.desktop.choose(action.to);
        else if (action.do === 'quit') app.quit();
        else open(action.do === 'open' ? null : action.do);
      };
      // Its picture in the dock of macOS is clicked.
      app.on('activate', () => open(null));
      autostart = followAutostart(host, { items: loginItems(), args: startArguments, log });
      const callsChanged = guardClosing({
        ...{ window, host, memory, later, log, hasTray: () => hasSystemTray() },
      });
      const tray = createTray(iconsDir, fromTray);
      let language = '';
      draw = (state) => {
        tray.draw(trayModel(state, clock()));
        callsChanged();
        if (state.language === language) return;
        ({ language } = state);
        drawAppMenu(
          { language: state.language, platform: process.platform, developing: !app.isPackaged },
          fromMenu,
        );
      };
      draw(last ?? host.desktop.state());
    },
  };
}
