import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pagesIn } from '#shared/domain/recording/oggOpus.ts';
import { query } from '../support/callLog.ts';
import { makeTempDir, startHost } from './support.ts';

/* A real process, really killed while it writes. The folder is the same throughout. */
const KILLS = 10;

let dir: ReturnType<typeof makeTempDir>;
let provision: string;
beforeEach(() => {
  dir = makeTempDir();
  provision = join(dir.path, 'provision.json');
  const account = { uri: 'sip:1001@pbx.example.com', servers: ['wss://pbx.example.com/ws'] };
  const policy = { recording: { mode: 'agent' } };
  writeFileSync(provision, JSON.stringify({ version: 1, account, policy }));
});
afterEach(() => dir.remove());

/** @returns what was acknowledged last of each recording */
async function recordUntilKilled(
  afterMs: number,
): Promise<Map<string, { pieces: number; bytes: number }>> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'recordingChild.ts'), dir.path, provision],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await expect.poll(() => output, { timeout: 10_000, interval: 5 }).toContain('kept');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await once(child, 'close');
  // The last line may have been cut by the kill.
  const lines = output.split('\n').slice(0, -1);
  return new Map(
    lines
      .filter((line) => line.startsWith('kept '))
      .map((line) => line.split(' '))
      .map(([, id = '', pieces, bytes]) => [id, { pieces: Number(pieces), bytes: Number(bytes) }]),
  );
}

it(
  `has everything acknowledged, playable, after ${KILLS} kills at random moments`,
  { timeout: 120_000 },
  async () => {
    let found = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const acknowledged = await recordUntilKilled(Math.random() * 150);
      const test = startHost(dir.path);
      const open = (): unknown =>
        query(dir.path, "SELECT id FROM recordings WHERE state = 'open'").length;
      await expect.poll(open).toBe(0);
      await test.host.stop();
      for (const [id, { pieces, bytes }] of acknowledged) {
        const path = join(dir.path, 'recordings', `${id}.ogg`);
        const file = readFileSync(path);
        expect(file.length).toBeGreaterThanOrEqual(bytes);
        const pages = [...pagesIn(file)];
        expect(pages.length - 2).toBeGreaterThanOrEqual(pieces);
        // Nothing half at its end.
        expect(pages.at(-1)?.end).toBe(file.length);
        found += 1;
      }
      const [last] = [...acknowledged.keys()].slice(-1);
      const played = spawnSync('opusdec', [
        ...['--quiet', join(dir.path, 'recordings', `${last ?? ''}.ogg`), '/dev/null'],
      ]);
      expect(played.status).toBe(0);
    }
    expect(found).toBeGreaterThanOrEqual(KILLS);
  },
);
