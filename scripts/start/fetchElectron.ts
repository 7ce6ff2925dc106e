import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ELECTRON } from './electronRuntime.ts';

/** Until the first byte, and between two signs of progress. */
const FIRST_BYTE_MS = 20_000;
const STALL_MS = 60_000;

export type FetchResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Runs Electron's own installer, which fetches about 120 MB, says how far it is, and gives up when
 * nothing moves. The installer has neither progress nor a time limit of its own, so it downloads
 * into a folder made here, whose size is watched.
 */
export async function fetchElectron(signal: AbortSignal): Promise<FetchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-electron-'));
  try {
    return await install(folder, signal);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder: string, signal: AbortSignal): Promise<FetchResult> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve(ELECTRON, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        TMPDIR: folder,
        TMP: folder,
        TEMP: folder,
        ELECTRON_GET_NO_PROGRESS: '1',
      },
    });
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));

    let gaveUp: string | null = null;
    const giveUp = (reason: string): void => {
      gaveUp ??= reason;
      child.kill();
    };
    const cancel = (): void => giveUp('취소함 / cancelled');
    signal.addEventListener('abort', cancel, { once: true });

    let size = 0;
    let movedAt = performance.now();
    const watch = setInterval(() => {
      const now = sizeOf(folder) + sizeOf(resolve(ELECTRON, 'dist'));
      if (now !== size) {
        size = now;
        movedAt = performance.now();
        process.stderr.write(`  ${Math.round(size / 1e6)} MB\r`);
      }
      const limit = size === 0 ? FIRST_BYTE_MS : STALL_MS;
      if (performance.now() - movedAt > limit) giveUp('응답 없음 / no answer');
    }, 1_000);

    const finish = (result: FetchResult): void => {
      clearInterval(watch);
      signal.removeEventListener('abort', cancel);
      done(result);
    };
    child.once('error', (error) => finish({ ok: false, reason: error.message }));
    child.once('exit', (code) => {
      if (code === 0) finish({ ok: true });
      else finish({ ok: false, reason: gaveUp ?? reasonIn(errors) });
    });
  });
}

/** The most telling line of the installer's stack trace, without addresses. */
function reasonIn(errors: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(errors)) return '주소를 찾을 수 없음 / name not found';
  const status = /Response code (\d{3})/.exec(errors)?.[1];
  if (status !== undefined) return `HTTP ${status}`;
  if (/fetch failed|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET/.test(errors)) {
    return '연결할 수 없음 / no connection';
  }
  return errors.split('\n', 1)[0]?.slice(0, 120) ?? 'unknown';
}

function sizeOf(folder: string): number {
  let total = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) {
        total += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
      }
    }
  } catch {
    // Not made yet, or cleaned up by the installer meanwhile.
  }
  return total;
}
