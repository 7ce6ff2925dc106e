import { expect, it } from 'vitest';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { newId } from '#host/newId.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

it('fills a folder in which a start finds nothing to make up for', async () => {
  const dir = makeTempDir();
  try {
    const store = openFileStore({ dataDir: dir.path, clock: () => TEN_O_CLOCK, newId, migrations });
    const what = { calls: 500, agents: 5, seed: 3, until: TEN_O_CLOCK };
    const { promises } = fill(store.db, what, () => undefined);
    store.close(true);
    const { host, connect } = startHost(dir.path);
    const { client } = connect();
    const { count, behind } = await client.call('calls.count', {});
    expect({ count, behind }).toEqual({ count: 500, behind: 0 });
    await host.stop();
    const again = openFileStore({ dataDir: dir.path, clock: () => TEN_O_CLOCK, newId, migrations });
    expect(again.db.prepare('SELECT count(*) FROM promises').pluck().get()).toBe(promises);
    again.close(true);
  } finally {
    dir.remove();
  }
});
