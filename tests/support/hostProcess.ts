import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../src/loopback/cli.ts', import.meta.url));

/**
 * Where Node keeps what it compiled, for the next of some hundred hosts a run starts: reading four
 * hundred TypeScript files anew each time took a third of a test.
 * Source: Node.js documentation, module compile cache.
 */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/ieum-host', import.meta.url));

/** Milliseconds. */
const START_LIMIT = 20_000;

export interface HostProcess {
  /** With the launch's token: what `npm start` opens. */
  readonly url: string;
  /** Everything it wrote to standard error. */
  log(): string;
  /** SIGKILL: as when the power goes. */
  kill9(): Promise<void>;
  /** SIGSTOP: it is there and answers nothing, until it is woken. */
  suspend(): void;
  wake(): void;
  stop(): Promise<void>;
}

export interface HostOptions {
  readonly dataDir: string;
  readonly provision?: string;
  readonly port?: number;
  /** A command that runs the command after it, such as one that enters another network. */
  readonly through?: readonly string[];
}

/** The loopback host as a person starts it, in a process of its own. */
export async function startHost(options: HostOptions): Promise<HostProcess> {
  const [command = process.execPath, ...before] = [...(options.through ?? []), process.execPath];
  const child = spawn(
    command,
    [
      ...before,
      CLI,
      '--no-open',
      ...['--data-dir', options.dataDir],
      ...(options.provision === undefined ? [] : ['--provision', options.provision]),
      ...(options.port === undefined ? [] : ['--port', String(options.port)]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: COMPILED } },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const url = await addressFrom(child, () => log);
  return {
    url,
    log: () => log,
    kill9: () => end(child, 'SIGKILL'),
    suspend: () => void child.kill('SIGSTOP'),
    wake: () => void child.kill('SIGCONT'),
    stop: () => end(child, 'SIGTERM'),
  };
}

async function addressFrom(child: ChildProcess, log: () => string): Promise<string> {
  if (!child.stdout) throw new Error('The host has no standard output.');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([first]) => String(first)),
    once(child, 'exit').then(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), START_LIMIT).unref()),
  ]);
  const url: unknown = line === null ? null : (JSON.parse(line) as { url?: unknown }).url;
  if (typeof url !== 'string') {
    child.kill('SIGKILL');
    throw new Error(`The host did not start.\n${line ?? ''}\n${log()}`);
  }
  return url;
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
