import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile, openMemory } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { backUpBeside, migrate, versionOf } from '#host/db/migrate.ts';
import type { Migration } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { addFact } from '#host/db/projection.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { started, TEN_O_CLOCK } from './facts.ts';
import { makeTempDir } from './support.ts';

const noBackUp = (): void => undefined;

function tablesOf(db: Db): string[] {
  return db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .pluck()
    .all() as string[];
}

describe('the database', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let path: string;
  beforeEach(() => {
    dir = makeTempDir();
    path = join(dir.path, 'ieum.sqlite');
  });
  afterEach(() => dir.remove());

  it('is opened as durable as SQLite can be', () => {
    const db = openFile(path);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    // 2 is FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('busy_timeout', { simple: true })).toBe(2_000);
    db.close();
  });

  it('has strict tables only', () => {
    const db = openMemory();
    migrate(db, migrations, noBackUp);
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'call_index%'",
      )
      .all();
    expect(loose).toEqual([]);
    expect(tablesOf(db)).toEqual([
      ...['abuse_cases', 'abuse_events'],
      ...['access_log', 'access_people', 'access_reviews'],
      ...['availability_events', 'availability_spans'],
      ...['booking_import_changes', 'booking_imports', 'bookings', 'call_events'],
      ...['call_index', 'call_index_config', 'call_index_data', 'call_index_docsize'],
      ...['call_index_idx', 'call_places', 'calls', 'calls_to_index', 'certificates'],
      ...['contact_import_changes', 'contact_imports', 'contact_numbers', 'contacts'],
      ...[
        'customer_events',
        'customer_numbers',
        'customer_words',
        'customers',
        'going',
        'greetings',
      ],
      ...['hold_releases', 'holds'],
      ...['lesson_events', 'lessons'],
      ...['meeting_answers', 'meeting_sources', 'meetings'],
      ...['message_events', 'message_threads', 'messages', 'meta'],
      ...['mistake_events', 'mistakes'],
      ...['outbox', 'outbox_events'],
      ...['pause_events', 'pause_numbers', 'pauses', 'pictures'],
      ...['promise_events', 'promises', 'recordings', 'reflection_events', 'reflections'],
      'retention_runs',
      ...['run_events', 'runs', 'script_versions', 'settings', 'speed_dial'],
      ...['team_agents', 'team_erasures', 'team_files', 'team_records'],
      'template_versions',
      'text_pictures',
    ]);
    expect(() => db.prepare("INSERT INTO settings VALUES ('x', '1', 'soon')").run()).toThrow(
      /INTEGER/,
    );
  });

  it('never changes or drops a fact', () => {
    const db = openMemory();
    migrate(db, migrations, noBackUp);
    addFact(db, started(), newId());
    for (const sql of [
      'UPDATE call_events SET at = 0',
      'DELETE FROM call_events',
      'INSERT OR REPLACE INTO call_events SELECT seq, id, call_id, agent_id, 0, type, body FROM call_events',
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append-only/);
    }
    expect(db.prepare('SELECT at FROM call_events').pluck().all()).toEqual([TEN_O_CLOCK]);
  });

  describe('migrations', () => {
    const one: Migration = {
      name: '0001-one',
      up: (db) => db.exec("CREATE TABLE one (a TEXT) STRICT; INSERT INTO one VALUES ('kept')"),
    };
    const two: Migration = {
      name: '0002-two',
      up: (db) => db.exec('CREATE TABLE two (b TEXT) STRICT'),
    };
    const broken: Migration = {
      name: '0002-broken',
      up(db) {
        db.exec('CREATE TABLE half (b TEXT) STRICT; DELETE FROM one');
        throw new Error('the power went');
      },
    };

    it('bring a new database to the newest version without a backup', () => {
      const db = openFile(path);
      let backUps = 0;
      migrate(db, [one, two], () => (backUps += 1));
      expect([versionOf(db), backUps, tablesOf(db)]).toEqual([2, 0, ['one', 'two']]);
      migrate(db, [one, two], () => (backUps += 1));
      expect([versionOf(db), backUps]).toEqual([2, 0]);
      db.close();
    });

    it('copy an old database first, whole and on the disk', () => {
      const db = openFile(path);
      migrate(db, [one], noBackUp);
      migrate(db, [one, two], (version) => backUpBeside(db, path, version, TEN_O_CLOCK));
      const [copy = ''] = readdirSync(dir.path).filter((name) => name.includes('before'));
      expect(copy).toBe('ieum.before-v2.2026-11-21T01-00-00-000Z.sqlite');
      const old = openFile(join(dir.path, copy));
      expect([versionOf(old), tablesOf(old)]).toEqual([1, ['one']]);
      expect(old.prepare('SELECT a FROM one').pluck().all()).toEqual(['kept']);
      old.close();
      db.close();
    });

    it('leave the old version usable when a step fails, and can be done again', () => {
      const db = openFile(path);
      migrate(db, [one], noBackUp);
      expect(() => migrate(db, [one, broken], noBackUp)).toThrow('the power went');
      expect([versionOf(db), tablesOf(db)]).toEqual([1, ['one']]);
      expect(db.prepare('SELECT a FROM one').pluck().all()).toEqual(['kept']);
      migrate(db, [one, two], noBackUp);
      expect(versionOf(db)).toBe(2);
      db.close();
    });
  });

  describe('of a newer Ieum', () => {
    const options = () => ({ dataDir: dir.path, clock: () => TEN_O_CLOCK, newId, migrations });

    it('is refused and not touched', () => {
      openFileStore(options()).close(true);
      const db = openFile(path);
      db.pragma('user_version = 99');
      db.close();
      const before = readFileSync(path);
      const { mtimeMs } = statSync(path);
      expect(() => openFileStore(options())).toThrow(
        expect.objectContaining({ code: 'storage.newer' }),
      );
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(statSync(path).mtimeMs).toBe(mtimeMs);
    });

    it('is refused also when its version is only in the log that a kill left', () => {
      const store = openFileStore(options());
      store.db.pragma('wal_checkpoint(TRUNCATE)');
      store.db.pragma('user_version = 99');
      // What a kill leaves: the file as it was, and a log that was never moved into it.
      const killed = makeTempDir();
      for (const suffix of ['', '-wal']) {
        copyFileSync(path + suffix, join(killed.path, `ieum.sqlite${suffix}`));
      }
      store.close(true);
      const copy = join(killed.path, 'ieum.sqlite');
      const before = [readFileSync(copy), readFileSync(`${copy}-wal`)];
      expect(before[0]?.readUInt32BE(60)).toBe(migrations.length);
      expect(() => openFileStore({ ...options(), dataDir: killed.path })).toThrow(
        expect.objectContaining({ code: 'storage.newer' }),
      );
      expect(existsSync(`${copy}-wal`)).toBe(true);
      expect(before[0]?.equals(readFileSync(copy))).toBe(true);
      expect(before[1]?.equals(readFileSync(`${copy}-wal`))).toBe(true);
      killed.remove();
    });
  });
});
