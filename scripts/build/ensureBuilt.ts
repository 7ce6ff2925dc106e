import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { binOf } from '../lib/bin.ts';
import { NOTES, ROOT } from '../lib/root.ts';
import { fingerprint } from './fingerprint.ts';

const INPUTS = [
  'src/main',
  'src/preload',
  'src/renderer',
  'src/shared',
  'src/host',
  'resources',
  'scripts/build',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];

const OUTPUTS = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

const STAMP = resolve(ROOT, 'out/.fingerprint');
const LOCK = resolve(NOTES, 'build.lock');

function isUpToDate(): boolean {
  if (!OUTPUTS.every((file) => existsSync(resolve(ROOT, file)))) return false;
  if (!existsSync(STAMP)) return false;
  return readFileSync(STAMP, 'utf8') === fingerprint(ROOT, INPUTS);
}

/**
 * Builds when a source changed since the last build, and says so on stderr: stdout belongs to the
 * command that is started. Two starts at once build one after the other.
 * @throws Error when the build fails
 */
export async function ensureBuilt(): Promise<void> {
  if (isUpToDate()) return;
  mkdirSync(NOTES, { recursive: true });
  await takeLock();
  try {
    // Another start may have built while this one waited.
    if (isUpToDate()) return;
    const began = performance.now();
    process.stderr.write('빌드하는 중… / Building…\n');
    rmSync(STAMP, { force: true });
    // Taken before the build: a file saved meanwhile counts as changed.
    const built = fingerprint(ROOT, INPUTS);
    await build();
    mkdirSync(resolve(ROOT, 'out'), { recursive: true });
    writeFileSync(STAMP, built);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stderr.write(`빌드를 마쳤습니다 (${seconds}초). / Built.\n`);
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function build(): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [binOf('electron-vite'), 'build', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
    });
    child.once('error', fail);
    child.once('exit', (code) => {
      if (code === 0) done();
      else fail(new Error(`the build failed (exit code ${code ?? 'none'}); see above`));
    });
  });
}

/** The lock is a file with the builder's process id, so that a killed build does not block. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isAlive(lockHolder())) await delay(100);
    else rmSync(LOCK, { force: true });
  }
}

function lockHolder(): number {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

function isAlive(pid: number): boolean {
  // Just made and not written yet, or just gone: looked at again.
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
