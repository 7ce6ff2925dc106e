import type { ExportFigures } from './exports.ts';
import type { HistoryFigures, StartFigures } from './history.ts';
import { median, percentile } from './statistics.ts';

/** The figures of the log and its exports as tables of docs/benchmarks.md: how each grows with its size. */
export function printTables(
  history: readonly HistoryFigures[],
  starts: readonly StartFigures[],
  exported: readonly ExportFigures[],
): void {
  const sizes = [...new Set(history.map(({ calls }) => calls))].toSorted((a, b) => a - b);
  if (sizes.length > 0) {
    const rows = Map.groupBy(history, ({ asked, page }) => `${asked} | ${page}`);
    row(['Log: p50 · p95 in ms, ratio to the bare statement', 'page', ...sizes.map(spoken)]);
    row(['---', '---', ...sizes.map(() => '---')]);
    for (const [name, found] of rows) {
      row([name, ...sizes.map((size) => cell(found.find(({ calls }) => calls === size)))]);
    }
  }
  for (const { calls, first, behind } of starts) {
    console.log(
      `right after the start, ${spoken(calls)} calls, ${behind} entries behind: first pages p50 ` +
        `${median(first).toFixed(1)} ms, p95 ${percentile(first, 0.95).toFixed(1)} ms, ` +
        `longest ${Math.max(...first).toFixed(1)} ms`,
    );
  }
  if (exported.length === 0) return;
  row(['Export', 'Ieum', 'sqlite3 -csv', 'ratio', 'grown by', 'host late, p99']);
  row(['---', '---', '---', '---', '---', '---']);
  for (const { calls, format, app, bare, grown, late } of exported) {
    const times = [app, bare].map((ms) => `${(ms / 1_000).toFixed(2)} s`);
    const ratio = (app / bare).toFixed(1);
    const name = `${spoken(calls)} calls, ${format}`;
    row([name, ...times, ratio, `${grown.toFixed()} MB`, `${late.toFixed(1)} ms`]);
  }
}

const spoken = (calls: number): string => calls.toLocaleString('en');
const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);

function cell(figures: HistoryFigures | undefined): string {
  if (!figures) return '';
  const { contract, bare } = figures;
  const times = [median(contract), percentile(contract, 0.95)].map((ms) => ms.toFixed(1));
  return `${times.join(' · ')}, ${(median(contract) / median(bare)).toFixed(1)}×`;
}
