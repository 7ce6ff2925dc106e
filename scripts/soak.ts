/**
 * `npm run soak [-- --short] [--only NAME] [--seed N]`: faults, attacks and calls by the thousand, as
 * a table and as JSON in test-results/soak.json. The figures of docs/benchmarks.md.
 *
 *   npm run soak -- --only "half-open"
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../tests/bench/statistics.ts';
import type { Figure } from '../tests/soak/figures.ts';
import { binOf } from './lib/bin.ts';
import { ROOT } from './lib/root.ts';
import { meetNeeds } from './test/needs.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const missing = await meetNeeds(['build', 'chromium', 'laboratory']);
if (missing !== null) throw new Error(missing);

const results = join(ROOT, 'test-results');
const folder = join(results, 'soak');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const load = loadavg()[0] ?? 0;
console.log(`seed ${values.seed}`);
const run = spawnSync(
  process.execPath,
  [
    binOf('@playwright/test', 'playwright'),
    ...['test', '--project', 'soak'],
    ...(values.only === undefined ? [] : ['--grep', values.only]),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, SOAK: values.short ? 'short' : 'full', SOAK_SEED: values.seed },
  },
);

const figures = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Figure,
);
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'processor'}, load ${load.toFixed(1)} at the start`;
console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine}\n`);
console.log('| Measure | runs | p50 | p95 | most | reach | |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const { measure, unit, values: all, reach, note } of figures) {
  const of = (share: number): string => percentile(all, share).toFixed(unit === 'MB' ? 1 : 0);
  const met = Math.max(...all) <= reach ? '' : '**not reached** ';
  const cells = [measure, all.length, of(0.5), of(0.95), of(1), `≤ ${reach} ${unit}`.trim()];
  console.log(`| ${cells.join(' | ')} | ${met}${note ?? ''} |`);
}
writeFileSync(
  join(results, 'soak.json'),
  JSON.stringify({ date: new Date().toISOString(), machine, seed: values.seed, figures }, null, 2),
);
process.exitCode = run.status ?? 1;
