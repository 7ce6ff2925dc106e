import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomFrom } from '../support/fuzz/random.ts';
import { killWhileSending } from '../support/killedWhileSending.ts';
import { makeTempDir } from './support.ts';

/* The short form of tests/soak/sending-killed.spec.ts: real processes, really killed. */

let dir: ReturnType<typeof makeTempDir>;
beforeEach(() => {
  dir = makeTempDir();
});
afterEach(() => dir.remove());

it.each([
  [true, 'none is left to a person'],
  [false, 'those of which nobody knows are left to a person'],
] as const)(
  'killed between acceptance and its record, with keys %s: none lost, none twice, %s',
  { timeout: 60_000 },
  async (keyed, _left) => {
    const random = randomFrom(keyed ? 41 : 42);
    const found = await killWhileSending(dir.path, { kills: 2, keyed, random });
    expect(found).toMatchObject({ lost: [], twice: [] });
    expect(found.written).toBeGreaterThan(1);
    // It was killed where it hurts, and not only beside it.
    expect(found.between).toBeGreaterThan(0);
    if (keyed) expect(found.unsure).toBe(0);
    else expect(found.unsure).toBeGreaterThanOrEqual(found.between);
  },
);
