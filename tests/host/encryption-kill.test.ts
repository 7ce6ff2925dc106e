import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { sealingOf } from '#host/db/seal.ts';
import { readSeal } from '#host/encryption/sealStore.ts';
import { fileSecrets } from './encryptionFacts.ts';
import { makeTempDir, startHost } from './support.ts';

/* A real process, really killed while it encrypts and decrypts. The folder is the same throughout. */
const KILLS = 12;

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

it(
  `opens with everything acknowledged after ${KILLS} kills in the middle of it`,
  { timeout: 300_000 },
  async () => {
    const dataDir = join(dir.path, 'data');
    const keystore = join(dir.path, 'keystore.json');
    const acknowledged: string[] = [];
    const met = new Set<string>();
    let halves = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'encryptionChild.ts'), dataDir, keystore, String(kill * 1_000)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      await expect.poll(() => output, { timeout: 60_000, interval: 1 }).toContain('kept');
      // A change takes some hundred milliseconds: sooner or later in it.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      child.kill('SIGKILL');
      await once(child, 'close');
      // The last line may have been cut by the kill.
      const lines = output.split('\n').slice(0, -1);
      acknowledged.push(...lines.flatMap((line) => /^kept (.+)$/.exec(line)?.[1] ?? []));

      const secrets = fileSecrets(keystore);
      halves += readdirSync(dataDir).filter((name) => name.includes('converting')).length;
      const test = startHost(dataDir, {
        secrets,
        capabilities: { shell: 'electron', keystore: true },
      });
      expect(test.host.storage).toMatchObject({ state: 'ok', code: null });
      await test.host.stop();
      const key = readSeal(secrets)?.key ?? null;
      met.add(sealingOf(databasePath(dataDir), key));
      const db = openForLooking(databasePath(dataDir), key);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const names = new Set(db.prepare('SELECT name FROM calls').pluck().all());
      db.close();
      expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
      expect(readdirSync(dataDir).filter((name) => /converting|damaged/.test(name))).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
    process.stdout.write(
      `encryption: ${KILLS} kills, ${acknowledged.length} calls told, ${halves} half copies left by them, met ${[...met].join(' and ')}\n`,
    );
    expect([...met].sort()).toEqual(['ours', 'plain']);
  },
);
