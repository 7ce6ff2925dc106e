/** How much is done, and what was measured. scripts/soak.ts sets the one and prints the other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/root.ts';

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

/** For the table of `npm run soak`. A test that is run for itself leaves nothing. */
export function writeFigure(figure: Figure): void {
  if (process.env['SOAK'] === undefined) return;
  const folder = join(ROOT, 'test-results/soak');
  mkdirSync(folder, { recursive: true });
  const name = figure.measure.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(figure, null, 2));
}
