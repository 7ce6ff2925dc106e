import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callFilterSchema } from '#shared/domain/history/filter.ts';
import type { CallRow } from '#shared/domain/call/record.ts';
import { databasePath } from '#host/db/files.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { openStorage } from '#host/db/storage.ts';
import type { Storage } from '#host/db/storage.ts';
import { addFact } from '#host/db/projection.ts';
import { indexCalls } from '#host/db/callIndex/indexer.ts';
import { createLog } from '#host/log.ts';
import type { LogLine } from '#host/log.ts';
import { newId } from '#host/newId.ts';
import { createReader } from '#host/reader/reader.ts';
import type { Reader } from '#host/reader/reader.ts';
import { READER_WORKER } from '#host/reader/readerThread.ts';
import { wholeCall } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';

const QUERY = {
  ...{ filter: callFilterSchema.parse({ text: '하늘' }), after: null, limit: 10 },
} as const;
const COUNTS = { filter: callFilterSchema.parse({}), edges: [], also: null } as const;

/** A thread that does what a test needs; it says that it is ready. */
function threadThat(onMessage: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', (asked) => { ${onMessage} });
      parentPort.postMessage({ type: 'ready' });`)}`,
  );
}

describe('the thread that reads', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let storage: Storage;
  let reader: Reader;
  let lines: LogLine[];

  function open(worker: URL = READER_WORKER, health: Storage['health'] | null = null): void {
    const log = createLog((line) => lines.push(line));
    reader = createReader({
      storage: health === null ? storage : { health, read: (work) => storage.read(work) },
      ...{ databasePath: databasePath(dir.path), key: () => null, worker, log },
    });
  }
  beforeEach(() => {
    dir = makeTempDir();
    lines = [];
    storage = openStorage({
      ...{ dataDir: dir.path, clock: Date.now, newId, migrations },
      ...{ log: createLog(() => undefined), ticker: () => () => undefined },
    });
  });
  afterEach(() => {
    reader.stop();
    storage.close();
    dir.remove();
  });

  function record(name: string): void {
    storage.write((db, agentId) => {
      for (const fact of wholeCall({ name })) addFact(db, fact, agentId);
      indexCalls(db, 10);
    });
  }
  const said = (message: string): number => lines.filter((line) => line.message === message).length;
  const ready = (): Promise<void> =>
    vi.waitFor(() => expect(said('reader ready')).toBeGreaterThan(0), { timeout: 20_000 });
  const names = async (): Promise<(string | null)[]> =>
    (await reader.ask('calls.list', QUERY)).map(({ name }: CallRow) => name);

  it('is not waited for: until it has started the host answers itself', async () => {
    open();
    record('김하늘');
    expect(await names()).toEqual(['김하늘']);
    expect(said('reader ready')).toBe(0);
  });

  it('answers with all that was stored before it was asked', async () => {
    const read = vi.spyOn(storage, 'read');
    open();
    reader.warm();
    await ready();
    for (let n = 1; n <= 30; n += 1) {
      record(`김하늘${n}`);
      expect(await names()).toContain(`김하늘${n}`);
      expect((await reader.ask('calls.counts', COUNTS)).count).toBe(n);
    }
    expect(read).not.toHaveBeenCalled();
  });

  it('answers every question as the host does', async () => {
    open();
    record('김하늘');
    const ask = async (): Promise<unknown[]> => [
      await reader.ask('calls.list', QUERY),
      await reader.ask('calls.counts', { ...COUNTS, edges: [0, 1], also: 'missed' }),
      await reader.ask('contacts.list', {
        ...{ filter: { text: '하늘', favourites: false }, after: null, limit: 10 },
      }),
      await reader.ask('customers.list', { text: '하늘', after: null, limit: 10 }),
    ];
    const here = await ask();
    await ready();
    expect(await ask()).toEqual(here);
  });

  it('is not started for what is in memory only', async () => {
    open(READER_WORKER, { state: 'volatile', code: 'storage.full', since: 0 });
    reader.warm();
    record('김하늘');
    expect(await names()).toEqual(['김하늘']);
    expect(lines).toEqual([]);
  });

  it('has what it was asked refused once when it dies, and is started again', async () => {
    open(threadThat('process.exit(3)'));
    reader.warm();
    await ready();
    await expect(reader.ask('calls.list', QUERY)).rejects.toMatchObject({ code: 'storage.failed' });
    record('김하늘');
    // It is starting again: the host answers meanwhile.
    expect(await names()).toEqual(['김하늘']);
    await vi.waitFor(() => expect(said('reader ready')).toBe(2));
  });

  it('answers the others that waited for it', async () => {
    open(threadThat('process.exit(3)'));
    reader.warm();
    await ready();
    const first = reader.ask('calls.list', QUERY);
    const second = reader.ask('calls.list', QUERY);
    await expect(first).rejects.toMatchObject({ code: 'storage.failed' });
    expect(await second).toEqual([]);
  });

  it('is given up when it never lives: the host answers from then on', async () => {
    open(new URL('file:///nowhere/reader.js'));
    reader.warm();
    await vi.waitFor(() => expect(said('reader ended')).toBe(3), { timeout: 20_000 });
    record('김하늘');
    expect(await names()).toEqual(['김하늘']);
    expect(said('reader ended')).toBe(3);
  });

  it('has the host answer what it refuses', async () => {
    open(threadThat(`parentPort.postMessage({ type: 'refused', message: 'no' })`));
    reader.warm();
    await ready();
    record('김하늘');
    expect(await names()).toEqual(['김하늘']);
    expect(said('reader refused')).toBe(1);
  });

  it('lists before it counts', async () => {
    open(threadThat(`parentPort.postMessage({ type: 'answer', answer: [] })`));
    reader.warm();
    await ready();
    const order: string[] = [];
    const ask = (question: 'calls.list' | 'calls.counts', name: string): Promise<unknown> =>
      (question === 'calls.list' ? reader.ask(question, QUERY) : reader.ask(question, COUNTS)).then(
        () => order.push(name),
      );
    await Promise.all([
      ...[ask('calls.counts', 'being counted'), ask('calls.counts', 'chart')],
      ask('calls.list', 'page'),
    ]);
    expect(order).toEqual(['being counted', 'page', 'chart']);
  });

  it('refuses what still waits when the host stops', async () => {
    open(threadThat(''));
    reader.warm();
    await ready();
    const asked = [reader.ask('calls.list', QUERY), reader.ask('calls.list', QUERY)];
    const refused = Promise.allSettled(asked);
    reader.stop();
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

it('leaves the folder as if it had never been there', async () => {
  const dir = makeTempDir();
  const test = startHost(dir.path);
  try {
    const { client } = test.connect();
    await client.call('calls.append', { facts: wholeCall({ name: '김하늘' }) });
    const filter = { text: '하늘' };
    await client.call('calls.list', { filter });
    await vi.waitFor(
      () => expect(test.lines.some(({ message }) => message === 'reader ready')).toBe(true),
      { timeout: 20_000 },
    );
    expect((await client.call('calls.list', { filter })).rows).toHaveLength(1);
    const stopped = test.host.stop();
    // At once: a shell that quits waits for nothing else.
    expect(existsSync(join(dir.path, 'ieum.sqlite-wal'))).toBe(false);
    await stopped;
  } finally {
    dir.remove();
  }
});
