import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { rebuildOutbox } from '#host/db/outbox.ts';
import { newId } from '#host/newId.ts';
import type { HostOptions } from '#host/host.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { WORDS_ONLY } from '#shared/domain/outbox/content.ts';
import { quietUntil } from '#shared/domain/outbox/quietHours.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import type { TextRow } from '#shared/domain/outbox/record.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { scriptedGateway } from '../support/scriptedGateway.ts';
import type { ScriptedGateway } from '../support/scriptedGateway.ts';
import { virtualTime } from '../support/virtualTime.ts';
import type { VirtualTime } from '../support/virtualTime.ts';
import { learnt, MOBILE, somebody } from './customerFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** A Wednesday, two in the afternoon in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 5);

type Client = RpcClient<IeumContract>;
type Written = Parameters<typeof written>[0];

/** One of many mobile customers. */
const customer = (n: number): Written => {
  const digits = String(10_000_000 + n);
  return {
    ...{ dialled: `010${digits}`, e164: `+8210${digits}`, name: null },
    address: `sip:010${digits}@pbx.example.com`,
  };
};

describe('a text that waits', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  let time: VirtualTime;
  let gateways: ScriptedGateway[];
  let only: ScriptedGateway;
  const running: TestHost[] = [];

  function start(options: Partial<HostOptions> = {}): Client {
    const test = startHost(dataDir, {
      ...{ clock: time.clock, later: time.later, textWays: () => gateways.map(({ way }) => way) },
      ...options,
    });
    running.push(test);
    return test.connect().client;
  }
  /** Without a word to anybody, as far as the folder allows. */
  async function stop(): Promise<void> {
    for (const { host } of running.splice(0)) await host.stop();
  }

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    time = virtualTime(WEDNESDAY);
    only = scriptedGateway();
    gateways = [only];
  });
  afterEach(async () => {
    await stop();
    dir.remove();
  });

  async function write(client: Client, change: Written = {}): Promise<string> {
    const fact = written({ at: time.clock(), ...change });
    await client.call('outbox.append', { facts: [fact] });
    return fact.textId;
  }
  const rowOf = async (client: Client, id: string): Promise<TextRow> =>
    (await client.call('outbox.get', { id })).row;
  const historyOf = async (client: Client, id: string): Promise<string[]> =>
    (await client.call('outbox.get', { id })).facts.map(({ type }) => type);
  const holdOf = async (client: Client, id: string): Promise<unknown> =>
    (await client.call('outbox.outlook', { ids: [id] })).holds[0] ?? null;
  const say = (client: Client, id: string, body: Parameters<typeof textSaid>[2]) =>
    client.call('outbox.append', { facts: [textSaid(id, time.clock(), body)] });

  it('is stored as sending before the gateway has it, then as accepted, then as delivered', async () => {
    const client = start();
    let stored: string | undefined;
    only.answer = () => {
      // What another program finds in the file at the moment when the gateway is asked.
      const db = openFile(join(dataDir, 'ieum.sqlite'));
      stored = db.prepare('SELECT phase FROM outbox').pluck().get() as string;
      db.close();
      return { kind: 'accepted', ref: 'r1' };
    };
    const id = await write(client);
    await time.pass(SECOND);
    expect(stored).toBe('sending');
    expect(await rowOf(client, id)).toMatchObject({
      delivery: { state: 'accepted', gatewayId: 'one', gatewayName: 'One', form: 'sms', ref: 'r1' },
    });
    await time.pass(10 * SECOND);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'delivered' } });
    expect(await historyOf(client, id)).toEqual(['written', 'sending', 'accepted', 'delivered']);
    const { key } = (await rowOf(client, id)).delivery ?? {};
    expect(only.asked).toEqual([
      {
        ...{ key, to: '01099991234', from: '0215881234', form: 'sms', subject: '' },
        ...{ body: '11/26(목) 15:00에 전화드리겠습니다.', advertising: false, attachments: [] },
      },
    ]);
  });

  it('waits while there is nothing to send it by, and says so', async () => {
    gateways = [];
    const client = start();
    const id = await write(client);
    await time.pass(HOUR);
    expect(await historyOf(client, id)).toEqual(['written']);
    expect(await holdOf(client, id)).toEqual({ id, why: 'no-way', until: null });
    expect((await client.call('outbox.outlook', { ids: [] })).ways).toEqual([]);
    // As soon as there is: the settings say so.
    gateways = [only];
    await client.call('settings.update', { patch: { theme: 'dark' } });
    await time.pass(SECOND);
    expect(only.asked).toHaveLength(1);
  });

  it('waits for its time, and where it cannot be sent', async () => {
    const client = start();
    const smile = await write(client, { ...customer(2), body: '감사합니다 😀' });
    const landline = await write(client, { dialled: '025551234', e164: '+8225551234' });
    const long = await write(client, { ...customer(4), body: '가'.repeat(1_001) });
    const tomorrow = time.clock() + 20 * HOUR;
    const planned = written({ at: time.clock(), ...customer(5) });
    const at = textSaid(planned.textId, time.clock(), { type: 'scheduled', notBefore: tomorrow });
    await client.call('outbox.append', { facts: [planned, at] });
    await time.pass(MINUTE);
    expect(only.asked).toEqual([]);
    const holds = await client.call('outbox.outlook', {
      ids: [smile, landline, long, planned.textId],
    });
    expect(holds.holds.map(({ why }) => why)).toEqual([
      ...['characters', 'number', 'long', 'scheduled'],
    ]);
    await say(client, smile, { type: 'edited', body: '감사합니다' });
    await time.pass(SECOND);
    expect(only.asked.map(({ to }) => to)).toEqual(['01010000002']);
    await time.pass(20 * HOUR);
    expect(only.asked.map(({ to }) => to).slice(1)).toEqual(['01010000005']);
  });

  it('to somebody who wants none by then waits for a reason', async () => {
    const client = start();
    const kim = somebody('김하늘', [MOBILE]);
    const no = learnt(kim.id, time.clock(), {
      ...{ type: 'consented', kind: 'informational', given: false, on: time.clock() },
      source: '전화',
    });
    await client.call('customers.append', { facts: [...kim.facts, no] });
    const id = await write(client);
    await time.pass(MINUTE);
    expect(await holdOf(client, id)).toMatchObject({ why: 'unwanted' });
    const content = { ...WORDS_ONLY, despite: '예약이 취소되어 꼭 아셔야 함' };
    await say(client, id, { type: 'edited', body: '예약이 취소되었습니다.', content });
    await time.pass(MINUTE);
    expect(only.asked).toHaveLength(1);
  });

  it('says by what ways it leaves, and how it is counted by each', async () => {
    const client = start();
    expect((await client.call('outbox.outlook', { ids: [] })).ways).toEqual([
      {
        ...{ id: 'one', name: 'One', kind: 'gateway', numberKinds: only.way.numberKinds },
        ...{ encoding: 'cp949', newline: 'lf' },
      },
    ]);
  });

  it('does not leave at night, whatever the clock is set to', async () => {
    const client = start();
    time.setClock(WEDNESDAY + 8 * HOUR);
    const id = await write(client);
    await time.pass(HOUR);
    expect(await holdOf(client, id)).toMatchObject({ why: 'quiet' });
    // Forward past the night and back into it, before anybody has looked.
    time.setClock(WEDNESDAY + 30 * HOUR);
    time.setClock(WEDNESDAY + 10 * HOUR);
    await time.pass(HOUR);
    expect(only.asked).toEqual([]);
    time.setClock(WEDNESDAY + 20 * HOUR);
    await time.pass(MINUTE);
    expect(only.asked).toHaveLength(1);
  });

  it('that advertises leaves only with consent, and never at night', async () => {
    const client = start();
    const content = { ...written().content, category: 'advertising' as const };
    await client.call('settings.update', {
      patch: { missedTexts: { ...missedTextsSchema.parse({}), quiet: false } },
    });
    const id = await write(client, { content });
    await time.pass(MINUTE);
    expect(await holdOf(client, id)).toMatchObject({ why: 'consent' });
    const card = somebody('김철수', [MOBILE], WEDNESDAY);
    await client.call('customers.append', { facts: card.facts });
    const agreed = { type: 'consented', kind: 'advertising', given: true } as const;
    await client.call('customers.append', {
      facts: [learnt(card.id, time.clock(), { ...agreed, on: time.clock(), source: '통화' })],
    });
    time.setClock(WEDNESDAY + 8 * HOUR);
    await time.pass(MINUTE);
    expect(await holdOf(client, id)).toMatchObject({ why: 'quiet' });
    time.setClock(WEDNESDAY + 20 * HOUR);
    await time.pass(MINUTE);
    expect(only.asked).toMatchObject([{ advertising: true }]);
  });

  it('that is too old to be of use waits for the agent', async () => {
    gateways = [];
    const client = start();
    const id = await write(client);
    await time.pass(92 * HOUR);
    gateways = [only];
    await time.pass(2 * MINUTE);
    expect(only.asked).toEqual([]);
    expect(await holdOf(client, id)).toMatchObject({ why: 'stale' });
    await say(client, id, { type: 'scheduled', notBefore: time.clock() });
    await time.pass(SECOND);
    expect(only.asked).toHaveLength(1);
  });

  it('is tried again after what the gateway asks for, and no sooner', async () => {
    const client = start();
    only.answer = () => ({ kind: 'delayed', code: 'gateway.busy', words: '429', afterMs: 90_000 });
    const id = await write(client);
    await time.pass(89 * SECOND);
    expect(only.asked).toHaveLength(1);
    expect(await holdOf(client, id)).toMatchObject({ why: 'retry' });
    only.answer = () => ({ kind: 'accepted', ref: null });
    await time.pass(2 * SECOND);
    expect(only.asked).toHaveLength(2);
    // A key is for one attempt: nobody takes the second for a copy of the first.
    expect(new Set(only.asked.map(({ key }) => key)).size).toBe(2);
  });

  it('is asked about less and less often, and goes to a person in the end', async () => {
    const client = start();
    only.answer = () => ({ kind: 'delayed', code: 'gateway.busy', words: '', afterMs: null });
    const id = await write(client);
    await time.pass(HOUR);
    expect(only.asked.length).toBeLessThan(22);
    await time.pass(5 * HOUR);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'failed', attempts: 60 } });
    await time.pass(5 * HOUR);
    expect(only.asked).toHaveLength(60);
  });

  it('goes by another gateway, and as another type, where it was surely not taken', async () => {
    const two = scriptedGateway({ id: 'two', name: 'Two' });
    gateways = [only, two];
    const client = start();
    only.answer = ({ form }) =>
      form === 'sms'
        ? { kind: 'refused', code: 'gateway.form', words: 'no sms today' }
        : { kind: 'refused', code: 'gateway.refused', words: 'nor lms' };
    const id = await write(client);
    await time.pass(SECOND);
    expect(only.asked.map(({ form }) => form)).toEqual(['sms', 'lms']);
    expect(two.asked.map(({ form }) => form)).toEqual(['sms']);
    expect(await rowOf(client, id)).toMatchObject({
      delivery: { state: 'accepted', gatewayId: 'two' },
    });
    expect(await historyOf(client, id)).toEqual([
      ...['written', 'sending', 'delayed', 'sending', 'delayed', 'sending', 'accepted'],
    ]);
  });

  it('fails once everything that could take it has refused, and goes again when told to', async () => {
    const client = start();
    only.answer = () => ({ kind: 'refused', code: 'gateway.number', words: '없는 번호' });
    const id = await write(client);
    await time.pass(HOUR);
    expect(only.asked).toHaveLength(1);
    expect(await rowOf(client, id)).toMatchObject({
      delivery: { state: 'failed', code: 'gateway.number', words: '없는 번호' },
    });
    expect(await client.call('outbox.counts', {})).toMatchObject({ open: 0, trouble: 1 });
    only.answer = () => ({ kind: 'accepted', ref: null });
    await say(client, id, { type: 'retried' });
    await time.pass(SECOND);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'accepted', attempts: 1 } });
  });

  it("is nobody's to send again by itself where a gateway without keys may have it", async () => {
    const two = scriptedGateway({ id: 'two' });
    only = scriptedGateway({ takesKey: false });
    gateways = [only, two];
    only.answer = () => ({ kind: 'unsure', code: 'gateway.timeout', words: '' });
    const client = start();
    const id = await write(client);
    await time.pass(30 * HOUR);
    expect([only.asked.length, two.asked.length]).toEqual([1, 0]);
    expect(only.asked[0]?.key).toBeNull();
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'unsure' } });
    // What the gateway, or a person, says later settles it.
    const attemptId = (await rowOf(client, id)).delivery?.attemptId ?? '';
    const of = { textId: id, attemptId };
    expect(await client.call('outbox.report', { of, what: 'delivered' })).toEqual({
      changed: true,
    });
    expect(await client.call('outbox.report', { of, what: 'delivered' })).toEqual({
      changed: false,
    });
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'delivered' } });
  });

  it('is asked about once more with the same key where the gateway knows keys', async () => {
    only.answer = (_text, times) =>
      times < 4
        ? { kind: 'unsure', code: 'gateway.timeout', words: '' }
        : { kind: 'accepted', ref: 'r' };
    const client = start();
    const id = await write(client);
    await time.pass(MINUTE);
    expect(only.asked).toHaveLength(4);
    expect(new Set(only.asked.map(({ key }) => key)).size).toBe(1);
    expect(await historyOf(client, id)).toEqual(['written', 'sending', 'accepted', 'delivered']);
  });

  it('with a key goes to a person too, when the gateway never says a word', async () => {
    only.answer = () => ({ kind: 'unsure', code: 'gateway.cut', words: '' });
    const client = start();
    const id = await write(client);
    await time.pass(10 * HOUR);
    expect(only.asked.length).toBeLessThanOrEqual(7);
    expect(await rowOf(client, id)).toMatchObject({
      delivery: { state: 'unsure', code: 'gateway.cut' },
    });
  });

  it.each([
    [true, 'the same key', 'delivered', 2],
    [false, 'no second time', 'unsure', 1],
  ] as const)(
    'left without an answer by a restart: with keys %s, %s',
    async (takesKey, _how, state, asked) => {
      only = scriptedGateway({ takesKey });
      gateways = [only];
      only.answer = () => new Promise(() => undefined);
      const first = start();
      const id = await write(first);
      await time.pass(SECOND);
      expect(only.asked).toHaveLength(1);
      await stop();
      only.answer = () => ({ kind: 'accepted', ref: 'r' });
      const client = start();
      await time.pass(MINUTE);
      expect(await rowOf(client, id)).toMatchObject({ delivery: { state } });
      expect(only.asked).toHaveLength(asked);
      expect(new Set(only.asked.map(({ key }) => key)).size).toBe(1);
    },
  );

  it('after a restart is asked about neither at night, nor when its key is forgotten', async () => {
    only.answer = () => new Promise(() => undefined);
    time.setClock(WEDNESDAY + 6.9 * HOUR);
    const id = await write(start());
    await time.pass(SECOND);
    await stop();
    time.setClock(WEDNESDAY + 7.5 * HOUR);
    const night = start();
    await time.pass(HOUR);
    expect(only.asked).toHaveLength(1);
    expect(await rowOf(night, id)).toMatchObject({ delivery: { state: 'sending' } });
    await time.pass(11 * HOUR);
    expect(await rowOf(night, id)).toMatchObject({
      delivery: { state: 'unsure', code: 'outbox.interrupted' },
    });
    expect(only.asked).toHaveLength(1);
  });

  it('to one customer never overtakes an earlier one; to another it may', async () => {
    const client = start();
    let open: (answer: { kind: 'accepted'; ref: null }) => void = () => undefined;
    only.answer = ({ body }) =>
      body === '먼저'
        ? new Promise((resolve) => (open = resolve))
        : { kind: 'accepted', ref: null };
    await write(client, { ...customer(1), body: '먼저' });
    await write(client, { ...customer(1), body: '나중' });
    await write(client, { ...customer(2), body: '다른 고객' });
    await time.pass(MINUTE);
    expect(only.asked.map(({ body }) => body)).toEqual(['먼저', '다른 고객']);
    open({ kind: 'accepted', ref: null });
    await time.pass(SECOND);
    expect(only.asked.map(({ body }) => body)).toEqual(['먼저', '다른 고객', '나중']);
  });

  it('leaves a few at a time', async () => {
    const client = start();
    only.answer = () => new Promise(() => undefined);
    for (let n = 0; n < 12; n += 1) await write(client, customer(n));
    await time.pass(MINUTE);
    expect(only.asked).toHaveLength(4);
  });

  it('stays when as many have left as may in a day, and leaves the next day', async () => {
    const client = start();
    const missedTexts = { ...missedTextsSchema.parse({}), perDay: 2 };
    await client.call('settings.update', { patch: { missedTexts } });
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await write(client, customer(n)));
    await time.pass(HOUR);
    expect(only.asked).toHaveLength(2);
    expect(await holdOf(client, ids[2] ?? '')).toMatchObject({ why: 'day' });
    // A restart does not begin the day anew.
    await stop();
    start();
    await time.pass(HOUR);
    expect(only.asked).toHaveLength(2);
    await time.pass(24 * HOUR);
    expect(only.asked).toHaveLength(3);
  });

  it('is not worn out by a gateway that cannot be used: it waits, and says why', async () => {
    const client = start();
    only.answer = () => ({ kind: 'refused', code: 'gateway.auth', words: 'wrong key' });
    const id = await write(client);
    await time.pass(HOUR);
    expect(await rowOf(client, id)).toMatchObject({
      delivery: { state: 'delayed', code: 'gateway.auth', attempts: 0 },
    });
    only.answer = () => ({ kind: 'accepted', ref: null });
    await client.call('settings.update', { patch: { theme: 'dark' } });
    await time.pass(SECOND);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'accepted' } });
  });

  it('of the practice exchange leaves this computer at no hour and arrives within seconds', async () => {
    const client = start();
    time.setClock(WEDNESDAY + 10 * HOUR);
    const id = await write(client, { practice: true, dialled: 'kim', e164: null });
    const seen = [];
    for (let look = 0; look < 20; look += 1) {
      seen.push((await rowOf(client, id)).delivery?.state ?? 'waiting');
      await time.pass(SECOND / 2);
    }
    expect([...new Set(seen)]).toEqual(['waiting', 'sending', 'accepted', 'delivered']);
    expect(only.asked).toEqual([]);
  });

  it('is learnt of ever more seldom, for three days', async () => {
    only.delivery = () => Promise.resolve({ kind: 'pending' });
    const client = start();
    const id = await write(client);
    await time.pass(HOUR);
    const first = only.learnt.length;
    expect(first).toBeGreaterThan(8);
    expect(first).toBeLessThan(20);
    await time.pass(100 * HOUR);
    expect(only.learnt.length).toBeLessThan(100);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'accepted' } });
    // A relay may still know.
    const of = { ref: only.learnt[0] ?? '' };
    const failed = { of, what: 'failed' as const, code: 'gateway.handset', words: '전원 꺼짐' };
    expect(await client.call('outbox.report', failed)).toEqual({ changed: true });
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'failed' } });
    expect(
      await client.call('outbox.report', { of: { ref: 'nobody' }, what: 'delivered' }),
    ).toEqual({
      changed: false,
    });
  });

  it('leaves nothing undone when the clock goes back while it waits', async () => {
    const client = start();
    only.answer = () => ({ kind: 'delayed', code: 'gateway.offline', words: '', afterMs: null });
    const id = await write(client);
    await time.pass(10 * MINUTE);
    time.setClock(WEDNESDAY - 4 * HOUR);
    const before = time.calls;
    only.answer = () => ({ kind: 'accepted', ref: 'r' });
    await time.pass(HOUR);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'delivered' } });
    // And nobody runs in circles.
    expect(time.calls - before).toBeLessThan(400);
  });

  it("is none of the host's to change while it leaves, and to confirm only in doubt", async () => {
    const client = start();
    only.answer = () => new Promise(() => undefined);
    const id = await write(client);
    await time.pass(SECOND);
    for (const body of [
      { type: 'edited', body: '고침' },
      { type: 'cancelled' },
      { type: 'handed' },
      { type: 'scheduled', notBefore: null },
    ] as const) {
      await expect(say(client, id, body)).rejects.toMatchObject({ code: 'outbox.leaving' });
    }
    for (const type of ['retried', 'confirmed'] as const) {
      await expect(say(client, id, { type })).rejects.toMatchObject({ code: 'outbox.no-trouble' });
    }
    const other = await write(client, customer(1));
    const year = { type: 'scheduled', notBefore: time.clock() + 400 * 24 * HOUR } as const;
    await expect(say(client, other, year)).rejects.toMatchObject({ code: 'outbox.too-far' });
  });

  it('to an extension waits for the page with the phone, and is in doubt when that goes', async () => {
    const test = startHost(dataDir, { clock: time.clock, later: time.later, textWays: () => [] });
    running.push(test);
    const { client } = test.connect();
    await client.call('settings.update', { patch: { line: 'account' } });
    const extension = { dialled: '2001', e164: null, address: 'sip:2001@pbx.example.com' };
    const id = await write(client, extension);
    await time.pass(MINUTE);
    expect(await holdOf(client, id)).toMatchObject({ why: 'phone' });

    const page = test.connect();
    const asked: string[] = [];
    client.on('outbox.bySip', ({ attemptId }) => asked.push(attemptId));
    const deskId = newId();
    await page.client.call('desk.claim', { deskId, takeOver: false });
    await time.pass(SECOND);
    expect(asked).toHaveLength(1);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'sending', form: 'sip' } });
    page.pair.client.close();
    await time.pass(SECOND);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'unsure' } });
    // Another page is not asked for it; what the first one says late is believed.
    await client.call('desk.claim', { deskId: newId(), takeOver: false });
    await time.pass(HOUR);
    expect(asked).toHaveLength(1);
    const of = { textId: id, attemptId: asked[0] ?? '' };
    expect(await client.call('outbox.report', { of, what: 'accepted' })).toEqual({ changed: true });
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'accepted' } });
  });

  it('that the phone has no line for is not worn out by waiting', async () => {
    const client = start({ textWays: () => [] });
    await client.call('settings.update', { patch: { line: 'account' } });
    await client.call('desk.claim', { deskId: newId(), takeOver: false });
    const noLine = { what: 'delayed', code: 'message.no-line' } as const;
    let asked = 0;
    client.on('outbox.bySip', ({ textId, attemptId }) => {
      asked += 1;
      void client.call('outbox.report', { of: { textId, attemptId }, ...noLine });
    });
    const id = await write(client, { dialled: '2001', e164: null });
    await time.pass(HOUR);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(25);
    expect(await rowOf(client, id)).toMatchObject({ delivery: { state: 'delayed', attempts: 0 } });
  });

  it('comes out of the facts again as it is', async () => {
    const client = start();
    only.answer = (_text, times) =>
      times % 2
        ? { kind: 'delayed', code: 'gateway.busy', words: '', afterMs: null }
        : { kind: 'accepted', ref: `r${times}` };
    for (let n = 0; n < 5; n += 1) await write(client, customer(n));
    await time.pass(MINUTE);
    await write(client, { ...customer(9), body: '감사합니다 😀' });
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const rows = db.prepare('SELECT * FROM outbox ORDER BY id').all();
    rebuildOutbox(db);
    expect(db.prepare('SELECT * FROM outbox ORDER BY id').all()).toEqual(rows);
    db.close();
  });

  it(
    'by the thousand, offline for a day: in order, none at night, each of them once',
    { timeout: 60_000 },
    async () => {
      const client = start();
      const quiet = missedTextsSchema.parse({});
      let online = false;
      const hours: number[] = [];
      const taken: string[] = [];
      only.answer = ({ to }) => {
        if (!online) return { kind: 'delayed', code: 'gateway.offline', words: '', afterMs: null };
        hours.push(time.clock());
        taken.push(to);
        return { kind: 'accepted', ref: null };
      };
      const facts = Array.from({ length: 1_000 }, (_, n) =>
        written({ at: time.clock() + n, ...customer(n) }),
      );
      for (let from = 0; from < 1_000; from += 100) {
        await client.call('outbox.append', { facts: facts.slice(from, from + 100) });
      }
      await time.pass(24 * HOUR);
      expect(taken).toEqual([]);
      // No more than one question in five minutes of the day, and none in the night.
      expect(only.asked.length).toBeLessThan(200);
      expect((await client.call('outbox.counts', {})).open).toBe(1_000);
      // The network comes back in the evening: what does not leave before nine leaves from eight on.
      time.setClock(WEDNESDAY + 24 * HOUR + 6.98 * HOUR);
      const real = only.answer;
      online = true;
      only.answer = (text, times) =>
        new Promise((resolve) => {
          time.later(2 * SECOND, () => resolve(real(text, times)));
        });
      await time.pass(14 * HOUR);
      expect(taken).toEqual(facts.map(({ dialled }) => dialled));
      // It is asked before it answers.
      expect(hours.filter((at) => quietUntil(quiet, at - 2 * SECOND) !== null)).toEqual([]);
      expect(new Set(hours.map((at) => new Date(at).toDateString())).size).toBe(2);
      expect(await client.call('outbox.counts', {})).toMatchObject({ open: 0, done: 1_000 });
    },
  );
});
