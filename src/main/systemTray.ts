import { execFile } from 'node:child_process';

/** @returns what a program has printed; null where it is not there, fails or does not answer in time */
type Run = (program: string, args: readonly string[]) => Promise<string | null>;

const ANSWER_MS = 2_000;

const run: Run = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: ANSWER_MS, encoding: 'utf8' }, (error, printed) =>
      resolve(error === null ? printed : null),
    );
  });

const BUS = 'org.freedesktop.DBus';
const WATCHER = 'org.kde.StatusNotifierWatcher';
/** Two ways to ask the same, since neither program is everywhere. */
const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    'gdbus',
    [
      ...['call', '--session', '--dest', BUS, '--object-path', '/org/freedesktop/DBus'],
      ...['--method', `${BUS}.NameHasOwner`, WATCHER],
    ],
  ],
  [
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', `--dest=${BUS}`, '/org/freedesktop/DBus'],
      ...[`${BUS}.NameHasOwner`, `string:${WATCHER}`],
    ],
  ],
];

/**
 * Whether the system shows icons of apps that have no window. Windows and macOS always do. A Linux desktop
 * does when something watches for them (freedesktop.org, StatusNotifierItem); GNOME by itself does not, and
 * Electron cannot tell. Unknown counts as no: a window is better closed for good than lost.
 */
export async function hasSystemTray(
  platform: NodeJS.Platform = process.platform,
  ask: Run = run,
): Promise<boolean> {
  if (platform === 'win32' || platform === 'darwin') return true;
  for (const [program, args] of QUESTIONS) {
    const printed = await ask(program, args);
    if (printed !== null) return /\btrue\b/.test(printed);
  }
  return false;
}
