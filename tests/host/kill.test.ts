import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { allCalls } from '#host/db/calls.ts';
import { openFile } from '#host/db/database.ts';
import { rebuildMessages } from '#host/db/messageProjection.ts';
import { rebuildOutbox } from '#host/db/outbox.ts';
import { rebuildCalls } from '#host/db/projection.ts';
import { rebuildPromises } from '#host/db/promiseProjection.ts';
import { either, SEED, writeFigure } from '../soak/figureFile.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { makeTempDir, startHost } from './support.ts';

/*
 * A real process, really killed. The folder is the same throughout, so each start also has to cope
 * with what all the kills before have left.
 */
const KILLS = either(25, 500);
/** Milliseconds from each start until it was ready for work, on what the kill before had left. */
const readyAfter: number[] = [];

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

/** @returns the ids of the facts that were acknowledged before the kill */
async function writeUntilKilled(afterMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'hostChild.ts'), dir.path, 'append'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const began = performance.now();
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => output, { timeout: 10_000, interval: 5 }).toContain('ready');
  readyAfter.push(Math.round(performance.now() - began));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return (
    output
      .split('\n')
      // The last line may have been cut by the kill.
      .slice(0, -1)
      .filter((line) => line.startsWith('kept '))
      .flatMap((line) => line.split(' ').slice(1))
  );
}

it(
  `loses nothing acknowledged in ${KILLS} kills at random moments`,
  { timeout: 60_000 + KILLS * 6_000 },
  async () => {
    const acknowledged: string[] = [];
    const random = randomFrom(SEED);
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged.push(...(await writeUntilKilled(random.next() * 120)));

      const test = startHost(dir.path);
      expect(test.host.storage).toMatchObject({ state: 'ok', code: null });
      await test.host.stop();
      const db = openFile(join(dir.path, 'ieum.sqlite'));
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const known = new Set(
        db
          .prepare('SELECT id FROM call_events UNION ALL SELECT id FROM message_events')
          .pluck()
          .all(),
      );
      expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
      expect(db.prepare('SELECT count(*) FROM calls WHERE ended_at IS NULL').pluck().get()).toBe(0);
      // One that was cut off ended when it was last seen.
      const wrong = 'SELECT count(*) FROM calls WHERE abs(ended_at - last_seen_at) > 5000';
      expect(db.prepare(wrong).pluck().get()).toBe(0);
      // Nobody who was missed is without a promise, acknowledged or not.
      const forgotten = `SELECT count(*) FROM calls c WHERE c.answered_at IS NULL AND NOT EXISTS
        (SELECT 1 FROM promise_events e WHERE e.only_once = 'cry:' || c.id)`;
      expect(db.prepare(forgotten).pluck().get()).toBe(0);
      // About every call that came while the agent was away it is decided once whether its caller
      // gets a text, and they get one: it is the same caller and absence throughout.
      const undecided = `SELECT count(*) FROM calls c WHERE c.treated IS NOT NULL
        AND c.ended_at IS NOT NULL AND NOT EXISTS
          (SELECT 1 FROM outbox_events e WHERE e.once_call = c.id)`;
      expect(db.prepare(undecided).pluck().get()).toBe(0);
      const texts = db.prepare("SELECT count(*) FROM outbox_events WHERE type = 'written'").pluck();
      const missed = db.prepare('SELECT min(1, count(*)) FROM calls WHERE treated IS NOT NULL');
      expect(texts.get()).toBe(missed.pluck().get());
      db.close();
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    const note = `${acknowledged.length} facts acknowledged, seed ${SEED}`;
    const lost = { unit: '', values: [0], reach: 0, note } as const;
    writeFigure({ measure: `Acknowledged and lost, ${KILLS} kills`, ...lost });
    const ready = { unit: 'ms', values: readyAfter, reach: 5_000 } as const;
    writeFigure({ measure: 'Killed → ready again', ...ready });

    const db = openFile(join(dir.path, 'ieum.sqlite'));
    const stored = [...allCalls(db)];
    rebuildCalls(db);
    expect([...allCalls(db)]).toEqual(stored);
    const messages = db.prepare('SELECT * FROM messages ORDER BY id').all();
    expect(messages.length).toBeGreaterThan(0);
    rebuildMessages(db);
    expect(db.prepare('SELECT * FROM messages ORDER BY id').all()).toEqual(messages);
    const promises = db.prepare('SELECT * FROM promises ORDER BY id').all();
    expect(promises.length).toBeGreaterThan(0);
    rebuildPromises(db);
    expect(db.prepare('SELECT * FROM promises ORDER BY id').all()).toEqual(promises);
    const outbox = db.prepare('SELECT * FROM outbox ORDER BY id').all();
    expect(outbox.length).toBeGreaterThan(1);
    rebuildOutbox(db);
    expect(db.prepare('SELECT * FROM outbox ORDER BY id').all()).toEqual(outbox);
    db.close();
  },
);
