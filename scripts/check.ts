/**
 * `npm run check [-- name …]`: types, lint, layers, format and unused code, as many at once as
 * there are processors. One line each; what a failing check said follows its line.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { CHECKS } from './check/checks.ts';
import type { Check } from './check/checks.ts';
import { NOTES, ROOT } from './lib/root.ts';

interface Outcome {
  readonly check: Check;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

function run(check: Check): Promise<Outcome> {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(process.execPath, check.args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    let output = '';
    const collect = (data: Buffer): void => void (output += data.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const finish = (ok: boolean): void =>
      done({ check, ok, seconds: (performance.now() - began) / 1_000, output });
    child.once('error', (error) => {
      output += String(error);
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

function print({ check, ok, seconds, output }: Outcome): void {
  console.log(`${ok ? '✓' : '✗'} ${check.name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!ok) console.log(output.trimEnd());
}

mkdirSync(NOTES, { recursive: true });
const names = process.argv.slice(2);
const waiting = CHECKS.filter(({ name }) => names.length === 0 || names.includes(name));
const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `no such check: ${unknown.join(', ')}; there are ${CHECKS.map((c) => c.name).join(', ')}`,
  );
  process.exit(2);
}

const began = performance.now();
const outcomes: Outcome[] = [];
async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const outcome = await run(check);
    outcomes.push(outcome);
    print(outcome);
  }
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

const failed = outcomes.filter(({ ok }) => !ok);
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
console.log(
  failed.length === 0
    ? `check: all ${outcomes.length} in order, ${seconds} s`
    : `check: ${failed.map(({ check }) => check.name).join(', ')} failed, ${seconds} s`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
