import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import { newId } from '#host/newId.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { query } from '../support/callLog.ts';
import { noted, wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

let dir: ReturnType<typeof makeTempDir>;
let started: TestHost;
let client: RpcClient<IeumContract>;
beforeEach(() => {
  dir = makeTempDir();
  started = startHost(dir.path);
  ({ client } = started.connect());
});
afterEach(async () => {
  await started.host.stop();
  dir.remove();
});

/** How far others have followed facts, and what an index of words has inside, say nothing of what is kept. */
const LEFT_OUT = /^(sqlite_|meta$|call_index_|call_index$|access_)/;

/** Every row of every table, as text. */
function everything(): Readonly<Record<string, readonly string[]>> {
  const tables = query<{ name: string }>(
    dir.path,
    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
  )
    .map(({ name }) => name)
    .filter((name) => !LEFT_OUT.test(name));
  return Object.fromEntries(
    tables.map((name) => [
      name,
      query(dir.path, `SELECT * FROM ${name}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}

const count = async (text: string): Promise<number> =>
  (await client.call('calls.count', { filter: { text } })).count;

describe('samples', () => {
  it('are a desk of two weeks: calls with notes, types and tags, promises due and overdue, texts', async () => {
    await client.call('samples.add', {});
    const { rows } = await client.call('calls.list', { limit: 200 });
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(rows.some(({ note }) => note.includes('환불'))).toBe(true);
    expect(rows.some(({ tags }) => tags.length > 0)).toBe(true);
    expect(rows.some(({ treated }) => treated?.reasonId === 'meeting')).toBe(true);
    expect(rows.some(({ disposition }) => disposition !== null)).toBe(true);
    const promises = await client.call('promises.list', {});
    const three = new Date().setHours(15, 0, 0, 0);
    expect(promises.rows.some(({ window }) => window.to === three)).toBe(true);
    expect((await client.call('promises.counts', {})).overdue).toBeGreaterThanOrEqual(1);
    const threads = await client.call('messages.threads', {});
    expect(threads.threads).toHaveLength(3);
    expect(await count('소음')).toBeGreaterThan(0);
  });

  it('are all of the practice exchange, delivered or read: nothing of them is called or sent', async () => {
    await client.call('samples.add', {});
    for (const table of ['calls', 'promises', 'messages'])
      expect(query(dir.path, `SELECT id FROM ${table} WHERE practice = 0`)).toEqual([]);
    expect(
      query(dir.path, "SELECT id FROM messages WHERE state NOT IN ('delivered', 'received')"),
    ).toEqual([]);
    expect(query(dir.path, 'SELECT id FROM outbox')).toEqual([]);
  });

  it('go in one step, and nothing else with them: every table is what it was', async () => {
    await client.call('calls.append', { facts: wholeCall({ name: '진짜 고객' }) });
    const before = everything();
    await client.call('samples.add', {});
    expect(everything()).not.toEqual(before);
    expect(await client.call('samples.remove', { touched: 'keep' })).toEqual({
      ...{ shown: 0, touched: 0 },
    });
    expect(everything()).toEqual(before);
    expect(await count('소음')).toBe(0);
    expect(await count('진짜')).toBe(1);
  });

  it('that the agent has written into are counted, and kept or taken as the agent says', async () => {
    await client.call('samples.add', {});
    const { rows } = await client.call('calls.list', {});
    const call = rows[0];
    const facts = [noted(call?.id ?? '', Date.now(), '내가 적은 메모')];
    await client.call('calls.append', { facts });
    expect(await client.call('samples.state', {})).toMatchObject({ touched: 1 });
    expect(await client.call('samples.remove', { touched: 'keep' })).toEqual({
      ...{ shown: 1, touched: 1 },
    });
    const left = await client.call('calls.list', {});
    expect(left.rows.map(({ note }) => note)).toEqual(['내가 적은 메모']);
    expect(await client.call('samples.remove', { touched: 'remove' })).toEqual({
      ...{ shown: 0, touched: 0 },
    });
  });

  it('leave a call that the agent really had with somebody of them, and what follows it goes on', async () => {
    await client.call('samples.add', {});
    await client.call('samples.remove', { touched: 'keep' });
    // Facts of after a removal are followed as ever: a missed call makes its promise.
    const callId = newId();
    const [begun] = wholeCall({ callId });
    if (!begun) throw new Error('No call.');
    await client.call('calls.append', {
      facts: [
        begun,
        {
          ...{ id: newId(), callId, at: begun.at + 20_000, type: 'ended', outcome: 'missed' },
          ...{ by: 'customer', cause: { code: 'cancelled' } },
        },
      ],
    });
    expect((await client.call('promises.list', {})).rows).toHaveLength(1);
  });
});
