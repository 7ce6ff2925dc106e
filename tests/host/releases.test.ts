import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { versionOf } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { measured, TEN_O_CLOCK } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/db/', import.meta.url));

/** Of `v1-calls.sqlite`: see the README beside it. */
const ANSWERED = '0193494a-5a00-7000-8000-000000000001';
const MISSED = '0193494a-5a00-7000-8000-000000000002';

describe('a data folder of release 0.1.0', () => {
  let dir: ReturnType<typeof makeTempDir>;
  beforeEach(() => {
    dir = makeTempDir();
    copyFileSync(join(FIXTURES, 'v1-calls.sqlite'), join(dir.path, 'ieum.sqlite'));
  });
  afterEach(() => dir.remove());

  it('is brought to today with everything that was in it, after a copy was made', async () => {
    const { host, connect } = startHost(dir.path, { clock: () => TEN_O_CLOCK });
    const { client } = connect();
    const { rows } = await client.call('calls.list', {});
    expect(rows).toMatchObject([
      { id: MISSED, outcome: 'missed', cause: { code: 'cancelled' }, quality: null },
      {
        id: ANSWERED,
        outcome: 'answered',
        heldMs: 10_000,
        note: '내일 오전에 다시 전화',
        quality: null,
        claimed: null,
        via: [],
        service: null,
      },
    ]);
    expect((await client.call('calls.get', { id: ANSWERED })).facts).toHaveLength(7);
    expect((await client.call('settings.get', {})).theme).toBe('dark');
    await host.stop();

    const [copy = ''] = readdirSync(dir.path).filter((name) => name.includes('before-v2'));
    const before = openFile(join(dir.path, copy));
    expect(versionOf(before)).toBe(1);
    expect(before.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(2);
    before.close();
    const now = openFile(join(dir.path, 'ieum.sqlite'));
    expect(versionOf(now)).toBe(migrations.length);
    now.close();
  });

  it('takes what is new as well, and nothing that is not what it should be', async () => {
    const { host, connect } = startHost(dir.path);
    const { client } = connect();
    const quality = measured(ANSWERED, TEN_O_CLOCK + 65_000);
    await client.call('calls.append', { facts: [quality] });
    const { row } = await client.call('calls.get', { id: ANSWERED });
    expect(row.quality).toEqual(quality.summary);
    await host.stop();
    const db = openFile(join(dir.path, 'ieum.sqlite'));
    expect(() => db.exec("UPDATE calls SET quality = 'good'")).toThrow(/CHECK/);
    db.close();
  });
});
