/**
 * `npm run bench`: the figures of docs/benchmarks.md, as a table and as JSON in
 * test-results/bench.json. Machines differ and are shared: what counts is the ratio to the reference
 * in the same run, the two measured in turn.
 *
 *   npm run bench -- --rounds 15 --call-seconds 60 --stored-calls 1000000
 *   npm run bench -- --only lists
 *   npm run bench -- --only history --sizes 10000,100000,1000000
 *   npm run bench -- --only exports --filled FOLDER
 *
 * `--sizes`: how many calls are stored, for the log and its exports; a million takes minutes to fill and 4 GB.
 * `--filled`: a folder that `npm run seed` has filled, instead; may be said more than once.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answerToFirstPacket, callCost, clickToInvite } from '../tests/bench/calls.ts';
import { measureExports } from '../tests/bench/exports.ts';
import type { ExportFigures } from '../tests/bench/exports.ts';
import { filledFolder, seededFolder } from '../tests/bench/folders.ts';
import type { Folder } from '../tests/bench/folders.ts';
import { measureHistory } from '../tests/bench/history.ts';
import type { HistoryFigures, StartFigures } from '../tests/bench/history.ts';
import { printTables } from '../tests/bench/logTables.ts';
import { measureLists } from '../tests/bench/lists.ts';
import { openApp, openBare } from '../tests/bench/phones.ts';
import type { MeasuredPhone } from '../tests/bench/phones.ts';
import { median, percentile } from '../tests/bench/statistics.ts';
import { startLaboratory } from '../tests/lab/laboratory/index.ts';
import { ensureBuilt } from './build/ensureBuilt.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { ROOT } from './lib/root.ts';

interface Row {
  readonly measure: string;
  readonly unit: 'ms' | 's';
  readonly app: readonly number[];
  readonly reference: readonly number[];
  readonly reach: number;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    'call-seconds': { type: 'string', default: '60' },
    'stored-calls': { type: 'string', default: '1000000' },
    sizes: { type: 'string', default: '10000,100000' },
    filled: { type: 'string', multiple: true },
    /** `calls`, `lists`, `history` or `exports` */
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const callSeconds = Number(values['call-seconds']);

const { missing, reason } = ensureDebianPackages();
if (missing.length > 0) throw new Error(`missing: ${missing.join(' ')}. ${reason ?? ''}`);
await ensureBuilt();

async function measureCalls(): Promise<readonly Row[]> {
  const lab = await startLaboratory();
  const phones = [await openApp(lab), await openBare(lab)];
  const customer = await lab.customer({ tone: 440, record: false });

  async function inTurn(
    times: number,
    measure: (phone: MeasuredPhone) => Promise<number>,
  ): Promise<Pick<Row, 'app' | 'reference'>> {
    const found = { app: [] as number[], bare: [] as number[] };
    for (let round = 0; round < times; round += 1) {
      for (const phone of phones) found[phone.name].push(await measure(phone));
    }
    return { app: found.app, reference: found.bare };
  }

  try {
    // One each that does not count: the microphone and the codecs are loaded once.
    await inTurn(1, (phone) => clickToInvite(lab, phone, customer));
    return [
      {
        measure: 'click Call → INVITE at the proxy',
        unit: 'ms',
        reach: 1.25,
        ...(await inTurn(rounds, (phone) => clickToInvite(lab, phone, customer))),
      },
      {
        measure: 'click Answer → first RTP out',
        unit: 'ms',
        reach: 1.25,
        ...(await inTurn(rounds, (phone) => answerToFirstPacket(phone, customer))),
      },
      {
        measure: `processor time of a ${callSeconds} s call`,
        unit: 's',
        reach: 1.15,
        ...(await inTurn(1, (phone) => callCost(phone, customer, callSeconds))),
      },
    ];
  } finally {
    for (const phone of phones) await phone.close();
    await lab.stop();
  }
}

const wanted = (part: string): boolean => values.only === undefined || values.only === part;
const rows = wanted('calls') ? await measureCalls() : [];

const figure = (of: readonly number[], unit: Row['unit']): string =>
  `${median(of).toFixed(unit === 'ms' ? 1 : 2)} ${unit} (${percentile(of, 0.05).toFixed(1)}–${percentile(of, 0.95).toFixed(1)})`;
console.log('\n| Measure | Ieum, median (p5–p95) | bare SIP.js page | ratio | reach |');
console.log('| --- | --- | --- | --- | --- |');
for (const { measure, unit, app, reference, reach } of rows) {
  const ratio = median(app) / median(reference);
  const cells = [measure, figure(app, unit), figure(reference, unit)];
  console.log(`| ${cells.join(' | ')} | ${ratio.toFixed(2)} | ≤ ${reach} |`);
}

const lists = wanted('lists')
  ? await measureLists({ promises: 10_000, calls: Number(values['stored-calls']) })
  : [];
console.log(
  '\n| List | while starting | first opening | later, median | frames dropped | bare page |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const { list, starting, first, later, scroll, bare } of lists) {
  const openings = [starting, first, median(later)].map((ms) => `${ms.toFixed()} ms`).join(' | ');
  const dropped = [scroll, bare].map(
    (one) => `${one.dropped} of ${one.frames}, longest ${one.longest.toFixed()} ms`,
  );
  console.log(`| ${list} | ${openings} | ${dropped.join(' | ')} |`);
}

const folders: readonly (() => Folder)[] =
  values.filled?.map((dataDir) => () => filledFolder(dataDir)) ??
  values.sizes.split(',').map((size) => () => seededFolder(Number(size)));
const history: HistoryFigures[] = [];
const starts: StartFigures[] = [];
const exported: ExportFigures[] = [];
for (const open of wanted('history') || wanted('exports') ? folders : []) {
  const folder = open();
  try {
    if (wanted('history')) {
      const { figures, start } = await measureHistory(folder, rounds);
      history.push(...figures);
      starts.push(start);
    }
    if (wanted('exports')) exported.push(...(await measureExports(folder)));
  } finally {
    folder.remove();
  }
}
printTables(history, starts, exported);

const folder = join(ROOT, 'test-results');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'bench.json'),
  JSON.stringify({ rounds, callSeconds, rows, lists, history, starts, exported }, null, 2),
);
