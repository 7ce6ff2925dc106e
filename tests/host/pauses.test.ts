import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { addPauseFact, rebuildPauses } from '#host/db/pauseProjection.ts';
import { ACTIVE_PAUSES, DUE_PAUSES } from '#host/db/pauses.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { CallFact } from '#shared/domain/call/record.ts';
import type { PauseFact, PauseRow } from '#shared/domain/pause/record.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, later, started, wholeCall } from './facts.ts';
import { received } from './messageFacts.ts';
import { afterwards, DAY, opened } from './pauseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

/** A Wednesday, ten in the morning in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 1);
const MINUTE = 60_000;

describe('pauses in contact', () => {
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

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
    now = WEDNESDAY;
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  const rowOf = async (client: RpcClient<IeumContract>, id: string): Promise<PauseRow> =>
    (await client.call('pauses.get', { id })).row;
  const append = (client: RpcClient<IeumContract>, facts: CallFact[]) =>
    client.call('calls.append', { facts });
  function unanswered(change: Parameters<typeof started>[0] = {}): CallFact[] {
    const first = started({ at: now, ...change });
    return [
      first,
      later(first.callId, 'ringing', now),
      ended(first.callId, now + 20_000, { outcome: 'missed', cause: { code: 'cancelled' } }),
    ];
  }

  it('hear the calls with their customer by themselves, and never those of practice', async () => {
    const client = open();
    const first = opened({ at: now });
    await client.call('pauses.append', { facts: [first] });
    now += MINUTE;
    await append(client, unanswered({ direction: 'outbound' }));
    expect(await rowOf(client, first.pauseId)).toMatchObject({ attempts: 1 });
    await append(client, wholeCall({ at: now, practice: true }));
    await append(client, wholeCall({ at: now, e164: '+82255551234', dialled: '0255551234' }));
    expect(await rowOf(client, first.pauseId)).toMatchObject({ attempts: 1, lastHeardAt: null });
    now += MINUTE;
    await append(client, unanswered());
    expect(await rowOf(client, first.pauseId)).toMatchObject({ lastHeardAt: now + 20_000 });
    now += MINUTE;
    const talk = wholeCall({ at: now });
    await append(client, talk);
    await append(client, talk);
    const { row, facts } = await client.call('pauses.get', { id: first.pauseId });
    // Whoever called is back in touch; that it is resumed is for the agent to say.
    expect(row).toMatchObject({ attempts: 0, lastHeardAt: now + 5_000, end: null });
    expect(facts.map(({ type }) => type)).toEqual(['opened', 'attempted', 'called', 'reached']);
  });

  it('take a text of their customer for a reply, once', async () => {
    const client = open();
    const first = opened({ at: now });
    await client.call('pauses.append', { facts: [first] });
    now += MINUTE;
    const { e164, dialled } = first.numbers[0] ?? {};
    const text = received({
      at: now,
      e164: e164 ?? null,
      dialled: dialled ?? '',
      body: '괜찮습니다.',
    });
    await client.call('messages.receive', { fact: text, answerBy: now + MINUTE });
    await client.call('messages.receive', { fact: text, answerBy: now + MINUTE });
    const other = received({ at: now, e164: '+82255551234', dialled: '0255551234' });
    await client.call('messages.receive', { fact: other, answerBy: now + MINUTE });
    const { row, facts } = await client.call('pauses.get', { id: first.pauseId });
    expect(row).toMatchObject({ lastReplyAt: now, end: null });
    expect(facts.slice(1)).toEqual([
      expect.objectContaining({ type: 'reply', channel: 'text', text: '괜찮습니다.' }),
    ]);
  });

  it('say nothing of the call in which they were written down, nor of earlier ones', async () => {
    const client = open();
    const talk = wholeCall({ at: now });
    await append(client, talk.slice(0, 3));
    const first = opened({ at: now + 30_000 });
    await client.call('pauses.append', { facts: [first] });
    await append(client, talk.slice(3));
    expect(await rowOf(client, first.pauseId)).toMatchObject({ lastHeardAt: null });
  });

  it('tell each check-in once, after a restart too, and only when somebody is there', async () => {
    const first = opened({ at: now });
    const [one, two] = first.checkIns;
    if (!one || !two) throw new Error('two');
    const alone = start();
    const page = alone.connect();
    await page.client.call('pauses.append', { facts: [first] });
    page.pair.client.close();
    now = one.at;
    alone.tick();
    await stop();
    const told: string[][] = [];
    const again = (): TestHost => {
      const test = start();
      const { client } = test.connect();
      client.on('pauses.reminder', ({ rows }) => told.push(rows.map(({ id }) => id)));
      return test;
    };
    // Too early: a clock that was put back.
    now = one.at - 2 * 60 * MINUTE;
    const early = again();
    early.tick();
    now = one.at + MINUTE;
    early.tick();
    early.tick();
    await stop();
    now -= 2 * 60 * MINUTE;
    const later_ = again();
    later_.tick();
    now += 4 * 60 * MINUTE;
    later_.tick();
    expect(told).toEqual([[first.pauseId]]);
    const { client } = later_.connect();
    const moved = { checkInId: one.id, to: now + MINUTE };
    await client.call('pauses.append', {
      facts: [afterwards(first.pauseId, now, { type: 'check-in-moved', ...moved })],
    });
    later_.tick();
    now += MINUTE;
    later_.tick();
    later_.tick();
    // What was said has come by the time that the next answer has.
    await client.call('pauses.list', {});
    expect(told).toHaveLength(2);
  });

  it('are one for each customer, by any of their numbers', async () => {
    const client = open();
    const first = opened({ at: now });
    const second = opened({
      at: now,
      numbers: [
        { address: '', dialled: '02-555-1234', e164: '+8225551234' },
        { address: '', dialled: '+82 10 9999 1234', e164: '+821099991234' },
      ],
    });
    await client.call('pauses.append', { facts: [first] });
    await expect(client.call('pauses.append', { facts: [second] })).rejects.toMatchObject({
      code: 'pause.already',
    });
    // Practice is another world.
    const practice = opened({ at: now, practice: true });
    await client.call('pauses.append', { facts: [practice] });
    const closed = afterwards(first.pauseId, now, { type: 'closed', reason: 'other', words: '' });
    await client.call('pauses.append', { facts: [closed, second] });
    await expect(
      client.call('pauses.append', {
        facts: [afterwards(first.pauseId, now, { type: 'reopened' })],
      }),
    ).rejects.toMatchObject({ code: 'pause.already' });
  });

  it('that were kept in memory move over, with what was heard meanwhile', async () => {
    const kept = opened({ at: now });
    await open().call('pauses.append', { facts: [kept] });
    await stop();
    const file = dataDir;
    dataDir = join(dir.path, 'other');
    writeFileSync(dataDir, '');
    const other = start();
    const { client } = other.connect();
    expect(other.host.storage.state).toBe('volatile');
    now += MINUTE;
    await append(client, wholeCall({ at: now }));
    const mine = opened({
      at: now,
      numbers: [{ address: '', dialled: '0255551234', e164: '+82255551234' }],
    });
    await client.call('pauses.append', { facts: [mine] });
    rmSync(dataDir);
    renameSync(file, dataDir);
    other.tick();
    expect(other.host.storage.state).toBe('ok');
    expect((await client.call('pauses.list', {})).rows).toHaveLength(2);
    expect(await rowOf(client, kept.pauseId)).toMatchObject({ lastHeardAt: now + 5_000 });
  });

  it('are what their facts add up to, however often each is told, and can be made again', async () => {
    let seed = 9;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    open();
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const firsts = Array.from({ length: 30 }, (_, index) =>
      opened({
        at: WEDNESDAY + index,
        numbers: [{ address: '', dialled: `1${index}`, e164: null }],
      }),
    );
    const callIds = Array.from({ length: 30 }, newId);
    const preferences = { channel: null, hours: '', note: '' };
    const facts: PauseFact[] = [...firsts];
    for (let count = 0; count < 1_500; count += 1) {
      const of = firsts[random(firsts.length)] ?? opened();
      const checkInId = of.checkIns[random(2)]?.id ?? newId();
      const callId = callIds[random(callIds.length)] ?? newId();
      const at = WEDNESDAY + random(DAY);
      const bodies = [
        { type: 'cause', cause: 'requested', note: String(count) },
        { type: 'inquiry', channel: 'text', text: '' },
        { type: 'check-in', checkIn: { id: newId(), at } },
        { type: 'check-in-moved', checkInId, to: at },
        { type: 'check-in-done', checkInId, channel: null, note: '' },
        { type: 'check-in-dropped', checkInId },
        { type: 'reminded', checkInId, armedBy: of.id },
        { type: 'support', text: String(random(4)), answer: 'accepted' },
        { type: 'attempted', callId, outcome: 'missed', rang: true },
        { type: 'reached', callId },
        { type: 'lesson', text: String(count) },
        { type: 'reopened' },
        ...(random(9) === 0 ? [{ type: 'resumed', thanks: '', preferences } as const] : []),
      ] as const;
      const body = bodies[random(bodies.length)] ?? bodies[0];
      facts.push({ ...body, id: newId(), pauseId: of.pauseId, at });
    }
    // In any order, and any of them twice: also what comes before the pause itself.
    const delivered = [...facts, ...facts.filter(() => random(3) === 0)]
      .map((fact) => ({ fact, place: random(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
    const agent = newId();
    db.transaction(() => {
      for (const fact of delivered) addPauseFact(db, fact, agent);
    })();
    const rows = (): unknown[] => [
      ...db.prepare('SELECT * FROM pauses ORDER BY id').all(),
      ...db.prepare('SELECT * FROM pause_numbers ORDER BY customer').all(),
    ];
    const before = rows();
    expect(before).toHaveLength(2 * firsts.length);
    // The rebuilding is what is tested, not a table it left alone.
    db.exec("UPDATE pauses SET body = '{}', due_at = 1, ended_at = 1");
    db.transaction(() => rebuildPauses(db))();
    expect(rows()).toEqual(before);
    expect(() => db.exec('UPDATE pause_events SET at = 0')).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM pause_events')).toThrow(/append-only/);
    db.close();
  });

  it('that are due are found by an index', async () => {
    open();
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    const planOf = (sql: string, ...values: unknown[]): string =>
      db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...values)
        .map((step) => (step as { detail: string }).detail)
        .join('\n');
    expect(planOf(DUE_PAUSES, 1, 1)).toMatch(/SEARCH pauses USING INDEX pauses_to_remind/);
    const values = { dueAt: 1, id: '', limit: 1 };
    expect(planOf(ACTIVE_PAUSES, values)).toMatch(/SEARCH pauses USING INDEX pauses_active/);
    db.close();
  });
});
