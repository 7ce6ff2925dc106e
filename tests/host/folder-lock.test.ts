import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeTempDir } from './support.ts';

const CHILD = join(import.meta.dirname, 'lockChild.ts');
const ROUNDS = 15;

const dir = makeTempDir();
const children = [fork(CHILD), fork(CHILD)];
afterAll(() => {
  for (const child of children) child.kill();
  dir.remove();
});

it('goes to exactly one of two processes that reach for it in the same millisecond', async () => {
  await Promise.all(children.map((child) => once(child, 'message')));
  for (let round = 0; round < ROUNDS; round += 1) {
    const dataDir = join(dir.path, String(round));
    mkdirSync(dataDir);
    const at = Date.now() + 30;
    const answers = children.map(async (child) => {
      const answer = once(child, 'message');
      child.send({ dataDir, at });
      return (await answer)[0] as boolean;
    });
    const got = await Promise.all(answers);
    expect(
      got.filter((has) => has),
      `round ${round}`,
    ).toHaveLength(1);
  }
}, 60_000);
