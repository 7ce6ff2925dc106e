/**
 * Child processes of the laboratory: output goes to a log file, and none outlives the parent.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { withTimeout } from './wait.ts';

/** setpriv (util-linux) lets the kernel end a child whose parent was killed outright. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

const running = new Set<LabProcess>();
const leftovers = new Set<() => void>();
let hooked = false;

export interface LabProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export class LabProcess {
  readonly name: string;
  readonly logFile: string;
  /** Resolves with the exit code, or the signal's name, once the process has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly #child: ChildProcess;
  #ending: number | NodeJS.Signals | undefined;

  constructor(options: LabProcessOptions) {
    this.name = options.name;
    this.logFile = options.logFile;
    const log = openSync(options.logFile, 'a');
    const [command, args] =
      SETPRIV === undefined
        ? [options.command, [...options.args]]
        : [SETPRIV, ['--pdeathsig', 'TERM', '--', options.command, ...options.args]];
    hookParentExit();
    // Detached: its own process group, so that forked workers (Kamailio) end with it, and
    // Ctrl-C in a terminal reaches only the parent, which then stops things in order.
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    running.add(this);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', (error) => {
        running.delete(this);
        this.#ending = 127;
        reject(new Error(`${this.name} did not start: ${error.message}`, { cause: error }));
      });
      this.#child.once('exit', (code, signal) => {
        running.delete(this);
        this.#ending = code ?? signal ?? 1;
        resolve(this.#ending);
      });
    });
    // Somebody who never asks must not bring the test runner down.
    this.ended.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#ending === undefined;
  }

  /** @throws Error naming how it ended, with the end of its log. */
  assertRunning(): void {
    if (this.running) return;
    throw new Error(`${this.name} ended (${this.#ending})\n${this.logTail()}`);
  }

  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  logTail(lines = 30): string {
    const tail = this.log().trimEnd().split('\n').slice(-lines).join('\n');
    return `--- end of the log of ${this.name}\n${tail}\n---`;
  }

  /** Signals the whole process group; silent when it has already gone. */
  signal(signal: NodeJS.Signals): void {
    const pid = this.#child.pid;
    if (pid === undefined || !this.running) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // ESRCH: it ended between the look and the signal.
    }
  }

  /** SIGTERM, then SIGKILL for one that does not listen. */
  async stop(graceMs = 3000): Promise<void> {
    if (!this.running) return;
    this.signal('SIGTERM');
    const what = `${this.name} to end`;
    try {
      await withTimeout(this.ended, { what, timeoutMs: graceMs });
    } catch {
      await this.kill();
    }
  }

  /** SIGKILL to the whole group: what a power cut or the OOM killer would do. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await withTimeout(this.ended, { what: `${this.name} to be killed`, timeoutMs: 3000 });
  }
}

/**
 * Something to do, at once and without waiting, if the parent ends before the laboratory was
 * stopped.
 * @returns takes it back
 */
export function atParentExit(act: () => void): () => void {
  hookParentExit();
  leftovers.add(act);
  return () => leftovers.delete(act);
}

function endAll(): void {
  for (const child of running) child.signal('SIGKILL');
  for (const act of leftovers) act();
}

function hookParentExit(): void {
  if (hooked) return;
  hooked = true;
  process.on('exit', endAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const onSignal = (): void => {
      // With another listener (a test runner, scripts/lab.ts) the process lives on and stops
      // the laboratory itself; alone, do what the signal would have done without us.
      if (process.listenerCount(signal) > 1) return;
      endAll();
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}
