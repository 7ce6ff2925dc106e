import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { either, writeFigure } from '../soak/figureFile.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { started, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

/** Any other number by `IEUM_FLIPS`: docs/benchmarks.md has a thousand. */
const FLIPS = Number(process.env['IEUM_FLIPS'] ?? either(20, 100));
const CALLS = 40;
const PAGE = 4_096;

const dir = makeTempDir();
const whole = join(dir.path, 'whole');

beforeAll(async () => {
  const test = startHost(whole, { clock: () => TEN_O_CLOCK });
  const { client } = test.connect();
  for (let n = 0; n < CALLS; n += 1) {
    await client.call('calls.append', { facts: wholeCall({ name: `고객 ${n}` }) });
  }
  const over = new Promise<void>((resolve) => {
    client.on('backups.changed', ({ working }) => {
      if (!working) resolve();
    });
  });
  await client.call('backups.make', {});
  await over;
  await test.host.stop();
  // As after a crash: an orderly end is not looked behind.
  const db = openFile(databasePath(whole));
  db.exec("UPDATE meta SET value = '0' WHERE key = 'closed_cleanly'");
  db.close();
});
afterAll(() => dir.remove());

it(
  `a byte of the database that is another than it was, at ${FLIPS} places, keeps nobody from working: what is damaged is replaced by the backup, and said`,
  { timeout: 20_000 + FLIPS * 3_000 },
  async () => {
    const chance = randomFrom(20_261_127);
    let replaced = 0;
    for (let flip = 0; flip < FLIPS; flip += 1) {
      const folder = join(dir.path, `flip-${flip}`);
      cpSync(whole, folder, { recursive: true });
      const path = databasePath(folder);
      const bytes = readFileSync(path);
      // Half of them where a page says what it is: most of the rest holds nothing that is missed.
      const page = Math.floor((chance.next() * bytes.length) / PAGE) * PAGE;
      const at = page + Math.floor(chance.next() * (flip % 2 === 0 ? PAGE : 8));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(chance.next() * 8));
      writeFileSync(path, bytes);

      const test = startHost(folder, { clock: () => TEN_O_CLOCK + 60_000 });
      const where = `flip ${flip} at ${at}`;
      expect(test.host.storage.state, where).toBe('ok');
      const { client } = test.connect();
      const { rows } = await client.call('calls.list', { limit: 200 });
      if (test.host.storage.code === 'storage.corrupt') {
        replaced += 1;
        expect(test.host.storage.restoredFrom, where).toBe(TEN_O_CLOCK);
      }
      expect(rows, where).toHaveLength(CALLS);
      const call = started({ at: TEN_O_CLOCK + 60_000 });
      expect(await client.call('calls.append', { facts: [call] }), where).toEqual({ stored: 1 });
      await test.host.stop();
    }
    expect(replaced).toBeGreaterThan(FLIPS / 10);
    const note = `${replaced} ended in the backup, the others hit nothing that is read`;
    const none = { unit: '', values: [0], reach: 0, note } as const;
    writeFigure({ measure: `Byte flips after which nobody could work, of ${FLIPS}`, ...none });
  },
);
