/**
 * `npm test [-- tier … [filter …]]`: runs the tiers one after another and ends with one line,
 * `N passed, N failed`. Nothing is left out silently: what is missing is named, and with CI=true
 * it is a failure.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from './lib/root.ts';
import { NOTHING, add, countRun, failuresIn, summaryLine } from './test/counts.ts';
import type { Counts } from './test/counts.ts';
import { execute } from './test/execute.ts';
import { meetNeeds } from './test/needs.ts';
import { TIERS, isTierName } from './test/tiers.ts';
import type { Run, Tier } from './test/tiers.ts';

const REPORTS = resolve(ROOT, 'test-results/reports');

interface TierResult {
  readonly tier: Tier;
  readonly counts: Counts;
  readonly failures: readonly string[];
  readonly seconds: number;
  /** Why it did not run, or ran nothing. */
  readonly note: string | null;
}

function hasFiles({ files }: Run): boolean {
  return files.folders.some(
    (folder) => globSync(`${folder}/**/*${files.suffix}`, { cwd: ROOT }).length > 0,
  );
}

async function runTier(tier: Tier, filters: readonly string[]): Promise<TierResult> {
  const began = performance.now();
  const failures: string[] = [];
  const result = (counts: Counts, note: string | null): TierResult => ({
    tier,
    counts,
    failures,
    seconds: (performance.now() - began) / 1_000,
    note,
  });
  console.log(`\n── ${tier.name} ${'─'.repeat(60 - tier.name.length)}`);
  const missing = await meetNeeds(tier.needs);
  if (missing !== null) {
    console.log(`${tier.name} did not run: ${missing}`);
    return result(
      process.env.CI === 'true' ? { ...NOTHING, failed: 1 } : { ...NOTHING, skipped: 1 },
      missing,
    );
  }
  let counts = NOTHING;
  for (const [index, run] of tier.runs.filter(hasFiles).entries()) {
    const report = join(REPORTS, `${tier.name}-${index + 1}.json`);
    rmSync(report, { force: true });
    const exitCode = await execute(run, report, filters);
    const text = existsSync(report) ? readFileSync(report, 'utf8') : null;
    counts = add(counts, countRun(run.runner, text, exitCode));
    failures.push(...failuresIn(run.runner, text));
  }
  if (counts.passed + counts.failed === 0) {
    return result({ ...counts, failed: 1 }, 'ran no test');
  }
  return result(counts, null);
}

function printTable(results: readonly TierResult[]): void {
  for (const { tier, failures } of results) {
    for (const failure of failures) console.log(`failed: ${tier.name}: ${failure}`);
  }
  console.log('\ntier       passed  failed  skipped  seconds');
  for (const { tier, counts, seconds, note } of results) {
    const cells = [
      tier.name.padEnd(9),
      String(counts.passed).padStart(7),
      String(counts.failed).padStart(7),
      String(counts.skipped).padStart(8),
      seconds.toFixed(1).padStart(8),
    ];
    console.log(cells.join(' ') + (note === null ? '' : `  ${note}`));
  }
}

const words = process.argv.slice(2);
const names = words.filter(isTierName);
const filters = words.filter((word) => !isTierName(word));
mkdirSync(REPORTS, { recursive: true });

const results: TierResult[] = [];
for (const tier of TIERS) {
  if (names.length > 0 && !names.includes(tier.name)) continue;
  results.push(await runTier(tier, filters));
}
printTable(results);
const total = results.map(({ counts }) => counts).reduce(add, NOTHING);
console.log(summaryLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
