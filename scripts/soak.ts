/**
 * `npm run soak [-- --short] [--part records|phone] [--only NAME] [--seed N]`: kills, damage, faults, attacks
 * and calls by the thousand, as a table, as Markdown for docs/benchmarks.md (test-results/soak.md) and as JSON
 * (test-results/soak.json). A row that has no figure is not there: what failed is said at the end.
 *
 *   npm run soak -- --only "half-open"
 *   npm run soak -- --part records
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../tests/bench/statistics.ts';
import type { Figure } from '../tests/soak/figureFile.ts';
import { binOf } from './lib/bin.ts';
import { ROOT } from './lib/root.ts';
import { meetNeeds } from './test/needs.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    part: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const PARTS = ['records', 'phone'] as const;
type Part = (typeof PARTS)[number];
const parts = PARTS.filter((part) => values.part === undefined || values.part === part);
if (parts.length === 0) throw new Error(`--part is one of: ${PARTS.join(', ')}.`);

/** What is killed, damaged and set wrong on the disk; the rest is a phone in a browser and a real exchange. */
const RECORDS = [
  ...['kill', 'migrations-kill', 'move-kill', 'byte-flips', 'two-instances', 'clock'],
].map((name) => `tests/host/${name}.test.ts`);

const missing = await meetNeeds(
  parts.includes('phone') ? ['build', 'chromium', 'laboratory'] : ['build'],
);
if (missing !== null) throw new Error(missing);

const results = join(ROOT, 'test-results');
const folder = join(results, 'soak');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const load = loadavg()[0] ?? 0;
console.log(`seed ${values.seed}`);

const COMMANDS: Readonly<Record<Part, readonly string[]>> = {
  records: [
    binOf('vitest', 'vitest'),
    ...['run', '--project', 'unit', '--no-file-parallelism', '--passWithNoTests'],
    ...RECORDS,
    ...(values.only === undefined ? [] : ['--testNamePattern', values.only]),
  ],
  phone: [
    binOf('@playwright/test', 'playwright'),
    ...['test', '--project', 'soak', '--pass-with-no-tests'],
    ...(values.only === undefined ? [] : ['--grep', values.only]),
  ],
};

function run(part: Part): { part: Part; status: number; minutes: number } {
  const began = performance.now();
  const { status } = spawnSync(process.execPath, COMMANDS[part], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, SOAK: values.short ? 'short' : 'full', SOAK_SEED: values.seed },
  });
  return { part, status: status ?? 1, minutes: (performance.now() - began) / 60_000 };
}
const runs = parts.map(run);

const figures = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Figure,
);
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'processor'}, load ${load.toFixed(1)} at the start`;
const table = [
  '| Measure | runs | p50 | p95 | most | reach | |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...figures.map(({ measure, unit, values: all, reach, note }) => {
    const of = (share: number): string => percentile(all, share).toFixed(unit === 'MB' ? 1 : 0);
    const met = Math.max(...all) <= reach ? '' : '**not reached** ';
    const cells = [measure, all.length, of(0.5), of(0.95), of(1), `≤ ${reach} ${unit}`.trim()];
    return `| ${cells.join(' | ')} | ${met}${note ?? ''} |`;
  }),
];
const head = `${new Date().toISOString().slice(0, 10)}, ${machine}, seed ${values.seed}${values.short ? ', the short form' : ''}`;
const said = runs.map(
  ({ part, status, minutes }) =>
    `${part}: ${status === 0 ? 'all held' : '**something failed**'}, ${minutes.toFixed(1)} min`,
);
const text = [head, '', ...table, '', ...said.map((line) => `- ${line}`), ''].join('\n');
console.log(`\n${text}`);
writeFileSync(join(results, 'soak.md'), text);
writeFileSync(
  join(results, 'soak.json'),
  JSON.stringify(
    { date: new Date().toISOString(), machine, seed: values.seed, runs, figures },
    null,
    2,
  ),
);
process.exitCode = runs.every(({ status }) => status === 0) ? 0 : 1;
