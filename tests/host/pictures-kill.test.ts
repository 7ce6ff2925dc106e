import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { query } from '../support/callLog.ts';
import { makeTempDir, startHost } from './support.ts';

/* A real process, really killed while it writes. The folder is the same throughout. */
const KILLS = 8;

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

/** @returns the hashes that were acknowledged before the kill */
async function keepUntilKilled(first: number, afterMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'pictureChild.ts'), dir.path, String(first)],
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
  return lines.flatMap((line) => line.split(' ')[1] ?? []);
}

it(
  `has every acknowledged picture whole after ${KILLS} kills at random moments, and nothing half`,
  { timeout: 120_000 },
  async () => {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged.push(...(await keepUntilKilled(kill * 1_000, Math.random() * 120)));
      const test = startHost(dir.path);
      const { client } = test.connect();
      for (const sha256 of acknowledged) {
        const { bytes } = await client.call('pictures.get', { sha256 });
        expect(Buffer.from(bytes, 'base64')).toHaveLength(150_000);
      }
      await test.host.stop();
      // What the kill has left unfinished is gone, and what is written down is there.
      const known = query<{ sha256: string }>(dir.path, 'SELECT sha256 FROM pictures');
      expect(readdirSync(join(dir.path, 'pictures')).sort()).toEqual(
        known.map(({ sha256 }) => sha256).sort(),
      );
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
  },
);
