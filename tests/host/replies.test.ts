import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { rebuildPromises } from '#host/db/promiseProjection.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { callbackPolicySchema } from '#shared/domain/callback/policy.ts';
import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { ReceivedFact } from '#shared/domain/message/record.ts';
import type { EventDataOf } from '#shared/rpc/contract.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { received } from './messageFacts.ts';
import { made, said } from './promiseFacts.ts';
import { offer, SLOTS } from './replyFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LATER = 8_640_000_000_000_000;
type Client = RpcClient<IeumContract>;

describe('a message of a customer who was offered times', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  let now: number;
  const running: TestHost[] = [];

  function start(): Client {
    const test = startHost(dataDir, { clock: () => now });
    running.push(test);
    return test.connect().client;
  }
  async function stop(): Promise<void> {
    for (const { host } of running.splice(0)) await host.stop();
  }
  const receive = (client: Client, body: string, change: Partial<ReceivedFact> = {}) =>
    client.call('messages.receive', {
      fact: received({ at: now, body, ...change }),
      answerBy: LATER,
    });
  const rowOf = async (client: Client, id: string): Promise<PromiseRow> =>
    (await client.call('promises.get', { id })).row;
  const historyOf = async (client: Client, id: string): Promise<string[]> =>
    (await client.call('promises.get', { id })).facts.map(({ type }) => type);
  function news(client: Client): EventDataOf<IeumContract, 'promises.replied'>['row'][] {
    const heard: PromiseRow[] = [];
    client.on('promises.replied', ({ row }) => heard.push(row));
    return heard;
  }

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    now = TEN_O_CLOCK + MINUTE;
  });
  afterEach(async () => {
    await stop();
    dir.remove();
  });

  it('moves the promise when it picks one of them, and the agent is told', async () => {
    const client = start();
    const heard = news(client);
    const { promiseId, textId } = await offer(client);
    const fact = received({ at: now, body: '2번이요' });
    await client.call('messages.receive', { fact, answerBy: LATER });
    const { row, facts } = await client.call('promises.get', { id: promiseId });
    expect(row.window).toEqual(SLOTS[1]);
    expect(facts.at(-1)).toMatchObject({
      ...{ type: 'replied', messageId: fact.messageId, textId, slot: 1, why: null, at: now },
    });
    expect(row.reply).toMatchObject({ messageId: fact.messageId, by: 'customer', slot: 1 });
    expect(heard).toEqual([row]);
    // And the message stands in its conversation like any other.
    expect(await client.call('messages.unread', {})).toEqual({ messages: 1, threads: 1 });
  });

  it('asks the agent when it does not, and moves nothing', async () => {
    const client = start();
    const heard = news(client);
    const { promiseId } = await offer(client);
    const before = await rowOf(client, promiseId);
    for (const [body, why] of [
      ['1번 말고 2번', 'refusal'],
      ['3번이요', 'no-slot'],
      ['네 감사합니다', 'nothing'],
    ] as const) {
      await receive(client, body);
      const row = await rowOf(client, promiseId);
      expect(row).toMatchObject({ window: before.window, reply: { slot: null, why } });
      expect(heard.at(-1)).toEqual(row);
    }
  });

  it('is told once, however often it comes', async () => {
    const client = start();
    const heard = news(client);
    const { promiseId } = await offer(client);
    const fact = received({ at: now, body: '2번이요' });
    for (let time = 0; time < 3; time += 1) {
      await client.call('messages.receive', { fact, answerBy: LATER });
      await client.call('messages.receive', {
        fact: received({ at: now, body: '2번이요', copyKey: fact.copyKey }),
        answerBy: LATER,
      });
    }
    await stop();
    const again = start();
    await again.call('messages.receive', { fact, answerBy: LATER });
    expect(await historyOf(again, promiseId)).toEqual(['made', 'replied']);
    expect(heard).toHaveLength(1);
  });

  it('counts when it is the newest, until the time it picks is over', async () => {
    const client = start();
    const { promiseId } = await offer(client);
    await receive(client, '1번이요');
    await receive(client, '2번이요');
    expect((await rowOf(client, promiseId)).window).toEqual(SLOTS[1]);
    now = (SLOTS[0]?.to ?? 0) + MINUTE;
    await receive(client, '1번이요');
    expect(await rowOf(client, promiseId)).toMatchObject({
      window: SLOTS[1],
      reply: { slot: null, why: 'past' },
    });
    // Thanks after it are not asked about.
    await receive(client, '2번이요');
    const decided = await rowOf(client, promiseId);
    await receive(client, '네 감사합니다');
    expect(await rowOf(client, promiseId)).toEqual(decided);
  });

  it('answers the newest offer of a promise, not one that it replaced', async () => {
    const client = start();
    const { promiseId } = await offer(client);
    const others = SLOTS.map(({ from, to }) => ({ from: from + 24 * HOUR, to: to + 24 * HOUR }));
    await offer(client, { promiseId, slots: others, at: TEN_O_CLOCK + 1_000 });
    await receive(client, '1번이요');
    expect((await rowOf(client, promiseId)).window).toEqual(others[0]);
  });

  it('moves none where two promises have been offered times: either may be meant', async () => {
    const client = start();
    const one = await offer(client);
    const other = await offer(client, { at: TEN_O_CLOCK + 1_000 });
    await receive(client, '1번이요');
    expect((await rowOf(client, one.promiseId)).reply).toBeNull();
    expect((await rowOf(client, other.promiseId)).reply).toMatchObject({
      slot: null,
      why: 'offers',
    });
  });

  it('says nothing of a promise that has ended, of an old offer, or of one that never left', async () => {
    const client = start();
    const ended = await offer(client);
    const close = said(ended.promiseId, now, { type: 'closed', reason: 'solved', words: '' });
    await client.call('promises.append', { facts: [close] });
    await receive(client, '1번이요');
    expect(await historyOf(client, ended.promiseId)).toEqual(['made', 'closed']);

    const { promiseId } = await offer(client);
    now += 73 * HOUR;
    await receive(client, '1번이요');
    expect(await historyOf(client, promiseId)).toEqual(['made']);
    const callbacks = callbackPolicySchema.parse({ offerHours: 100 });
    await client.call('settings.update', { patch: { callbacks } });
    await receive(client, '1번이요');
    expect((await rowOf(client, promiseId)).reply).toMatchObject({ why: 'past' });

    const waiting = made({ e164: '+821022223333', dialled: '01022223333' });
    const text = written({
      ...{ e164: '+821022223333', dialled: '01022223333' },
      content: {
        ...written().content,
        slots: SLOTS.map((one) => ({ from: one.from + 99 * HOUR, to: one.to + 99 * HOUR })),
      },
      origin: { ...written().origin, promiseId: waiting.promiseId },
    });
    await client.call('promises.append', { facts: [waiting] });
    await client.call('outbox.append', {
      facts: [text, textSaid(text.textId, now, { type: 'cancelled' })],
    });
    await receive(client, '1번이요', { e164: '+821022223333', dialled: '01022223333' });
    expect(await historyOf(client, waiting.promiseId)).toEqual(['made']);
  });

  it('keeps practice and customers apart, and one number from another', async () => {
    const client = start();
    const real = await offer(client);
    const practised = await offer(client, { practice: true });
    await receive(client, '1번이요', { e164: '+821077776666', dialled: '01077776666' });
    await receive(client, '2번이요', { practice: true });
    expect(await historyOf(client, real.promiseId)).toEqual(['made']);
    expect((await rowOf(client, practised.promiseId)).window).toEqual(SLOTS[1]);
    // However its number is written.
    await receive(client, '1번이요', { dialled: '+82 10-9999-1234' });
    expect((await rowOf(client, real.promiseId)).window).toEqual(SLOTS[0]);
  });

  it('is no other call for help where texts make promises, once it has chosen', async () => {
    const client = start();
    const callbacks = callbackPolicySchema.parse({ fromTexts: true });
    await client.call('settings.update', { patch: { callbacks } });
    const { promiseId } = await offer(client);
    await receive(client, '2번이요');
    expect(await rowOf(client, promiseId)).toMatchObject({ cries: 1 });
    await receive(client, '취소해 주세요');
    expect(await rowOf(client, promiseId)).toMatchObject({ cries: 2, reply: { why: 'refusal' } });
  });

  it('the agent takes a choice back, and says which was meant', async () => {
    const client = start();
    const { promiseId } = await offer(client);
    const before = (await rowOf(client, promiseId)).window;
    const fact = received({ at: now, body: '2번이요' });
    const { messageId } = fact;
    await client.call('messages.receive', { fact, answerBy: LATER });
    const say = (body: Parameters<typeof said>[2]) =>
      client.call('promises.append', { facts: [said(promiseId, now, body) as never] });
    await say({ type: 'unchosen', messageId });
    expect(await rowOf(client, promiseId)).toMatchObject({ window: before, reply: { slot: null } });
    await say({ type: 'chosen', messageId, slot: 0 });
    expect(await rowOf(client, promiseId)).toMatchObject({
      window: SLOTS[0],
      reply: { by: 'agent' },
    });
    await expect(
      client.call('promises.append', {
        facts: [
          { ...said(promiseId, now, { type: 'kept', callId: newId() }), type: 'replied' } as never,
        ],
      }),
    ).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('comes to the same when every row is made again from the facts', async () => {
    const client = start();
    const { promiseId } = await offer(client);
    await receive(client, '1번이요');
    await receive(client, '1번 말고 2번');
    const row = await rowOf(client, promiseId);
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const stored = (): unknown => db.prepare('SELECT * FROM promises ORDER BY id').all();
    const before = stored();
    db.transaction(() => rebuildPromises(db))();
    expect(stored()).toEqual(before);
    db.close();
    expect(await rowOf(start(), promiseId)).toEqual(row);
  });
});
