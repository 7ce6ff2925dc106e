import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexCalls } from '#host/db/callIndex/indexer.ts';
import { listCalls } from '#host/db/callList.ts';
import { readCall } from '#host/db/calls.ts';
import { openMemory } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { CHOSEN, MISSING } from '#host/db/dispositions.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { addFact, rebuildCalls } from '#host/db/projection.ts';
import { newId } from '#host/newId.ts';
import { dispositionSettingsSchema } from '#shared/domain/disposition/disposition.ts';
import { disposedAs, noted, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

describe('what calls were about', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const running: TestHost[] = [];
  function start(provisioningFile?: string): TestHost {
    const test = startHost(dataDir, provisioningFile === undefined ? {} : { provisioningFile });
    running.push(test);
    return test;
  }
  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('is there after a restart, with every choice before it and who made it', async () => {
    const facts = wholeCall();
    const [{ callId = '' } = {}] = facts;
    const choices = [
      disposedAs(callId, TEN_O_CLOCK + 70_000, 'billing-twice'),
      { ...disposedAs(callId, TEN_O_CLOCK + 80_000, 'use-how'), by: 'sip:1002@pbx.example.com' },
    ];
    const { client } = start().connect();
    await client.call('calls.append', { facts: [...facts, ...choices] });
    await running.pop()?.host.stop();

    const again = start().connect().client;
    const { row, facts: kept } = await again.call('calls.get', { id: callId });
    expect(row.disposition).toEqual(choices[1]?.disposition);
    expect(kept.filter(({ type }) => type === 'disposed')).toEqual(choices);
  });

  it('is taken back to none at all, which the call and the log without a type then say', async () => {
    const facts = wholeCall();
    const [{ callId = '' } = {}] = facts;
    const chosen = disposedAs(callId, TEN_O_CLOCK + 70_000, 'billing-twice');
    const back = { ...disposedAs(callId, TEN_O_CLOCK + 80_000, 'use-how'), disposition: null };
    const { client } = start().connect();
    await client.call('calls.append', { facts: [...facts, chosen, back] });
    const { row, facts: kept } = await client.call('calls.get', { id: callId });
    expect(row.disposition).toBeNull();
    expect(kept.slice(-2)).toEqual([chosen, back]);
    expect(await client.call('dispositions.missing', { since: 0 })).toEqual({ calls: 1 });
    expect(await client.call('dispositions.recent', {})).toEqual({ typeIds: ['billing-twice'] });
  });

  it('is moved over from memory with the call', async () => {
    writeFileSync(dataDir, 'not a folder');
    const test = start();
    const { client } = test.connect();
    const facts = wholeCall();
    const [{ callId = '' } = {}] = facts;
    await client.call('calls.append', {
      facts: [...facts, disposedAs(callId, TEN_O_CLOCK + 70_000, 'billing-twice')],
    });
    expect(test.host.storage.state).toBe('volatile');
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage.state).toBe('ok');
    const { rows } = await client.call('calls.list', { filter: { text: '', type: 'billing' } });
    expect(rows.map(({ id }) => id)).toEqual([callId]);
    expect(await client.call('dispositions.recent', {})).toEqual({ typeIds: ['billing-twice'] });
  });

  it('keeps the words it was chosen with when the tree is edited, and a retired type is offered no more', async () => {
    const { client } = start().connect();
    const facts = wholeCall();
    const [{ callId = '' } = {}] = facts;
    await client.call('calls.append', {
      facts: [...facts, disposedAs(callId, TEN_O_CLOCK + 70_000, 'billing-twice')],
    });
    const { types, results, asking } = dispositionSettingsSchema.parse({});
    const edited = types.map((type) =>
      type.id === 'billing-twice'
        ? { ...type, name: { ko: '중복 결제', en: '' }, retired: true }
        : type,
    );
    await client.call('settings.update', {
      patch: { dispositions: { types: edited, results, asking } },
    });
    const { row } = await client.call('calls.get', { id: callId });
    expect(row.disposition?.path.at(-1)?.name.ko).toBe('이중 결제');
    expect(await client.call('dispositions.recent', {})).toEqual({ typeIds: [] });
  });

  it('is the administrator’s to decide, and a bad tree in that file is refused with its place', async () => {
    const file = join(dir.path, 'ieum.json');
    const account = { uri: 'sip:1@x.example', servers: ['wss://x.example/ws'] };
    const write = (dispositions: unknown): void =>
      writeFileSync(file, JSON.stringify({ version: 1, account, policy: { dispositions } }));
    write({ types: [{ id: 'a', parentId: null, name: { ko: '가', en: '' }, key: 1 }] });
    const test = start(file);
    expect(test.host.settings.dispositions.types).toHaveLength(1);
    expect(test.host.settings.locked).toContain('dispositions');
    await running.pop()?.host.stop();

    write({ types: [{ id: 'a', parentId: 'b', name: { ko: '가', en: '' }, key: 1 }] });
    const other = start(file);
    expect(other.host.settings.locked).not.toContain('dispositions');
    const line = other.lines.find(({ message }) => message === 'provisioning');
    expect(JSON.stringify(line)).toContain('policy.dispositions.types');
  });

  it('leaves nothing of the customer beside the call: the words are those of the desk', async () => {
    const { client } = start().connect();
    const facts = wholeCall();
    const [{ callId = '' } = {}] = facts;
    await client.call('calls.append', {
      facts: [...facts, disposedAs(callId, TEN_O_CLOCK + 70_000, 'use-how')],
    });
    const fact = (await client.call('calls.get', { id: callId })).facts.find(
      ({ type }) => type === 'disposed',
    );
    expect(JSON.stringify(fact)).not.toMatch(/김철수|9999/);
    const told = {
      ...fact,
      id: newId(),
      disposition: { path: [], result: null, without: '김철수' },
    };
    await expect(
      client.call('calls.append', { facts: [told as unknown as (typeof facts)[0]] }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });
});

describe('in a large log', () => {
  let db: Db;
  const agentId = newId();
  const KINDS = ['billing-twice', 'use-how', null] as const;
  beforeEach(() => {
    db = openMemory();
    migrate(db, migrations, () => undefined);
    db.transaction(() => {
      for (let n = 0; n < 3_000; n += 1) {
        const facts = wholeCall({ at: TEN_O_CLOCK + n * 1_000 });
        const kind = KINDS[n % 3] ?? null;
        const [{ callId = '', at = 0 } = {}] = facts;
        for (const fact of facts) addFact(db, fact, agentId);
        if (kind !== null) addFact(db, disposedAs(callId, at + 1, kind), agentId);
      }
    })();
    indexCalls(db, 5_000);
    db.exec('ANALYZE');
  });
  afterEach(() => db.close());

  const planOf = (sql: string, values: object | readonly unknown[]): string =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(values)
      .map((step) => (step as { detail: string }).detail)
      .join('\n');

  it('what is missing and what was chosen are counted along an index', () => {
    expect(planOf(MISSING, [TEN_O_CLOCK])).toContain('calls_undisposed');
    expect(planOf(CHOSEN, [agentId])).toContain('USING INDEX call_events_disposed');
  });

  it('pages of a type follow one another and miss nothing', () => {
    const seen: string[] = [];
    for (let after: { startedAt: number; id: string } | null = null; ;) {
      const page = listCalls(db, { filter: { text: '', type: 'billing' }, after, limit: 200 });
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (!last || page.length < 200) break;
      after = { startedAt: last.startedAt, id: last.id };
    }
    expect(new Set(seen).size).toBe(1_000);
    expect(seen).toHaveLength(1_000);
  });

  it('rows made again from the facts are the same', () => {
    const calls = (): unknown => db.prepare('SELECT id, disposition FROM calls ORDER BY id').all();
    const before = calls();
    rebuildCalls(db);
    expect(calls()).toEqual(before);
  });

  it('a call about something else is found there only', () => {
    const [first] = listCalls(db, { filter: { text: '', type: 'use' }, after: null, limit: 1 });
    const id = first?.id ?? '';
    addFact(db, noted(id, TEN_O_CLOCK + 9_000_000, '메모'), agentId);
    addFact(db, disposedAs(id, TEN_O_CLOCK + 9_000_001, 'defect'), agentId);
    expect(readCall(db, id)).toMatchObject({
      note: '메모',
      disposition: { path: [{ id: 'defect' }] },
    });
    indexCalls(db, 5_000);
    const of = (type: string) =>
      listCalls(db, { filter: { text: '', type }, after: null, limit: 5_000 }).map((row) => row.id);
    expect(of('defect')).toEqual([id]);
    expect(of('use')).not.toContain(id);
  });
});
