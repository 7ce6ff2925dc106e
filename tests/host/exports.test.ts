import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COLUMNS } from '#shared/domain/export/columns.ts';
import type { Dataset } from '#shared/domain/export/columns.ts';
import { wallClock } from '#shared/domain/export/moment.ts';
import { exportRequestSchema } from '#shared/domain/export/request.ts';
import type { ExportRequest } from '#shared/domain/export/request.ts';
import { openForLooking } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openFileStore } from '#host/db/store.ts';
import { openPart, partOf } from '#host/export/partFile.ts';
import { publish } from '#host/export/publish.ts';
import { EXPORT_WORKER, startExport } from '#host/export/startExport.ts';
import { csvTables } from '#host/export/tables.ts';
import { writeExport } from '#host/export/writeExport.ts';
import type { ExportOrder } from '#host/export/writeExport.ts';
import { xlsxTables } from '#host/export/xlsx.ts';
import { newId } from '#host/newId.ts';
import { fill } from '../../scripts/seed/fill.ts';
import { PAYLOADS } from '../support/exports/payloads.ts';
import { readTables } from '../support/exports/readTables.ts';
import { TEN_O_CLOCK, wholeCall } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makeTempDir, startHost } from './support.ts';

const CALLS = 3_000;
const ROOT = join(import.meta.dirname, '../..');
const dir = makeTempDir();
const dataDir = join(dir.path, 'data');

beforeAll(() => {
  const store = openFileStore({ dataDir, clock: () => TEN_O_CLOCK, newId, migrations });
  fill(store.db, { calls: CALLS, agents: 20, seed: 7, until: TEN_O_CLOCK }, () => undefined);
  store.close(true);
});
afterAll(() => dir.remove());

function orderOf(path: string, change: Partial<ExportRequest> = {}): ExportOrder {
  const request = exportRequestSchema.parse({
    ...{ preset: 'all', format: 'xlsx', reason: '시험', ...change },
  });
  return { databasePath: databasePath(dataDir), path, request, pseudonymKey: 'k', key: null };
}

const folder = (name: string): string => {
  const path = join(dir.path, name);
  mkdirSync(path);
  return path;
};

const UNWATCHED = { isCancelled: () => false, progress: () => undefined };

describe('cells that a spreadsheet would run', () => {
  const clock = wallClock('Asia/Seoul');
  const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

  it.each(Object.keys(COLUMNS) as Dataset[])('are texts in every text column of %s', (dataset) => {
    expect(new Set(PAYLOADS).size).toBeGreaterThan(200);
    const columns = COLUMNS[dataset].map(({ id, type, title }) => ({
      id,
      type,
      heading: title.ko,
    }));
    const isText = columns.map(({ type }) => type === 'text' || type === 'phone');
    const path = folder(`payloads-${dataset}`);
    for (const [name, make] of [
      ['a.csv', csvTables],
      ['a.xlsx', xlsxTables],
    ] as const) {
      const file = openPart(join(path, name));
      const table = make(file, clock);
      table.begin('시험', columns);
      for (const one of PAYLOADS) table.row(isText.map((text) => (text ? one : null)));
      table.end();
      table.finish();
      file.finish();

      const [read] = readTables(join(path, name));
      const [header = [], ...rows] = read?.rows ?? [];
      expect(header).toEqual(columns.map(({ heading }) => heading));
      expect(read?.formulas).toBe(0);
      expect(rows).toHaveLength(PAYLOADS.length);
      for (const [at, row] of rows.entries()) {
        const payload = PAYLOADS[at] ?? '';
        const csv = FORMULA.test(payload) ? `'${payload}` : payload;
        const cells = row.filter((_cell, place) => isText[place]);
        expect(new Set(cells)).toEqual(new Set([name === 'a.csv' ? csv : payload]));
      }
    }
  });

  it('go on in the next sheet where one is full', () => {
    const path = join(folder('long'), 'a.xlsx');
    const file = openPart(path);
    const table = xlsxTables(file, clock, 4);
    table.begin('통화', [{ id: 'a', type: 'whole', heading: '수' }]);
    for (let row = 1; row <= 7; row += 1) table.row([row]);
    table.end();
    table.finish();
    file.finish();
    expect(readTables(path)).toMatchObject([
      { name: '통화', rows: [['수'], [1], [2], [3]], frozen: ['1'], filter: ['A1:A4'] },
      { name: '통화 2', rows: [['수'], [4], [5], [6]] },
      { name: '통화 3', rows: [['수'], [7]] },
    ]);
  });
});

