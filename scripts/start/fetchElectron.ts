import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ELECTRON } from './electronRuntime.ts';
import type { Reason } from './fetchNote.ts';

/** Until the first byte, and between two signs of progress. */
const FIRST_BYTE_MS = 20_000;
const STALL_MS = 60_000;

export type FetchResult = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

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

    let gaveUp: Reason | null = null;
    const giveUp = (reason: Reason): void => {
      gaveUp ??= reason;
      child.kill();
    };
    const cancel = (): void => giveUp(['받다가 취소함', 'cancelled']);
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
      if (performance.now() - movedAt > limit) giveUp(['응답 없음', 'no answer']);
    }, 1_000);

    const finish = (result: FetchResult): void => {
      clearInterval(watch);
      signal.removeEventListener('abort', cancel);
      done(result);
    };
    child.once('error', (error) => finish({ ok: false, reason: [error.message, error.message] }));
    child.once('exit', (code) => {
      if (code === 0) finish({ ok: true });
      else finish({ ok: false, reason: gaveUp ?? reasonIn(errors) });
    });
  });
}

/** The most telling part of the installer's stack trace, without addresses. */
export function reasonIn(errors: string): Reason {
  if (/ENOTFOUND|EAI_AGAIN/.test(errors)) return ['서버 이름을 찾을 수 없음', 'name not found'];
  const status = /Response code (\d{3})/.exec(errors)?.[1];
  if (status !== undefined) return [`서버 응답 ${status}`, `the server answered ${status}`];
  if (/fetch failed|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET/.test(errors)) {
    return ['인터넷에 연결할 수 없음', 'no connection'];
  }
  if (/ENOSPC/.test(errors)) return ['디스크가 가득 참', 'the disk is full'];
  if (/[Cc]hecksum/.test(errors)) return ['받은 파일이 손상됨', 'the file arrived damaged'];
  return ['설치하지 못함', 'it could not be installed'];
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
