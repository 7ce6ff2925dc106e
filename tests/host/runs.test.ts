import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile, openMemory } from '#host/db/database.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { RUNS_CALL_OVER } from '#host/db/runLinks.ts';
import { addRunFact, rebuildRuns } from '#host/db/runProjection.ts';
import { OPEN_RUNS, RUNS_BETWEEN, RUNS_OF_CALL } from '#host/db/runs.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, started, TEN_O_CLOCK } from './facts.ts';
import { inRun, movedTo, runStarted } from './runFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const MINUTE = 60_000;

describe('runs of scripts', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  let now: number;
  const running: TestHost[] = [];

  function start(): TestHost {
    const test = startHost(dataDir, { clock: () => now });
    running.push(test);
    return test;
  }
  const open = (): RpcClient<IeumContract> => start().connect().client;
  const stop = async (): Promise<void> => running.pop()?.host.stop();
  const append = (client: RpcClient<IeumContract>, ...facts: CallFact[]) =>
    client.call('calls.append', { facts });
  const stillOpen = async (client: RpcClient<IeumContract>): Promise<string[]> =>
    (await client.call('runs.open', {})).rows.map(({ id }) => id);

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    now = TEN_O_CLOCK;
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('take each fact once, and a batch as a whole', async () => {
    const client = open();
    const begun = runStarted();
    const step = movedTo(begun.runId, now + 1, 'thank');
    expect(await client.call('runs.append', { facts: [begun, step] })).toEqual({ stored: 2 });
    expect(await client.call('runs.append', { facts: [begun, step] })).toEqual({ stored: 0 });
    const { rows } = await client.call('runs.open', {});
    expect(rows[0]?.visits).toHaveLength(2);
    const lost = [movedTo(begun.runId, now + 2, null), movedTo(newId(), now + 2, null)];
    await expect(client.call('runs.append', { facts: lost })).rejects.toMatchObject({
      code: 'run.unknown',
    });
    expect(await client.call('runs.open', {})).toEqual({ rows });
  });

  it('end with their call, and not with another one; what was being typed is kept', async () => {
    const client = open();
    const [mine, other] = [started(), started({ callId: newId() })];
    await append(client, mine, other);
    const begun = runStarted({ callId: mine.callId, at: now + 1 });
    const { runId } = begun;
    const free = runStarted({ callId: null, at: now + 2 });
    await client.call('runs.append', { facts: [begun, free] });
    await append(client, ended(other.callId, now + MINUTE));
    expect(await stillOpen(client)).toEqual([free.runId, runId]);
    await append(client, ended(mine.callId, now + 2 * MINUTE));
    expect(await stillOpen(client)).toEqual([free.runId]);
    const late = inRun(runId, now + 3 * MINUTE, {
      ...{ type: 'field', fieldId: 'trouble', value: '부품이 없음' },
    });
    await client.call('runs.append', { facts: [late] });
    expect(await client.call('runs.ofCall', { callId: mine.callId })).toMatchObject({
      rows: [
        {
          end: { at: now + 2 * MINUTE, how: 'call-over' },
          fields: { trouble: '부품이 없음' },
          visits: [{ stepId: 'hear', leftAt: now + 2 * MINUTE }],
        },
      ],
    });
  });

  it('that are told after the end of their call are over, those begun after it are not', async () => {
    const client = open();
    const call = started();
    await append(client, call, ended(call.callId, now + MINUTE));
    const during = runStarted({ callId: call.callId, at: now + 1 });
    const after = runStarted({ callId: call.callId, at: now + 2 * MINUTE });
    await client.call('runs.append', { facts: [during, after] });
    expect(await stillOpen(client)).toEqual([after.runId]);
    await append(client, ended(call.callId, now + MINUTE));
    expect(await stillOpen(client)).toEqual([after.runId]);
  });

  it('wait for an hour when the app broke off, until the real end comes', async () => {
    const client = open();
    const [first, second] = [started(), started({ callId: newId() })];
    const [one, two] = [first, second].map(({ callId }) => runStarted({ callId, at: now + 1 }));
    if (!one || !two) throw new Error('two');
    await append(client, first, second);
    await client.call('runs.append', { facts: [one, two] });
    await stop();
    now += 30 * MINUTE;
    const again = open();
    expect((await stillOpen(again)).toSorted()).toEqual([one.runId, two.runId].toSorted());
    // The page has lived on with its call.
    await append(again, ended(first.callId, now));
    expect(await stillOpen(again)).toEqual([two.runId]);
    await stop();
    now += 2 * 60 * MINUTE;
    expect(await stillOpen(open())).toEqual([]);
  });

  it('of a call whose end was stored without them are ended at the start', async () => {
    const client = open();
    const call = started();
    await append(client, call);
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const begun = runStarted({ callId: call.callId, at: now });
    addRunFact(db, begun, newId());
    db.prepare("UPDATE calls SET ended_at = ?, outcome = 'answered'").run(now + MINUTE);
    db.close();
    expect(await stillOpen(open())).toEqual([]);
  });

  it('are carried over from memory, and can be made again from their facts', async () => {
    writeFileSync(dataDir, '');
    const test = start();
    const { client } = test.connect();
    const begun = runStarted();
    await client.call('runs.append', { facts: [begun, movedTo(begun.runId, now + 1, 'thank')] });
    const { rows } = await client.call('runs.open', {});
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage).toMatchObject({ state: 'ok' });
    expect(await client.call('runs.open', {})).toEqual({ rows });
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const all = (): unknown[] => db.prepare('SELECT * FROM runs ORDER BY id').all();
    const before = all();
    rebuildRuns(db);
    expect(all()).toEqual(before);
    for (const sql of ['UPDATE run_events SET at = 0', 'DELETE FROM run_events']) {
      expect(() => db.exec(sql), sql).toThrow(/append-only/);
    }
    db.close();
  });

  it.each([
    ['open', OPEN_RUNS, 'runs_open', {}],
    ['of a call', RUNS_OF_CALL, 'runs_of_call', ['x']],
    ['by time', RUNS_BETWEEN, 'runs_by_time', { from: 0, to: 1 }],
    ['whose call is over', RUNS_CALL_OVER, 'runs_open', { before: 0 }],
  ])('are found along an index, without sorting: %s', (_name, sql, index, values) => {
    const db = openMemory();
    migrate(db, migrations, () => undefined);
    const plan = JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values));
    expect(plan).toContain(index);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('go on at the same step after each of 5 kills', { timeout: 60_000 }, async () => {
    for (let kill = 0; kill < 5; kill += 1) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'hostChild.ts'), dataDir, 'guide'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      await expect.poll(() => output, { timeout: 10_000, interval: 5 }).toContain('at 3 ');
      child.kill('SIGKILL');
      await once(child, 'close');
      // The last line may have been cut by the kill.
      const [, step = '', runId = ''] = output.split('\n').at(-2)?.split(' ') ?? [];

      now = Date.now();
      const client = open();
      const { rows } = await client.call('runs.open', {});
      const row = rows.find(({ id }) => id === runId);
      // A step that was stored and could not be acknowledged any more may be the last.
      const at = Number(row?.stepId?.slice('step-'.length));
      expect([Number(step), Number(step) + 1]).toContain(at);
      expect(row).toMatchObject({ end: null, fields: { trouble: `고객의 말 ${at}` } });
      expect(row?.visits).toHaveLength(at + 1);
      await stop();
    }
  });
});
