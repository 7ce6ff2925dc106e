import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium's kind only: the app window, the fake-free audio switches and WebRTC are theirs. */
const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const ON_MACOS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ON_WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
];

function candidates(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') return ON_MACOS;
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => ON_WINDOWS.map((path) => `${root}\\${path}`));
  }
  return (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ON_PATH.map((name) => join(folder, name)))
    .sort((a, b) => rank(a) - rank(b));
}

/** In the order of the names, not of the folders on PATH. */
function rank(path: string): number {
  return ON_PATH.findIndex((name) => path.endsWith(`/${name}`));
}

export function findBrowser(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string | null {
  return candidates(platform, env).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window can be shown at all. */
export function hasDisplay(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  if (platform !== 'linux') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/** Opens the address in a window without tabs, with a profile of its own beside the data. */
export function openAppWindow(browser: string, url: string, profile: string): ChildProcess {
  const args = [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--class=Ieum',
    '--window-size=1280,800',
    // The same as src/main/switches.ts and the web preferences of src/main/window.ts.
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-features=Translate',
  ];
  if (process.getuid?.() === 0) {
    // Chromium refuses to start as root otherwise. It only ever shows this app's own page.
    process.stderr.write(
      '관리자(root)로 실행 중이라 브라우저의 샌드박스 없이 엽니다. / Running as root: the browser opens without its sandbox.\n',
    );
    args.push('--no-sandbox');
  }
  return spawn(browser, args, { stdio: 'ignore' });
}
