/**
 * `npm start`: builds when needed and opens the app, in Electron where its runtime is, otherwise in
 * a browser window served by the loopback host. Everything it says is on stderr: stdout has the
 * loopback host's one line of JSON.
 *
 *   npm run start -- --fetch-electron   tries again to fetch Electron's runtime
 *   npm run start -- --browser          opens the browser window although Electron is there
 *
 * Other arguments go to the app (`--data-dir DIR`, `--provision FILE`, `--no-open` …).
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { ensureBuilt } from './build/ensureBuilt.ts';
import { endWithParent } from './lib/endWithParent.ts';
import { NOTES, ROOT } from './lib/root.ts';
import { electronVersion, findElectron } from './start/electronRuntime.ts';
import { fetchElectron } from './start/fetchElectron.ts';
import { forgetFailure, noteFailure, recentFailure } from './start/fetchNote.ts';
import type { Reason } from './start/fetchNote.ts';
import { MESSAGES, electronEnded, insteadOfElectron, say } from './start/messages.ts';
import { readOptions } from './start/options.ts';

/** An Electron that cannot start (no sandbox, a missing library) ends well within this. */
const STARTED_MS = 5_000;

const NOTE = resolve(NOTES, 'electron-fetch.json');
const { fetchElectron: again, browser, rest } = readOptions(process.argv.slice(2));

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

/** @returns Electron's program, or why there is none */
async function electronOrReason(): Promise<{ program: string } | { reason: Reason }> {
  const found = findElectron();
  if (found !== null) return { program: found };
  const version = electronVersion();
  const recent = again ? null : recentFailure(NOTE, version, Date.now());
  if (recent !== null) return { reason: recent };

  say(MESSAGES.fetching);
  const cancel = new AbortController();
  const onSignal = (): void => cancel.abort();
  process.once('SIGINT', onSignal);
  const result = await fetchElectron(cancel.signal);
  process.off('SIGINT', onSignal);
  const program = result.ok ? findElectron() : null;
  if (program !== null) {
    forgetFailure(NOTE);
    say(MESSAGES.fetched);
    return { program };
  }
  const reason: Reason = result.ok ? ['설치하지 못함', 'it could not be installed'] : result.reason;
  noteFailure(NOTE, { version, failedAt: Date.now(), reason });
  if (cancel.signal.aborted) {
    say(MESSAGES.cancelled);
    process.exit(130);
  }
  return { reason };
}

/** @returns how it ended when it ended too soon to have started, otherwise its exit code */
function runElectron(program: string): Promise<{ started: boolean; code: number | null }> {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(program, [ROOT, ...rest], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => child.kill(signal));
    child.once('error', () => done({ started: false, code: null }));
    child.once('exit', (code) => {
      const started = code === 0 || performance.now() - began > STARTED_MS;
      done({ started, code });
    });
  });
}

async function runBrowser(): Promise<void> {
  // As if `src/loopback/cli.ts` had been started with these arguments.
  process.argv.splice(2, process.argv.length, ...rest);
  await import('../src/loopback/cli.ts');
}

endWithParent();
await ensureBuilt();
// Without a display Electron cannot show anything: fetching it would be for nothing.
if (browser || !hasDisplay()) {
  await runBrowser();
} else {
  const electron = await electronOrReason();
  if ('program' in electron) {
    const { started, code } = await runElectron(electron.program);
    if (started) {
      process.exitCode = code ?? 1;
    } else {
      say(electronEnded(code));
      await runBrowser();
    }
  } else {
    say(insteadOfElectron(electron.reason));
    await runBrowser();
  }
}
