import { join } from 'node:path';
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { rebuildMessages } from '#host/db/messageProjection.ts';
import { MESSAGES_OF_THREAD } from '#host/db/messages.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { MessageCursor } from '#shared/contract/messages.ts';
import type { OutputOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { composed, received, sending, settled, THREAD } from './messageFacts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const LATER = 8_640_000_000_000_000;

describe('messages', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const running: TestHost[] = [];

  function start(folder = dataDir): TestHost {
    const test = startHost(folder);
    running.push(test);
    return test;
  }
  const open = (): RpcClient<IeumContract> => start().connect().client;
  const receive = (client: RpcClient<IeumContract>, fact = received()) =>
    client.call('messages.receive', { fact, answerBy: LATER });

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('of one customer are one conversation, whichever way they go and however written', async () => {
    const client = open();
    await receive(client);
    const answer = composed({ at: TEN_O_CLOCK + 1_000, dialled: '+82 10-9999-1234', name: null });
    await client.call('messages.append', { facts: [answer] });
    const { threads } = await client.call('messages.threads', {});
    expect(threads).toMatchObject([
      { thread: THREAD, name: '김철수', unread: 1, last: { id: answer.messageId } },
    ]);
    const { rows } = await client.call('messages.thread', { thread: THREAD });
    expect(rows.map(({ direction }) => direction)).toEqual(['outbound', 'inbound']);
  });

  it('are stored once, however often they come', async () => {
    const client = open();
    const first = received();
    expect(await receive(client, first)).toEqual({ stored: true });
    // The page sends the same again after a broken line, and the network brings a second copy.
    expect(await receive(client, first)).toEqual({ stored: false });
    const copy = received({ copyKey: first.copyKey });
    expect(await receive(client, copy)).toEqual({ stored: false });
    expect((await client.call('messages.thread', { thread: THREAD })).rows).toHaveLength(1);
    expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
  });

  it('are not kept once their sender has been answered', async () => {
    const client = open();
    const late = client.call('messages.receive', { fact: received(), answerBy: 0 });
    await expect(late).rejects.toMatchObject({ code: 'message.too-late' });
    expect(await client.call('messages.unread', {})).toEqual({ messages: 0, threads: 0 });
  });

  it('keep their place and their state when a late one comes', async () => {
    const client = open();
    const newest = received({ at: TEN_O_CLOCK + 5_000, name: '김 철수' });
    await receive(client, newest);
    await receive(client, received({ at: TEN_O_CLOCK, name: '예전 이름' }));
    const [thread] = (await client.call('messages.threads', {})).threads;
    expect(thread).toMatchObject({
      unread: 2,
      name: '김 철수',
      last: { id: newest.messageId },
    });
  });

  it('are read up to the one that was seen, and not beyond', async () => {
    const client = open();
    const facts = [0, 1, 2].map((index) => received({ at: TEN_O_CLOCK + index }));
    for (const fact of facts) await receive(client, fact);
    const [, second] = facts;
    const upTo = { at: second?.at ?? 0, id: second?.messageId ?? '' };
    expect(await client.call('messages.markRead', { thread: THREAD, upTo })).toEqual({ read: 2 });
    expect(await client.call('messages.markRead', { thread: THREAD, upTo })).toEqual({ read: 0 });
    expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
  });

  it('are found by a part of the name or the number', async () => {
    const client = open();
    await receive(client);
    const other = { e164: '+8225551234', dialled: '025551234', address: 'sip:025551234@x' };
    await receive(client, received({ ...other, name: '박영희' }));
    for (const [text, names] of [
      ['9999-12', ['김철수']],
      ['+82 10 9999', ['김철수']],
      ['영희', ['박영희']],
      ['02-555', ['박영희']],
      ['없는 사람', []],
      ['%', []],
    ] as const) {
      const { threads } = await client.call('messages.threads', { text });
      expect([text, threads.map(({ name }) => name)]).toEqual([text, names]);
    }
  });

  it('come page by page, each once, however many there are', async () => {
    const client = open();
    for (let batch = 0; batch < 10; batch += 1) {
      const facts = Array.from({ length: 50 }, (_, index) =>
        composed({ at: TEN_O_CLOCK + Math.floor((batch * 50 + index) / 3) }),
      );
      await client.call('messages.append', { facts });
    }
    const seen: string[] = [];
    let before: MessageCursor | null = null;
    do {
      const page: OutputOf<IeumContract, 'messages.thread'> = await client.call('messages.thread', {
        thread: THREAD,
        before,
        limit: 37,
      });
      seen.push(...page.rows.map(({ id }) => id));
      before = page.next;
    } while (before);
    expect(seen).toHaveLength(500);
    expect(new Set(seen).size).toBe(500);
  });

  it('are the same when made again from their facts', async () => {
    const client = open();
    const [one, two] = [composed(), composed({ at: TEN_O_CLOCK + 1 })];
    await receive(client);
    await client.call('messages.append', {
      facts: [
        ...[one, two, sending(one.messageId, TEN_O_CLOCK + 2)],
        settled(one.messageId, TEN_O_CLOCK + 3, 'delivered'),
      ],
    });
    const upTo = { at: TEN_O_CLOCK, id: one.messageId };
    await client.call('messages.markRead', { thread: THREAD, upTo });
    for (const { host } of running.splice(0)) await host.stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const all = (table: string): unknown[] => db.prepare(`SELECT * FROM ${table}`).all();
    const [messages, threads] = [all('messages'), all('message_threads')];
    rebuildMessages(db);
    expect(all('messages')).toEqual(messages);
    expect(all('message_threads')).toEqual(threads);
    expect(() => db.exec('DELETE FROM message_events')).toThrow(/append-only/);
    db.close();
  });

  describe('that were being sent when the app ended', () => {
    async function leaveUnsent(client: RpcClient<IeumContract>) {
      const [queued, left] = [composed(), composed({ at: TEN_O_CLOCK + 1 })];
      const facts = [queued, left, sending(left.messageId, TEN_O_CLOCK + 2)];
      await client.call('messages.append', { facts });
      return { queued: queued.messageId, left: left.messageId };
    }

    it('have failed if they had not left, and are uncertain if they may have', async () => {
      const first = start();
      const ids = await leaveUnsent(first.connect().client);
      await first.host.stop();
      const client = open();
      const { rows } = await client.call('messages.thread', { thread: THREAD });
      expect(rows).toMatchObject([
        { id: ids.left, state: 'uncertain', cause: { code: 'message.interrupted' } },
        { id: ids.queued, state: 'failed', cause: { code: 'message.interrupted' } },
      ]);
    });

    it('are settled too when another page takes the desk, and a late answer corrects it', async () => {
      const { connect } = start();
      const { client } = connect();
      await client.call('desk.claim', { deskId: newId() });
      const ids = await leaveUnsent(client);
      await connect().client.call('desk.claim', { deskId: newId(), takeOver: true });
      const states = async () =>
        (await client.call('messages.thread', { thread: THREAD })).rows.map(({ state }) => state);
      expect(await states()).toEqual(['uncertain', 'failed']);
      await client.call('messages.append', {
        facts: [settled(ids.left, TEN_O_CLOCK + 9, 'delivered')],
      });
      expect(await states()).toEqual(['delivered', 'failed']);
    });
  });

  it('are refused while records are only in memory; what was sent meanwhile moves over', async () => {
    writeFileSync(dataDir, 'not a folder');
    const test = start();
    const { client } = test.connect();
    await expect(receive(client)).rejects.toMatchObject({ code: 'storage.failed' });
    const sent = composed();
    await client.call('messages.append', { facts: [sent] });
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage.state).toBe('ok');
    const { rows } = await client.call('messages.thread', { thread: THREAD });
    expect(rows).toMatchObject([{ id: sent.messageId, state: 'queued' }]);
    expect(await receive(client)).toEqual({ stored: true });
  });

  it('are refused on a full disk, whole, and taken when there is room', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
    const mount = mountTmpfs(4_096);
    try {
      const { connect } = start(mount.path);
      const { client } = connect();
      const ballast = join(mount.path, 'ballast');
      fillDisk(ballast);
      const kept: string[] = [];
      let refused: { code: string } | null = null;
      for (let count = 0; count < 500 && !refused; count += 1) {
        const fact = received({ body: `${count} ${'가'.repeat(2_500)}` });
        await receive(client, fact).then(
          () => kept.push(fact.messageId),
          (error: unknown) => (refused = error as { code: string }),
        );
      }
      expect(refused).toMatchObject({ code: 'storage.full' });
      expect(await client.call('messages.unread', {})).toMatchObject({ messages: kept.length });
      rmSync(ballast);
      expect(await receive(client)).toEqual({ stored: true });
    } finally {
      for (const { host } of running.splice(0)) await host.stop();
      mount.remove();
    }
  });

  it('are one range of an index, however deep the page', async () => {
    open();
    for (const { host } of running.splice(0)) await host.stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const [{ detail }] = db
      .prepare(`EXPLAIN QUERY PLAN ${MESSAGES_OF_THREAD}`)
      .all('x', 1, 'y', 50) as [{ detail: string }];
    expect(detail).toMatch(
      /^SEARCH messages USING INDEX messages_of_thread \(thread=\? AND \(at,id\)<\(\?,\?\)\)$/,
    );
    db.close();
  });
});

function fillDisk(path: string): void {
  for (const size of [65_536, 4_096, 512]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full for pieces of this size.
    }
  }
}
