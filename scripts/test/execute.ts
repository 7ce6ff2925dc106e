import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { ROOT } from '../lib/root.ts';
import { commandOf } from './tiers.ts';
import type { Run } from './tiers.ts';

/** After being asked to end, so that browsers and servers can be put away. */
const GRACE_MS = 10_000;

/** Runs it with its output on our own, and ends it when it takes longer than it may. */
export function execute(run: Run, report: string, filters: readonly string[]): Promise<number> {
  const { args, env } = commandOf(run, report, filters);
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
      // A group of its own, which can be ended as a whole, workers and servers included.
      detached: process.platform !== 'win32',
    });
    let interrupted = false;
    const pass = (signal: NodeJS.Signals): void => {
      interrupted = true;
      endGroup(child, signal);
    };
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    const limit = setTimeout(() => {
      console.error(`${run.project} did not end within ${run.limitMinutes} minutes`);
      endGroup(child, 'SIGTERM');
      setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MS).unref();
    }, run.limitMinutes * 60_000);
    const finish = (code: number): void => {
      clearTimeout(limit);
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      // A spinning worker outlives its runner.
      endGroup(child, 'SIGKILL');
      if (interrupted) process.exit(130);
      done(code);
    };
    child.once('error', () => finish(1));
    child.once('exit', (code) => finish(code ?? 1));
  });
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Nobody of it is left.
  }
}