describe('a file', () => {
  it('has the calls of a filter of the index in the order of the log, beyond a thousand', () => {
    const path = join(folder('indexed'), 'a.csv');
    const filter = { direction: 'inbound', text: '0' } as const;
    writeExport(
      orderOf(path, { preset: 'calls', format: 'csv', columns: ['id'], filter }),
      UNWATCHED,
    );
    const [, ...ids] = readFileSync(partOf(path), 'utf8').trimEnd().split('\r\n');
    const db = openForLooking(databasePath(dataDir));
    const expected = db
      .prepare(
        `SELECT id FROM calls WHERE direction = 'inbound' AND digits LIKE '%0%'
         ORDER BY started_at DESC`,
      )
      .pluck()
      .all();
    db.close();
    expect(ids.length).toBeGreaterThan(1_000);
    expect(ids).toEqual(expected);
  });

  it('holds every call of the filter, in the columns that were asked for', () => {
    const path = join(folder('filtered'), 'a.csv');
    const columns = ['number', 'at', 'direction'];
    const filter = { direction: 'outbound' } as const;
    const result = writeExport(
      orderOf(path, { preset: 'calls', format: 'csv', columns, filter, language: 'en' }),
      UNWATCHED,
    );
    publish(path);
    const [{ rows } = { rows: [] }] = readTables(path);
    expect(rows[0]).toEqual(['Customer number', 'Called at (Asia/Seoul)', 'Direction']);
    const db = openForLooking(databasePath(dataDir));
    const expected = db
      .prepare(`SELECT count(*) FROM calls WHERE direction = 'outbound' AND service IS NULL`)
      .pluck()
      .get();
    db.close();
    expect(rows.length - 1).toBe(expected);
    expect(result?.rows).toBe(expected);
    expect(new Set(rows.slice(1).map(([, , direction]) => direction))).toEqual(
      new Set(['Outbound']),
    );
    const bytes = readFileSync(path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(result?.sha256);
    expect(bytes.length).toBe(result?.bytes);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('says of a call what hangs on it: the promise, and the after-call work that followed', () => {
    const store = openFileStore({ dataDir, clock: () => TEN_O_CLOCK, newId, migrations });
    const call = store.db
      .prepare(
        `SELECT agent_id, ended_at FROM calls WHERE answered_at IS NOT NULL AND service IS NULL
         ORDER BY started_at DESC LIMIT 1`,
      )
      .get() as { agent_id: string; ended_at: number };
    store.db
      .prepare(
        `INSERT INTO availability_spans (id, agent_id, from_at, to_at, kind, reason_id, note, alternate)
         VALUES (?, ?, ?, ?, 'away', 'wrap-up', '', '')`,
      )
      .run(newId(), call.agent_id, call.ended_at + 5, call.ended_at + 42_005);
    const promised = store.db
      .prepare(`SELECT count(DISTINCT json_extract(body, '$.origin.callId')) FROM promises`)
      .pluck()
      .get();
    store.close(true);
    const path = join(folder('joined'), 'a.csv');
    const columns = ['wrapUp', 'promiseState'];
    writeExport(orderOf(path, { preset: 'calls', format: 'csv', columns }), UNWATCHED);
    publish(path);
    const [{ rows } = { rows: [] }] = readTables(path);
    const wrapUps = rows.slice(1).map(([wrapUp]) => wrapUp);
    expect(wrapUps.filter((one) => one !== '')).toEqual(['42']);
    expect(rows.slice(1).filter(([, state]) => state !== '')).toHaveLength(promised as number);
  });

  it('has sheets of its own for what hangs on calls, and typed cells', () => {
    const path = join(folder('whole'), 'a.xlsx');
    writeExport(orderOf(path), UNWATCHED);
    publish(path);
    const sheets = readTables(path);
    expect(sheets.map(({ name }) => name)).toEqual([
      ...['전체', '콜백 이행', '이석 기록', '문자 결과', '강성 고객 응대'],
    ]);
    const [calls] = sheets;
    expect(calls?.rows).toHaveLength(CALLS + 1);
    const [first = []] = calls?.rows.slice(1) ?? [];
    // A moment is a number, a number of a phone is a text.
    expect(typeof first[0]).toBe('number');
    expect(first[2]).toMatch(/^010-\*{4}-\d{4}$/);
  });

  it('is not there when it was cancelled half-way', () => {
    const path = folder('cancelled');
    let looks = 0;
    const watch = { isCancelled: () => (looks += 1) > 5, progress: () => undefined };
    expect(writeExport(orderOf(join(path, 'a.xlsx')), watch)).toBeNull();
    expect(looks).toBeGreaterThan(5);
    expect(readdirSync(path)).toEqual([]);
  });

  it('is not there when the disk is full', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
    const mount = mountTmpfs(512);
    try {
      const order = orderOf(join(mount.path, 'a.jsonl'), { format: 'jsonl' });
      const { done } = startExport(order, EXPORT_WORKER, () => undefined);
      await expect(done).rejects.toMatchObject({ code: 'storage.full' });
      expect(readdirSync(mount.path)).toEqual([]);
    } finally {
      mount.remove();
    }
  });
});

describe('the host', () => {
  it('leaves nothing behind when an export is cancelled, and takes up no leftover', async () => {
    const own = join(dir.path, 'host');
    mkdirSync(join(own, 'exports'), { recursive: true });
    writeFileSync(join(own, 'exports', 'killed.csv.part'), 'half');
    const test = startHost(own);
    try {
      expect(readdirSync(join(own, 'exports'))).toEqual([]);
      const { client } = test.connect();
      await client.call('calls.append', { facts: wholeCall() });
      const { id } = await client.call('exports.start', {
        ...{ preset: 'all', format: 'xlsx', reason: '시험' },
      });
      const after = await client.call('exports.cancel', { id });
      expect(after).toMatchObject({ state: 'cancelled', sha256: null });
      expect(readdirSync(join(own, 'exports'))).toEqual([]);
      const { entries } = await client.call('access.list', {
        subjectKind: 'export',
        subjectId: id,
      });
      expect(entries).toEqual([]);
    } finally {
      await test.host.stop();
    }
  });
});

describe('a folder that cannot be made', () => {
  it('is a failure that is said, and no export that goes on for ever', async () => {
    const own = folder('no-folder');
    const test = startHost(join(own, 'data'));
    try {
      const { client } = test.connect();
      await client.call('calls.append', { facts: wholeCall() });
      writeFileSync(join(own, 'data', 'exports'), '');
      const asked = { preset: 'calls', format: 'csv', reason: '시험' } as const;
      const over = async (): Promise<string | undefined> => {
        await expect
          .poll(async () => (await client.call('exports.state', {})).state?.state)
          .not.toBe('running');
        return (await client.call('exports.state', {})).state?.state;
      };
      await client.call('exports.start', asked);
      expect(await over()).toBe('failed');
      rmSync(join(own, 'data', 'exports'));
      await client.call('exports.start', asked);
      expect(await over()).toBe('done');
    } finally {
      await test.host.stop();
    }
  });
});

describe('an export without masking', () => {
  it('is written where the administrator allows it', async () => {
    const own = folder('unmasked');
    const provisioningFile = join(own, 'provisioning.json');
    writeFileSync(
      provisioningFile,
      JSON.stringify({
        version: 1,
        account: { uri: 'sip:1001@pbx.example.kr', servers: ['wss://pbx.example.kr:8089/ws'] },
        policy: { exports: { unmasked: true } },
      }),
    );
    const test = startHost(join(own, 'data'), { provisioningFile });
    try {
      const { client } = test.connect();
      expect((await client.call('exports.options', {})).unmasked).toBe(true);
      await client.call('calls.append', { facts: wholeCall({ name: '홍길동' }) });
      const over = new Promise<string>((resolve) => {
        client.on('exports.changed', ({ state }) => {
          if (state !== 'running') resolve(state);
        });
      });
      const { id } = await client.call('exports.start', {
        ...{ preset: 'calls', format: 'csv', unmasked: true, reason: '분쟁 자료' },
      });
      expect(await over).toBe('done');
      const text = readFileSync(join(own, 'data', 'exports', `${id}.csv`), 'utf8');
      expect(text).toContain('010-9999-1234,홍길동');
      const { entries } = await client.call('access.list', {
        subjectKind: 'export',
        subjectId: id,
      });
      expect(JSON.parse(entries[0]?.detail ?? '')).toMatchObject({ unmasked: true });
    } finally {
      await test.host.stop();
    }
  });
});

describe('the command', { timeout: 60_000 }, () => {
  const out = join(dir.path, 'out', 'calls.jsonl');
  const args = (...more: readonly string[]): string[] => [
    ...['scripts/export.ts', '--data-dir', dataDir, '--from', '2026-01-01', '--to', '2027-01-01'],
    ...['--format', 'jsonl', '--preset', 'all', '--out', out, '--reason', '야간 배치', ...more],
  ];
  const exportsWritten = (): number => {
    const db = openForLooking(databasePath(dataDir));
    const count = db
      .prepare(`SELECT count(*) FROM access_log WHERE action = 'export'`)
      .pluck()
      .get();
    db.close();
    return count as number;
  };

  it('is begun anew after a kill, and writes one line into the access log', async () => {
    const child = spawn(process.execPath, args(), { cwd: ROOT, stdio: 'ignore' });
    // Looked at without the event loop between: on a busy computer it may come back too late.
    const giveUp = performance.now() + 30_000;
    while (!existsSync(partOf(out)) && performance.now() < giveUp) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
    child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(existsSync(out)).toBe(false);
    expect(exportsWritten()).toBe(0);

    const said = JSON.parse(
      execFileSync(process.execPath, args(), { cwd: ROOT, encoding: 'utf8' }),
    ) as { rows: number; sha256: string };
    expect(said.rows).toBe(CALLS);
    expect(readdirSync(join(dir.path, 'out'))).toEqual(['calls.jsonl']);
    expect(createHash('sha256').update(readFileSync(out)).digest('hex')).toBe(said.sha256);
    expect(exportsWritten()).toBe(1);
  });

  it.each([
    ['what may not leave', 77, ['--unmasked']],
    ['what it does not know', 64, ['--columns', 'address']],
  ] as const)('refuses %s', (_what, status, more) => {
    const run = (): unknown =>
      execFileSync(process.execPath, args(...more), { cwd: ROOT, stdio: 'pipe' });
    expect(run).toThrow(expect.objectContaining({ status }) as Error);
  });

  it('leaves a folder alone that the app is using', async () => {
    const test = startHost(dataDir);
    try {
      const run = (): unknown =>
        execFileSync(process.execPath, args(), { cwd: ROOT, stdio: 'pipe' });
      expect(run).toThrow(expect.objectContaining({ status: 75 }) as Error);
    } finally {
      await test.host.stop();
    }
  });
});
