/** How much is done, and what was measured. scripts/soak.ts sets the one and prints the other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/root.ts';
import { percentile } from '../bench/statistics.ts';
import { expect } from '../e2e/fixtures.ts';

export const SOAK_FOLDER = join(ROOT, 'test-results/soak');

const FULL = process.env['SOAK'] === 'full';

/** `--seed N` of `npm run soak`; the same one as in tests without it. */
export const SEED = Number(process.env['SOAK_SEED'] ?? 4475);

/** @returns the first in `--short`, as in CI */
export const either = <T>(short: T, full: T): T => (FULL ? full : short);

export interface Figure {
  readonly measure: string;
  readonly unit: 'ms' | 's' | 'MB' | '';
  readonly values: readonly number[];
  /** None of the values may be above it. QUALITY's own figure. */
  readonly reach: number;
  /** Of the run, for a reader of the table. */
  readonly note?: string;
}

/** Keeps the figure for the table, then asks whether it is what it has to be. */
export function keep(figure: Figure): void {
  mkdirSync(SOAK_FOLDER, { recursive: true });
  const name = figure.measure.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80);
  writeFileSync(join(SOAK_FOLDER, `${name}.json`), JSON.stringify(figure, null, 2));
  const { measure, values, unit, reach } = figure;
  const of = (share: number): string => percentile(values, share).toFixed(unit === 'MB' ? 1 : 0);
  console.log(
    `      ${measure}: ${values.length} runs, p50 ${of(0.5)}, p95 ${of(0.95)}, most ${of(1)} ${unit}`,
  );
  expect(Math.max(...values), measure).toBeLessThanOrEqual(reach);
}
