/**
 * `npm run seed -- --data-dir FOLDER [--calls 10000] [--agents 20] [--seed 1] [--until 2026-11-26]`:
 * fills a new data folder with calls of a desk as they come in Korea, the same for the same seed, to
 * see and to measure how the app is with many. It touches no folder that has calls in it.
 */
import { parseArgs } from 'node:util';
import { newId } from '#host/newId.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { fill } from './seed/fill.ts';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    calls: { type: 'string', default: '10000' },
    agents: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    /** The day after the last calls, as in Seoul; today where left out. */
    until: { type: 'string' },
  },
});

function whole(name: 'calls' | 'agents' | 'seed', least: number, most: number): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`--${name} is a whole number from ${least} to ${most}.`);
  }
  return value;
}

function run(): string {
  const dataDir = values['data-dir'];
  if (dataDir === undefined) throw new RangeError('--data-dir says which folder is to be filled.');
  const until = values.until === undefined ? Date.now() : Date.parse(`${values.until}T00:00+09:00`);
  if (Number.isNaN(until)) throw new RangeError('--until is a day, such as 2026-11-26.');
  const what = {
    ...{ calls: whole('calls', 1, 10_000_000), agents: whole('agents', 1, 1_000) },
    ...{ seed: whole('seed', 0, 2_147_483_647), until },
  };
  const began = performance.now();
  const store = openFileStore({ dataDir, clock: Date.now, newId, migrations });
  try {
    if (store.db.prepare('SELECT 1 FROM calls LIMIT 1').get() !== undefined) {
      throw new RangeError(`There are calls in ${dataDir} already: nothing was written.`);
    }
    // Nobody's work is lost when the power goes: the folder is made again.
    store.db.pragma('synchronous = OFF');
    let told = 0;
    const filled = fill(store.db, what, (calls) => {
      if (calls - told < 100_000) return;
      told = calls;
      console.log(`${calls.toLocaleString('en')} calls`);
    });
    store.db.exec('ANALYZE');
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const since = new Date(filled.from + 9 * 3_600_000).toISOString().slice(0, 10);
    return `${filled.calls} calls and ${filled.promises} promises since ${since}, in ${seconds} s`;
  } finally {
    store.close(true);
  }
}

try {
  console.log(run());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
