import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFile, openForLooking } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { versionOf } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { either, writeFigure } from '../soak/figureFile.ts';
import { makeTempDir, startHost } from './support.ts';

/*
 * The database of release 0.1.0 is brought to today by a process that is killed before one of its
 * statements; `npm run soak` kills it before each.
 */
const OLD = join(import.meta.dirname, '../fixtures/db/v1-calls.sqlite');
const CHILD = join(import.meta.dirname, 'migrationChild.ts');
/** As in hostProcess.ts: reading every file anew took most of the time. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/ieum-host');

const dir = makeTempDir();
let statements = 0;
/** As it is without any kill. */
let today: string;
beforeAll(async () => {
  const path = placed('whole');
  statements = Number((await bring(path, 'count')).trim());
  today = contentsOf(openForLooking(path));
}, 30_000);
afterAll(() => dir.remove());

function placed(name: string): string {
  const folder = join(dir.path, name);
  mkdirSync(folder);
  const path = join(folder, 'ieum.sqlite');
  copyFileSync(OLD, path);
  return path;
}

async function bring(path: string, nth: string): Promise<string> {
  const child = spawn(process.execPath, [CHILD, path, nth], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (nth === 'count') expect(code).toBe(0);
  else expect(signal, `statement ${nth}`).toBe('SIGKILL');
  return output;
}

/** Schema, and every row of every table. */
function contentsOf(db: Db): string {
  const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
  const rows = tables
    // Of the search: bytes that depend on when it was merged.
    .filter((name) => !/_(?:data|idx|docsize|content|config)$/.test(name))
    .map((name) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]);
  const text = JSON.stringify([versionOf(db), schema, rows]);
  db.close();
  return text;
}

const PLACES = either(8, Infinity);

it(
  'killed before a statement of any migration: what was there is whole, and the next try brings all of it to today',
  { timeout: either(120_000, 7_200_000) },
  async () => {
    expect(statements).toBeGreaterThan(100);
    const step = Math.max(1, Math.floor(statements / PLACES));
    const versions = new Set<number>();
    let places = 0;
    for (let nth = step - 1; nth < statements; nth += step) {
      const where = `statement ${nth} of ${statements}`;
      const path = placed(`at-${nth}`);
      await bring(path, String(nth));
      places += 1;

      // The old database is usable as it is: each step was stored whole, or not at all.
      const db = openFile(path);
      expect(db.pragma('integrity_check', { simple: true }), where).toBe('ok');
      const version = versionOf(db);
      versions.add(version);
      expect(version, where).toBeLessThanOrEqual(migrations.length);
      expect(db.prepare('SELECT count(*) FROM calls').pluck().get(), where).toBe(2);
      expect(db.prepare('SELECT count(*) FROM call_events').pluck().get(), where).toBe(9);
      db.close();
      const copies = readdirSync(join(path, '..')).filter((name) => name.includes('before-v2'));
      for (const name of version > 1 ? copies : []) {
        const copy = openForLooking(join(path, '..', name));
        expect(versionOf(copy), where).toBe(1);
        expect(copy.prepare('SELECT count(*) FROM calls').pluck().get(), where).toBe(2);
        copy.close();
      }
      if (version > 1) expect(copies.length, where).toBeGreaterThan(0);

      const again = placed(`again-${nth}`);
      copyFileSync(path, again);
      await bring(again, 'count');
      expect(contentsOf(openForLooking(again)) === today, where).toBe(true);
      const next = startHost(join(path, '..'));
      expect(next.host.storage, where).toMatchObject({ state: 'ok', code: null });
      await next.host.stop();
      for (const one of [path, again]) rmSync(join(one, '..'), { recursive: true, force: true });
    }
    expect(versions.size).toBeGreaterThan(3);
    const note = `${places} of ${statements} statements, from version 1 to ${migrations.length}`;
    writeFigure({
      measure: 'Migration killed: not usable after',
      unit: '',
      values: [0],
      reach: 0,
      note,
    });
  },
);
