import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { readStatus, rebuildAvailability } from '#host/db/availability.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { Absence, Reserved } from '#shared/domain/availability/status.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, later, started } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const MINUTE = 60_000;
/** 2026-11-26 10:00 in Seoul. */
const TEN = Date.UTC(2026, 10, 26, 1);

const MEETING: Absence = {
  reasonId: 'meeting',
  reasonName: null,
  back: { at: TEN + 5 * 60 * MINUTE },
  note: '3층',
  alternate: '박민지 02-1234-5678',
};

describe('availability', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let now: number;
  let test: TestHost;
  let client: RpcClient<IeumContract>;
  /** Of the page: a reload keeps it. */
  let deskId: string;

  async function start(): Promise<void> {
    test = startHost(dir.path, { clock: () => now });
    ({ client } = test.connect());
    await client.call('desk.claim', { deskId, takeOver: false });
  }
  const restart = async (): Promise<void> => {
    await test.host.stop();
    await start();
  };
  /** Minutes go by, with a look every twenty seconds as the host's timer does each second. */
  function pass(minutes: number): void {
    for (let left = minutes * 3; left > 0; left -= 1) {
      now += 20_000;
      test.tick();
    }
  }
  const status = () => client.call('availability.status', {});
  const set = (to: Reserved) => client.call('availability.set', { id: newId(), to, by: 'agent' });
  const day = () => client.call('availability.day', { from: TEN, to: TEN + 12 * 60 * MINUTE });
  const kinds = async () =>
    (await day()).spans.map(({ kind, reasonId, from }) => [
      reasonId ?? kind,
      (from - TEN) / MINUTE,
    ]);

  /** Talked to for one minute, up to now. */
  async function talk(): Promise<void> {
    const first = started({ at: now - MINUTE });
    const answered = later(first.callId, 'answered', now - MINUTE);
    await client.call('calls.append', { facts: [first, answered, ended(first.callId, now)] });
  }

  beforeEach(async () => {
    dir = makeTempDir();
    now = TEN;
    deskId = newId();
    await start();
  });
  afterEach(async () => {
    await test.host.stop();
    dir.remove();
  });

  it('calls are taken from the first moment somebody is at the desk', async () => {
    expect((await status()).span).toMatchObject({ kind: 'available', from: TEN, by: 'start' });
  });

  it('two changes are two rows, and every page is told', async () => {
    const told: unknown[] = [];
    test.connect().client.on('availability.changed', (data) => told.push(data));
    pass(5);
    await set(MEETING);
    pass(60);
    const back = await set('available');
    expect(told).toHaveLength(2);
    expect(told.at(-1)).toEqual(back);
    expect(await kinds()).toEqual([
      ['available', 0],
      ['meeting', 5],
      ['available', 65],
    ]);
  });

  it('the same change sent again after a broken line is one change', async () => {
    const change = { id: newId(), to: MEETING, by: 'agent' } as const;
    await client.call('availability.set', change);
    await set('available');
    await client.call('availability.set', change);
    expect((await status()).span?.kind).toBe('available');
  });

  it('after-call work begins with the end of an answered call, and ends to the second', async () => {
    pass(10);
    await talk();
    expect((await status()).span).toMatchObject({ reasonId: 'wrap-up', until: now + 30_000 });
    const { until } = (await status()).span ?? {};
    now = (until ?? 0) - 1;
    test.tick();
    expect((await status()).span?.reasonId).toBe('wrap-up');
    now += 1;
    test.tick();
    expect((await status()).span).toMatchObject({ kind: 'available', from: until, by: 'time' });
  });

  it('it can be extended, and ended by hand', async () => {
    pass(10);
    await talk();
    await client.call('availability.extend', { id: newId(), until: now + 2 * MINUTE });
    pass(1);
    expect((await status()).span?.reasonId).toBe('wrap-up');
    await set('available');
    expect((await status()).span).toMatchObject({ kind: 'available', by: 'agent' });
  });

  it('a missed call, or one while another customer is talked to, begins none', async () => {
    const missed = started({ at: now });
    const talked = started({ at: now });
    await client.call('calls.append', {
      facts: [
        missed,
        ended(missed.callId, now, { outcome: 'missed' }),
        talked,
        later(talked.callId, 'answered', now),
      ],
    });
    await talk();
    expect((await status()).span?.kind).toBe('available');
    await client.call('calls.append', { facts: [ended(talked.callId, now)] });
    expect((await status()).span?.reasonId).toBe('wrap-up');
  });

  it('where the desk wants none there is none', async () => {
    await client.call('settings.update', { patch: { wrapUpSeconds: 0 } });
    await talk();
    expect((await status()).span?.kind).toBe('available');
  });

  it('what is reserved during a call comes after its after-call work', async () => {
    const next = { ...MEETING, back: { minutes: 30 } };
    await client.call('availability.reserve', { id: newId(), next });
    pass(5);
    await talk();
    expect(await status()).toMatchObject({ span: { reasonId: 'wrap-up' }, reserved: next });
    const end = now + 30_000;
    pass(2);
    expect(await status()).toMatchObject({
      span: { reasonId: 'meeting', by: 'reserved', from: end, until: end + 30 * MINUTE },
      reserved: null,
    });
  });

  it('an empty chair makes nobody away who works after a call, or has chosen a reason', async () => {
    const gone = { reasonId: 'away', reasonName: null, back: null, note: '', alternate: '' };
    const leave = () => client.call('availability.set', { id: newId(), to: gone, by: 'lock' });
    await talk();
    expect((await leave()).span?.reasonId).toBe('wrap-up');
    await set(MEETING);
    expect((await leave()).span?.reasonId).toBe('meeting');
    await set('available');
    expect((await leave()).span).toMatchObject({ reasonId: 'away', by: 'lock', until: null });
  });

  it('a reserved status can be taken back', async () => {
    await client.call('availability.reserve', { id: newId(), next: MEETING });
    await client.call('availability.reserve', { id: newId(), next: null });
    expect((await status()).reserved).toBeNull();
  });

  it('what is said of an absence can be put right', async () => {
    await set(MEETING);
    const description = { note: '5층', alternate: '' };
    await client.call('availability.describe', { id: newId(), ...description });
    expect((await status()).span).toMatchObject({ ...description, from: TEN });
  });

  it('an absence survives a restart, and the time nobody was there is a row of its own', async () => {
    pass(5);
    await set(MEETING);
    pass(5);
    now += 40 * MINUTE;
    await restart();
    expect((await status()).span).toMatchObject({
      kind: 'away',
      until: TEN + 300 * MINUTE,
      note: '3층',
    });
    const rows = await kinds();
    expect(rows.map(([name]) => name)).toEqual(['available', 'meeting', 'off', 'meeting']);
    expect(rows[2]?.[1]).toBeCloseTo(10, 0);
  });

  it('a page that closes and comes back hours later leaves the hours between to nobody', async () => {
    test.connect();
    pass(5);
    now += 3 * 60 * MINUTE;
    await restart();
    expect((await kinds()).map(([name]) => name)).toEqual(['available', 'off', 'available']);
  });

  it('a reload leaves no trace', async () => {
    pass(5);
    await restart();
    expect(await kinds()).toEqual([['available', 0]]);
  });

  it('after-call work that was over while the host was down ended when it was due', async () => {
    pass(10);
    await talk();
    const due = now + 30_000;
    now += 45_000;
    await restart();
    test.tick();
    expect((await status()).span).toMatchObject({ kind: 'available', from: due });
  });

  it('a clock set back two hours makes no row that ends before it begins', async () => {
    pass(150);
    await set(MEETING);
    now -= 120 * MINUTE;
    pass(1);
    await set('available');
    const { spans } = await day();
    for (const { from, to } of spans) expect(to ?? Infinity).toBeGreaterThanOrEqual(from);
    expect((await status()).span).toMatchObject({ kind: 'available' });
  });

  it('the day tells when customers were talked to', async () => {
    pass(10);
    await talk();
    expect((await day()).talks).toEqual([{ from: now - MINUTE, to: now }]);
  });

  it('refuses a time of more than a month', async () => {
    const asked = client.call('availability.day', { from: 0, to: 40 * 86_400_000 });
    await expect(asked).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('can be made again from the facts', async () => {
    pass(5);
    await set(MEETING);
    await client.call('availability.reserve', { id: newId(), next: 'available' });
    await client.call('availability.extend', { id: newId(), until: null });
    const before = [await status(), (await day()).spans];
    const { agentId } = await client.call('app.info', {});
    await test.host.stop();
    const db = openFile(`${dir.path}/ieum.sqlite`);
    rebuildAvailability(db);
    expect(readStatus(db, agentId)).toEqual(before[0]);
    db.close();
    await start();
    expect((await day()).spans).toEqual(before[1]);
  });

  it('its facts can be neither changed nor taken away', async () => {
    await set(MEETING);
    await test.host.stop();
    const db = openFile(`${dir.path}/ieum.sqlite`);
    for (const sql of [
      "UPDATE availability_events SET type = 'off'",
      'DELETE FROM availability_events',
    ]) {
      expect(() => db.exec(sql)).toThrow('append-only');
    }
    db.close();
    await start();
  });

  describe('a protected break', () => {
    /** Of a clock nobody sets. */
    let real: number;
    const BREAK: Absence = { ...MEETING, reasonId: 'protected-break', back: { minutes: 10 } };
    const held = { code: 'availability.protected' };
    const until = async () => ((await status()).span?.until ?? 0) - TEN;
    const run = (ms: number): void => {
      now += ms;
      real += ms;
      test.tick();
    };
    const startAgain = async (): Promise<void> => {
      test = startHost(dir.path, { clock: () => now, uptime: () => real });
      ({ client } = test.connect());
      await client.call('desk.claim', { deskId, takeOver: false });
    };

    beforeEach(async () => {
      await test.host.stop();
      real = 5_000;
      await startAgain();
      await set(BREAK);
    });

    it('is not ended by any change, and what is refused says until when', async () => {
      for (const by of ['agent', 'meeting'] as const) {
        for (const to of ['available', { ...MEETING, back: null }] as const) {
          await expect(
            client.call('availability.set', { id: newId(), to, by }),
          ).rejects.toMatchObject({ ...held, details: { until: TEN + 10 * MINUTE } });
        }
      }
      await client.call('availability.set', { id: newId(), to: 'available', by: 'lock' });
      await expect(
        client.call('availability.reserve', { id: newId(), next: 'available' }),
      ).rejects.toMatchObject(held);
      await expect(
        client.call('availability.extend', { id: newId(), until: TEN + 9 * MINUTE }),
      ).rejects.toMatchObject(held);
      await client.call('availability.extend', { id: newId(), until: TEN + 12 * MINUTE });
      expect((await status()).span).toMatchObject({
        reasonId: 'protected-break',
        until: TEN + 12 * MINUTE,
      });
    });

    it('goes on after a call that the agent makes in it', async () => {
      run(2 * MINUTE);
      await talk();
      expect((await status()).span).toMatchObject({ reasonId: 'protected-break' });
      expect(await until()).toBe(10 * MINUTE);
    });

    it('is over at its time: the agent takes calls again, by hand', async () => {
      run(10 * MINUTE);
      expect((await status()).span?.reasonId).toBe('protected-break');
      expect((await set('available')).span?.kind).toBe('available');
    });

    it('is no shorter than five minutes, whatever file said so', async () => {
      run(10 * MINUTE);
      await set('available');
      await set({ ...BREAK, back: { minutes: 1 } });
      expect(await until()).toBe(15 * MINUTE);
    });

    it.each([
      ['forward', 120],
      ['back', -120],
    ])('a clock set two hours %s makes it neither shorter nor longer', async (_, minutes) => {
      run(2 * MINUTE);
      now += minutes * MINUTE;
      await expect(set('available')).rejects.toMatchObject(held);
      expect(await until()).toBe((10 + minutes) * MINUTE);
      run(7 * MINUTE);
      await expect(set('available')).rejects.toMatchObject(held);
      run(MINUTE);
      expect((await set('available')).span?.kind).toBe('available');
    });

    it('survives a restart, with the clock set back meanwhile too', async () => {
      run(2 * MINUTE);
      await test.host.stop();
      now += MINUTE;
      await startAgain();
      await expect(set('available')).rejects.toMatchObject(held);
      expect(await until()).toBe(10 * MINUTE);
      await test.host.stop();
      now -= 120 * MINUTE;
      await startAgain();
      await expect(set('available')).rejects.toMatchObject(held);
      // At least what had gone by until it was last seen counts.
      expect(await until()).toBeLessThanOrEqual(-110 * MINUTE);
      expect(await until()).toBeGreaterThanOrEqual(-111 * MINUTE);
    });

    it('made again from its facts it is the same', async () => {
      await client.call('availability.extend', { id: newId(), until: TEN + 12 * MINUTE });
      const before = await status();
      await test.host.stop();
      const db = openFile(`${dir.path}/ieum.sqlite`);
      rebuildAvailability(db);
      expect(readStatus(db, before.span?.agentId ?? '')).toEqual(before);
      db.close();
      await startAgain();
    });
  });
});
