import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MEDIA_PATH } from '#host/media.ts';
import { announceSwap, finishSwap } from '#host/move/swap.ts';
import { either, SEED, writeFigure } from '../soak/figureFile.ts';
import { randomFrom } from '../support/fuzz/random.ts';
import { fill, fingerprint, PASSPHRASE, settled } from './moveFolder.ts';
import { makeTempDir, startHost } from './support.ts';

const KILLS = either(20, 200);

/** As in hostProcess.ts: reading every file anew took most of the time. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/ieum-host');

/** Steps of the file system that are done before the rest is not. */
const renames = vi.hoisted(() => ({ left: Infinity }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    renameSync(from: string, to: string): void {
      if ((renames.left -= 1) < 0) throw new Error('killed');
      fs.renameSync(from, to);
    },
  };
});

const dir = makeTempDir();
const here = join(dir.path, 'here');
const moved = join(dir.path, 'moved.ieum');
let before: string;
let after: string;

beforeAll(async () => {
  const old = startHost(join(dir.path, 'old'));
  const { client } = old.connect();
  await fill(client, join(dir.path, 'old'), { name: '옛날 컴퓨터', calls: 30, files: 20 });
  const over = settled(client);
  await client.call('move.pack', { passphrase: PASSPHRASE });
  await over;
  const { path } = await client.call('move.download', {});
  writeFileSync(moved, readFileSync(old.host.media(path.slice(MEDIA_PATH.length))?.path ?? ''));
  await old.host.stop();
  after = fingerprint(join(dir.path, 'old'));

  const fresh = startHost(here);
  await fill(fresh.connect().client, here, { name: '새 컴퓨터', calls: 30, files: 20 });
  await fresh.host.stop();
  before = fingerprint(here);
}, 60_000);
afterAll(() => dir.remove());

interface Killed {
  readonly said: readonly string[];
  /** Milliseconds from `ready` to the last word. */
  readonly took: number;
}

/** @param after milliseconds after one of its words; null: when it is through */
async function moveIn(
  dataDir: string,
  kill: { word: string; after: number } | null,
): Promise<Killed> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'moveChild.ts'), dataDir, moved],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
    },
  );
  let output = '';
  let began = 0;
  let timer: NodeJS.Timeout | undefined;
  const closed = once(child, 'close');
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (began === 0) began = performance.now();
    const { word, after: ms } = kill ?? { word: 'replaced', after: 0 };
    if (timer === undefined && output.includes(`${word}\n`)) {
      timer = setTimeout(() => child.kill('SIGKILL'), ms);
    }
  });
  await closed;
  clearTimeout(timer);
  return { said: output.trim().split('\n'), took: performance.now() - began };
}

/** What the next start finds. */
async function stateOf(dataDir: string): Promise<'old' | 'new'> {
  const next = startHost(dataDir);
  expect(next.host.storage).toMatchObject({ state: 'ok', code: null });
  await next.host.stop();
  expect(existsSync(join(dataDir, 'move.json'))).toBe(false);
  expect(existsSync(join(dataDir, 'move'))).toBe(false);
  const found = fingerprint(dataDir);
  expect([before, after]).toContain(found);
  return found === before ? 'old' : 'new';
}

it(
  `a move that is killed at ${KILLS} moments leaves what was there or what was brought, and no mixture`,
  { timeout: 60_000 + KILLS * 10_000 },
  async () => {
    const chance = randomFrom(SEED);
    const whole = join(dir.path, 'whole');
    cpSync(here, whole, { recursive: true });
    const { took, said } = await moveIn(whole, null);
    expect(said).toEqual(['ready', 'sent', 'opened', 'replaced']);
    expect(await stateOf(whole)).toBe('new');

    const found = { old: 0, new: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const dataDir = join(dir.path, `kill-${kill}`);
      cpSync(here, dataDir, { recursive: true });
      // Half of them about the moment at which one takes the place of the other.
      const where =
        kill % 2 === 0
          ? { word: 'ready', after: chance.next() * took }
          : { word: 'opened', after: chance.next() * 40 };
      await moveIn(dataDir, where);
      found[await stateOf(dataDir)] += 1;
      rmSync(dataDir, { recursive: true });
    }
    expect(found.old + found.new).toBe(KILLS);
    expect(found.old).toBeGreaterThan(0);
    const note = `${found.old} the old state, ${found.new} the new one, seed ${SEED}`;
    const none = { unit: '', values: [0], reach: 0, note } as const;
    writeFigure({ measure: `Moves killed that left a mixture, of ${KILLS}`, ...none });
  },
);

it('goes on from every single step of it', { timeout: 60_000 }, () => {
  const staged = join(dir.path, 'staged');
  cpSync(here, staged, { recursive: true });
  // A state as it is laid out: beside the one that counts.
  for (const name of ['ieum.sqlite', 'recordings', 'greetings', 'pictures']) {
    cpSync(join(dir.path, 'old', name), join(staged, 'move/new', name), { recursive: true });
  }
  let killed = true;
  let done = 0;
  for (; killed; done += 1) {
    const dataDir = join(dir.path, `step-${done}`);
    cpSync(staged, dataDir, { recursive: true });
    // The write-ahead log of the old one must never meet the new one.
    writeFileSync(join(dataDir, 'ieum.sqlite-wal'), 'of the old one');
    const name = announceSwap(dataDir, 'move/new', 1_000);
    renames.left = done;
    killed = false;
    try {
      finishSwap(dataDir);
    } catch {
      killed = true;
    }
    renames.left = Infinity;
    if (killed) expect(finishSwap(dataDir), `step ${done}`).toBe(true);
    expect(existsSync(join(dataDir, 'ieum.sqlite-wal')), `step ${done}`).toBe(false);
    expect(fingerprint(dataDir), `step ${done}`).toBe(after);
    const aside = join(dataDir, 'replaced', name);
    expect(readFileSync(join(aside, 'ieum.sqlite-wal'), 'utf8')).toBe('of the old one');
    writeFileSync(join(aside, 'ieum.sqlite-wal'), '');
    expect(fingerprint(aside), `step ${done}`).toBe(before);
    expect(finishSwap(dataDir)).toBe(false);
  }
  expect(done).toBeGreaterThan(8);
});
