import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export type WindowResult =
  | { readonly opened: true; readonly browser: string; readonly withoutSandbox: boolean }
  | { readonly opened: false; readonly reason: 'no-browser' | 'no-display' | 'failed' };

export interface WindowOptions {
  readonly url: string;
  /** A browser profile of its own: no extensions, no history, its own microphone permission. */
  readonly profileDir: string;
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  /** 0 is root. */
  readonly userId: number | undefined;
}

/** Opens the page in a window of its own, without tabs and an address bar. */
export async function openWindow(options: WindowOptions): Promise<WindowResult> {
  const { env, platform, userId } = options;
  const browser = findBrowser(env, platform);
  if (browser === null) return { opened: false, reason: 'no-browser' };
  if (!hasDisplay(env, platform)) return { opened: false, reason: 'no-display' };
  // Chromium refuses to start as root with its sandbox on.
  const withoutSandbox = platform === 'linux' && userId === 0;
  const started = await start(browser, browserArguments(options, withoutSandbox));
  return started ? { opened: true, browser, withoutSandbox } : { opened: false, reason: 'failed' };
}

export function browserArguments(
  { url, profileDir }: Pick<WindowOptions, 'url' | 'profileDir'>,
  withoutSandbox: boolean,
): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profileDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    // An exchange on this machine, and the practice calls, talk over 127.0.0.1.
    '--allow-loopback-in-peer-connection',
    // A call rings before anybody has clicked anything.
    '--autoplay-policy=no-user-gesture-required',
    // A phone behind other windows keeps its timers.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    ...(withoutSandbox ? ['--no-sandbox'] : []),
  ];
}

/** The first Chromium, Chrome or Edge there is; `IEUM_BROWSER` names another. */
export function findBrowser(
  env: Environment,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean = isExecutable,
): string | null {
  return candidates(env, platform).find(exists) ?? null;
}

function candidates(env: Environment, platform: NodeJS.Platform): string[] {
  const chosen = env['IEUM_BROWSER'];
  if (chosen) return [chosen];
  if (platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) =>
      folder === undefined ? [] : programs.map((program) => `${folder}\\${program}`),
    );
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
  ];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasDisplay(env: Environment, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}

/** A browser that cannot open its window, on a display that is gone, ends within this time. */
const SETTLE_MS = 2_000;

/** Its own life: the window stays when the host is started again. */
async function start(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    // 0 at once: a window that was open already has taken the address over.
    child.once('exit', (code) => resolve(code === 0));
    child.once('spawn', () => {
      child.unref();
      setTimeout(() => resolve(true), SETTLE_MS).unref();
    });
  });
}
