/**
 * The Debian packages the tests need: what is missing, and how it gets installed.
 *
 * Run on its own (`node scripts/debian-packages.ts`) it installs them and says what it did.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';

export interface DebianPackages {
  /** Still not there. */
  readonly missing: string[];
  /** Installed by this call. */
  readonly installed: string[];
  /** Why something is still missing, in a sentence for the person at the terminal. */
  readonly reason?: string;
}

interface Package {
  /** What it is called, in order of preference: names differ between releases. */
  readonly names: readonly [string, ...string[]];
  /** A program of it: how to tell without dpkg. Without one the package is Debian's alone. */
  readonly program?: string;
  /** Installed with the others where there is such a package, and not missed where there is none. */
  readonly optional?: true;
}

const SHELL = 'chromium-headless-shell';

const PACKAGES: readonly Package[] = [
  { names: ['kamailio'], program: 'kamailio' },
  { names: ['kamailio-websocket-modules'] },
  { names: ['kamailio-tls-modules'] },
  { names: ['kamailio-presence-modules'] },
  { names: ['kamailio-sqlite-modules'] },
  { names: ['rtpengine-daemon', 'ngcp-rtpengine-daemon'], program: 'rtpengine' },
  { names: ['baresip-core'], program: 'baresip' },
  { names: ['sip-tester'], program: 'sipp' },
  { names: ['coturn'], program: 'turnserver' },
  { names: ['sipsak'], program: 'sipsak' },
  { names: ['espeak-ng'], program: 'espeak-ng' },
  { names: ['sox'], program: 'sox' },
  // Plays and inspects recordings, as a second opinion.
  { names: ['opus-tools'], program: 'opusinfo' },
  { names: ['openssl'], program: 'openssl' },
  { names: ['sqlite3'], program: 'sqlite3' },
  { names: ['iproute2'], program: 'ip' },
  // Without a Korean font screenshots show boxes.
  { names: ['fonts-noto-cjk'] },
  // The same engine without a browser's own windows: tests take two thirds of the time.
  { names: [SHELL], program: SHELL, optional: true },
];

const CHROMIUM = 'chromium';
/** In order of preference. */
const CHROMIUM_NAMES = [
  SHELL,
  CHROMIUM,
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const DAEMON_FOLDERS = ['/usr/sbin', '/sbin'];

/**
 * A Chromium or Chrome on PATH, or the one named by CHROMIUM_PATH. Ubuntu's snap is passed over:
 * it cannot read the files in /tmp that tests hand to it.
 * @param whole with all that a person's browser has: the headless shell has no permissions to refuse
 */
export function findChromium(whole = false): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  return CHROMIUM_NAMES.filter((name) => !whole || name !== SHELL)
    .map((name) => findProgram(name))
    .find((path) => path !== undefined && !isSnap(path));
}

/**
 * Sees to it that every package is there. Installs with apt-get when this is Debian or Ubuntu
 * and either root or a sudo that asks for no password; otherwise only names what is missing.
 */
export function ensureDebianPackages(): DebianPackages {
  const before = missingPackages();
  if (before.length === 0) return { missing: [], installed: [] };
  const cannot = whyNotInstall();
  if (cannot !== undefined) {
    const missing = before.filter((name) => !isOptional(name));
    return { missing, installed: [], ...(missing.length > 0 ? { reason: cannot } : {}) };
  }
  const reasons: string[] = [];
  // Ubuntu has none of the optional ones: asking for them again each time would take a while.
  let wanted = before.filter((name) => !isOptional(name) || distribution() === 'debian');
  if (before.includes(CHROMIUM) && distribution() === 'ubuntu') {
    wanted = wanted.filter((name) => name !== CHROMIUM);
    reasons.push(
      'Ubuntu has Chromium as a snap only, which tests cannot use: install Google Chrome, ' +
        'or set CHROMIUM_PATH.',
    );
  }
  if (wanted.length > 0) {
    const failure = install(wanted);
    if (failure !== undefined) reasons.push(failure);
  }
  const still = missingPackages();
  const missing = still.filter((name) => !isOptional(name));
  return {
    missing,
    installed: before.filter((name) => !still.includes(name)),
    ...(missing.length > 0 && reasons.length > 0 ? { reason: reasons.join(' ') } : {}),
  };
}

