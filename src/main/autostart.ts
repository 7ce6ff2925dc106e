import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { app } from 'electron';
import type { Host } from '#host/host.ts';
import { writeWhole } from '#host/db/writeWhole.ts';
import { describeError } from '#host/log.ts';
import type { Log } from '#host/log.ts';
import type { Autostart } from '#shared/contract/desktop.ts';
import { AUTOSTART_FILE, autostartEntry, isEntryOn } from '#shared/domain/shell/autostartEntry.ts';
import type { DesktopSettings } from '#shared/domain/shell/desktopSettings.ts';

/** A start by which no window is opened (docs/admin-guide.md). */
export const HIDDEN = '--hidden';

/** The system's list of what it starts when the person logs in. */
export interface LoginItems {
  /** @param args with which the app was put on it last */
  state(args: readonly string[]): Exclude<Autostart, 'unavailable'>;
  /** @throws where the system does not take it */
  add(args: readonly string[]): void;
  remove(args: readonly string[]): void;
}

/** Windows and macOS keep the list themselves. */
export function systemLoginItems(platform: NodeJS.Platform = process.platform): LoginItems {
  return {
    state(args) {
      const { openAtLogin, executableWillLaunchAtLogin, status } = app.getLoginItemSettings({
        args: args.map(shielded),
      });
      if (platform === 'darwin') {
        if (status === 'requires-approval') return 'refused';
        return openAtLogin ? 'on' : 'off';
      }
      if (!openAtLogin) return 'off';
      return executableWillLaunchAtLogin ? 'on' : 'refused';
    },
    add: (args) => app.setLoginItemSettings({ openAtLogin: true, args: args.map(shielded) }),
    remove: (args) => app.setLoginItemSettings({ openAtLogin: false, args: args.map(shielded) }),
  };
}

/** Windows takes the arguments as one line. */
function shielded(argument: string): string {
  return /[\s"]/.test(argument) ? `"${argument.replaceAll('"', '\\"')}"` : argument;
}

/** Linux desktops read files. @param env with the person's own folders, and an AppImage's place */
export function fileLoginItems(
  env: Readonly<Record<string, string | undefined>> = process.env,
  program: string = process.execPath,
): LoginItems {
  const configured = env['XDG_CONFIG_HOME'] ?? '';
  const folder = isAbsolute(configured) ? configured : join(homedir(), '.config');
  const path = join(folder, 'autostart', AUTOSTART_FILE);

  function read(): string | null {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  }
  return {
    state() {
      const text = read();
      if (text === null) return 'off';
      return isEntryOn(text) ? 'on' : 'refused';
    },
    add(args) {
      mkdirSync(dirname(path), { recursive: true });
      // The program itself lies in a folder that is only there while an AppImage runs.
      const text = autostartEntry([env['APPIMAGE'] ?? program, ...args]);
      if (read() !== text) writeWhole(path, Buffer.from(text));
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** Null where the app is not installed: what would be started tomorrow is gone by then. */
export function loginItems(): LoginItems | null {
  if (!app.isPackaged) return null;
  return process.platform === 'linux' ? fileLoginItems() : systemLoginItems();
}

/** Whether this start is the system's own, to which macOS gives no arguments. */
export function startedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

export interface AutostartOptions {
  readonly items: LoginItems | null;
  /** What this start was given and the next ones need: the data folder, the provisioning file. */
  readonly args: readonly string[];
  readonly log: Log;
}

/** Keeps the system's list in step with the settings. @returns how it stands now */
export function followAutostart(
  host: Pick<Host, 'settings' | 'onSettings'>,
  { items, args, log }: AutostartOptions,
): () => Autostart {
  if (items === null) return () => 'unavailable';
  let last: string | null = null;
  const argsOf = ({ startHidden }: DesktopSettings): readonly string[] =>
    startHidden ? [...args, HIDDEN] : args;

  function follow(wanted: DesktopSettings): void {
    const { autostart, startHidden } = wanted;
    const wish = JSON.stringify([autostart, startHidden]);
    if (wish === last) return;
    const first = last === null;
    last = wish;
    try {
      // What the person has switched off in the system stays off until they ask for it here again.
      if (first && (!autostart || items?.state(argsOf(wanted)) === 'refused')) return;
      if (autostart) items?.add(argsOf(wanted));
      else items?.remove(argsOf(wanted));
    } catch (error) {
      log.warn('the system did not take the wish about its start', describeError(error));
    }
  }
  follow(host.settings.desktop);
  host.onSettings(({ desktop }) => follow(desktop));
  return () => {
    try {
      return items.state(argsOf(host.settings.desktop));
    } catch (error) {
      log.warn('the system does not say what it starts', describeError(error));
      return 'off';
    }
  };
}
