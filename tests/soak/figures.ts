import { percentile } from '../bench/statistics.ts';
import { expect } from '../e2e/fixtures.ts';
import { writeFigure } from './figureFile.ts';
import type { Figure } from './figureFile.ts';

export { either, SEED } from './figureFile.ts';

/** Keeps the figure for the table, then asks whether it is what it has to be. */
export function keep(figure: Figure): void {
  writeFigure(figure);
  const { measure, values, unit, reach } = figure;
  const of = (share: number): string => percentile(values, share).toFixed(unit === 'MB' ? 1 : 0);
  console.log(
    `      ${measure}: ${values.length} runs, p50 ${of(0.5)}, p95 ${of(0.95)}, most ${of(1)} ${unit}`,
  );
  expect(Math.max(...values), measure).toBeLessThanOrEqual(reach);
}