function isOptional(name: string): boolean {
  return PACKAGES.some(({ names, optional }) => names[0] === name && optional === true);
}

/** By their preferred names. */
function missingPackages(): string[] {
  const installed = installedPackages();
  const missing = PACKAGES.filter(({ names, program }) => {
    if (installed !== undefined && names.some((name) => installed.has(name))) return false;
    // Built from source or from another distribution: what counts is that it is there.
    return program === undefined || findProgram(program) === undefined;
  }).map(({ names }) => names[0]);
  return findChromium(true) === undefined ? [...missing, CHROMIUM] : missing;
}

/** Undefined when there is no dpkg. */
function installedPackages(): Set<string> | undefined {
  const names = PACKAGES.flatMap((one) => [...one.names]);
  const result = spawnSync(
    'dpkg-query',
    ['--show', '--showformat=${db:Status-Status} ${Package}\n', ...names],
    { encoding: 'utf8' },
  );
  // It ends with 1 when it does not know a name; what it does know it prints all the same.
  if (result.error !== undefined) return undefined;
  const lines = result.stdout.split('\n').filter((line) => line.startsWith('installed '));
  return new Set(lines.map((line) => line.slice('installed '.length)));
}

function whyNotInstall(): string | undefined {
  const system = distribution();
  if (system === undefined || findProgram('apt-get') === undefined) {
    return 'This is neither Debian nor Ubuntu: please install the programs by hand.';
  }
  if (rootCommand() === undefined) {
    return 'Installing needs root or a sudo without a password.';
  }
  return undefined;
}

/** What to put in front of a command that needs root; undefined when there is no way. */
function rootCommand(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['--non-interactive', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '--non-interactive'] : undefined;
}

/**
 * Debian starts kamailio and rtpengine as soon as they are installed, on ports of their own
 * choice: policy-rc.d forbids that. The shell that writes the file also takes it away, whatever
 * happens to this process; a file that was there before stays as it was.
 */
const INSTALL = `set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
names=
for choice in "$@"; do
  found=
  for name in $(echo "$choice" | tr '|' ' '); do
    if [ -z "$found" ] && apt-cache show --no-all-versions "$name" > /dev/null 2>&1; then
      found=$name
    fi
  done
  if [ -n "$found" ]; then names="$names $found"; else echo "no package $choice" >&2; fi
done
apt-get install -q -y --no-install-recommends $names
`;

/** @returns what went wrong, or undefined */
function install(wanted: readonly string[]): string | undefined {
  const choices = wanted.map(
    (name) => PACKAGES.find(({ names }) => names[0] === name)?.names.join('|') ?? name,
  );
  const [command = 'sh', ...args] = [...(rootCommand() ?? []), 'sh', '-c', INSTALL, 'install'];
  try {
    execFileSync(command, [...args, ...choices], { stdio: ['ignore', 'inherit', 'inherit'] });
    return undefined;
  } catch {
    return 'apt-get failed; what it said stands above.';
  }
}

function distribution(): 'debian' | 'ubuntu' | undefined {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].join(' ');
    if (/\bubuntu\b/.test(ids)) return 'ubuntu';
    return /\bdebian\b/.test(ids) ? 'debian' : undefined;
  } catch {
    return undefined;
  }
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...DAEMON_FOLDERS];
  return folders.map((folder) => join(folder, name)).find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's chromium is a link into /snap, or a script that calls it. */
function isSnap(path: string): boolean {
  const real = realpathSync(path);
  if (real.includes('/snap')) return true;
  const file = openSync(real, 'r');
  const start = Buffer.alloc(4096);
  const length = readSync(file, start);
  closeSync(file);
  const head = start.toString('latin1', 0, length);
  return head.startsWith('#!') && head.includes('/snap/bin');
}

if (import.meta.main) {
  const { missing, installed, reason } = ensureDebianPackages();
  if (installed.length > 0) console.log(`installed: ${installed.join(' ')}`);
  if (missing.length > 0) console.log(`missing: ${missing.join(' ')}`);
  if (reason !== undefined) console.log(reason);
  if (missing.length === 0) console.log('Every package is there.');
  process.exitCode = missing.length === 0 ? 0 : 1;
}
