import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { randomFrom } from '../support/fuzz/random.ts';
import { killWhileSending } from '../support/killedWhileSending.ts';
import { either, keep, SEED } from './figures.ts';

/* Texts by a real gateway process; the app is killed between acceptance and its record. */

const KILLS = either(4, 100);

for (const keyed of [true, false]) {
  const which = keyed ? 'a gateway with keys' : 'a gateway without keys';
  test(`killed while texts leave by ${which}: none lost, none twice`, async () => {
    test.setTimeout(either(120_000, 1_800_000));
    const dataDir = mkdtempSync(join(tmpdir(), 'ieum-soak-'));
    try {
      const random = randomFrom(SEED);
      const found = await killWhileSending(dataDir, { kills: KILLS, keyed, random });
      expect(found.between, `seed ${SEED}`).toBeGreaterThan(0);
      if (keyed) expect(found.unsure, `seed ${SEED}`).toBe(0);
      else expect(found.unsure, `seed ${SEED}`).toBeGreaterThanOrEqual(found.between);
      const note = `${found.written} texts, ${found.between} taken and not known, ${found.unsure} left to a person, seed ${SEED}`;
      const figure = { unit: '', reach: 0, note } as const;
      keep({
        measure: `Texts lost, ${KILLS} kills, ${which}`,
        values: [found.lost.length],
        ...figure,
      });
      keep({
        measure: `Texts sent twice, ${KILLS} kills, ${which}`,
        values: [found.twice.length],
        ...figure,
      });
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
}
