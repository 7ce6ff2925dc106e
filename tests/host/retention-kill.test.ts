import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { addFact } from '#host/db/projection.ts';
import { query } from '../support/callLog.ts';
import { noted, wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

/* A real process, really killed while it destroys what is too old. The folder is the same throughout. */
const CALLS = 3_000;
const KILLS = 5;
const YEARS = 4 * 365 * 86_400_000;

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

const count = (sql: string): number => query<{ n: number }>(dir.path, sql)[0]?.n ?? -1;

/** @param afterMs null: until it is over */
async function run(mode: 'begin' | 'go-on', afterMs: number | null): Promise<string> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'retentionChild.ts'), dir.path, mode],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => output, { timeout: 20_000, interval: 2 }).toContain('going');
  if (afterMs !== null) {
    await expect.poll(() => output, { timeout: 20_000, interval: 2 }).toMatch(/gone \d+\n/);
  }
  if (afterMs === null) {
    await expect.poll(() => output, { timeout: 60_000, interval: 20 }).toContain('over');
  } else {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return output;
}

it(
  `goes on after ${KILLS} kills where it was, with no call half gone, and comes to its end`,
  { timeout: 180_000 },
  async () => {
    await startHost(dir.path).host.stop();
    const db = openFile(join(dir.path, 'ieum.sqlite'));
    db.transaction(() => {
      for (let n = 0; n < CALLS; n += 1) {
        const call = wholeCall({ at: Date.now() - YEARS + n * 1_000 });
        for (const fact of call) addFact(db, fact, 'an-agent');
        addFact(
          db,
          noted(call[0]?.callId ?? '', Date.now() - YEARS, '오래된 자작나무'),
          'an-agent',
        );
      }
      for (const fact of wholeCall({ at: Date.now() })) addFact(db, fact, 'an-agent');
    }).immediate();
    db.close();

    let left = CALLS + 1;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await run(kill === 0 ? 'begin' : 'go-on', Math.random() * 15);
      const calls = count('SELECT count(*) AS n FROM calls');
      expect(calls).toBeLessThanOrEqual(left);
      left = calls;
      // Facts and rows went together, and what let them go is gone as well.
      expect(count('SELECT count(DISTINCT call_id) AS n FROM call_events')).toBe(calls);
      expect(count('SELECT count(*) AS n FROM going')).toBe(0);
      expect(query(dir.path, 'PRAGMA quick_check')).toEqual([{ quick_check: 'ok' }]);
    }
    // Otherwise nothing was cut short.
    expect(left).toBeGreaterThan(1);
    expect(left).toBeLessThan(CALLS + 1);
    await run('go-on', null);
    expect(count('SELECT count(*) AS n FROM calls')).toBe(1);
    const runs = query<{ body: string }>(dir.path, 'SELECT body FROM retention_runs');
    expect(runs).toHaveLength(1);
    expect(JSON.parse(runs[0]?.body ?? '{}')).toMatchObject({ gone: { calls: CALLS } });
  },
);
