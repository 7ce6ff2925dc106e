import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchCalendar } from '#host/calendar/fetchCalendar.ts';
import { newId } from '#host/newId.ts';
import { createSealedSecrets } from '#host/sealedSecrets.ts';
import { createMemorySecrets } from '#host/secrets.ts';
import type { SecretStore } from '#host/secrets.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-26T13:30:00+09:00');

function calendar(...events: string[]): string {
  const body = events.map((event) => `BEGIN:VEVENT\n${event}\nEND:VEVENT`).join('\n');
  return `BEGIN:VCALENDAR\nVERSION:2.0\n${body}\nEND:VCALENDAR\n`;
}

const WEEKLY = `UID:weekly@x
DTSTART;TZID=Asia/Seoul:20260903T140000
DTEND;TZID=Asia/Seoul:20260903T150000
RRULE:FREQ=WEEKLY
SUMMARY:주간 회의`;

const over = calendar('UID:a\nDTSTART:20260102T100000\nDURATION:PT1H');

/** A calendar at an address, which says what the test wants. */
async function startCalendar() {
  const asked: string[] = [];
  let answer: (response: ServerResponse) => void = () => undefined;
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    address: `http://127.0.0.1:${port}/private-0123456789/basic.ics`,
    answers(next: (response: ServerResponse) => void) {
      answer = next;
    },
    gives(text: string) {
      answer = (response) => void response.writeHead(200).end(text);
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
type CalendarServer = Awaited<ReturnType<typeof startCalendar>>;

let dir: ReturnType<typeof makeTempDir>;
let secrets: SecretStore;
let now: number;
let running: TestHost | null;
let client: RpcClient<IeumContract>;
let server: CalendarServer;

beforeEach(async () => {
  dir = makeTempDir();
  secrets = createMemorySecrets();
  now = NOW;
  running = null;
  server = await startCalendar();
  await restart();
});
afterEach(async () => {
  await running?.host.stop();
  server.stop();
  dir.remove();
});

async function restart(): Promise<TestHost> {
  await running?.host.stop();
  running = startHost(join(dir.path, 'data'), { clock: () => now, secrets });
  ({ client } = running.connect());
  return running;
}

const upcoming = async (): Promise<string[]> =>
  (await client.call('meetings.upcoming', {})).meetings.map(
    ({ title, start }) => `${new Date(start + 9 * 3_600_000).toISOString().slice(5, 16)} ${title}`,
  );

const take = (text: string, id = newId()) =>
  client.call('meetings.import', { id, name: '내 일정.ics', text });

describe('a calendar file', () => {
  it('brings the meetings of the next days, and keeps them over a restart', async () => {
    expect(await take(calendar(WEEKLY))).toMatchObject({
      ...{ kind: 'file', name: '내 일정.ics', upcoming: 2, unread: 0, trouble: null },
    });
    const expected = ['11-26T14:00 주간 회의', '12-03T14:00 주간 회의'];
    expect(await upcoming()).toEqual(expected);
    await restart();
    expect(await upcoming()).toEqual(expected);
  });

  it('is told anew each day, also weeks later and after the clock was set back', async () => {
    await take(calendar(WEEKLY));
    for (const [day, first] of [
      ['2027-01-14T09:00:00+09:00', '01-14T14:00 주간 회의'],
      ['2026-11-26T09:00:00+09:00', '11-26T14:00 주간 회의'],
    ] as const) {
      now = Date.parse(day);
      const told = new Promise((resolve) => client.on('meetings.changed', resolve));
      running?.tick();
      await told;
      expect((await upcoming())[0]).toBe(first);
    }
  });

  it('given again under the same id replaces what it brought', async () => {
    const id = newId();
    await take(calendar(WEEKLY), id);
    await take(calendar(WEEKLY.replace('주간 회의', '월간 회의')), id);
    expect((await client.call('meetings.sources', {})).sources).toHaveLength(1);
    expect((await upcoming())[0]).toBe('11-26T14:00 월간 회의');
  });

  it.each([
    ['no calendar', 'hello', 'calendar.invalid'],
    ['one that is over', over, 'calendar.nothing-upcoming'],
    [
      'too large a one',
      calendar(`${WEEKLY}\nDESCRIPTION:${'가'.repeat(340_000)}`),
      'calendar.too-large',
    ],
  ])('that is %s is refused, and what was there stays', async (_name, text, code) => {
    const id = newId();
    await take(calendar(WEEKLY), id);
    await expect(take(text, id)).rejects.toMatchObject({ code });
    expect(await upcoming()).toHaveLength(2);
  });

  it('is one of ten', async () => {
    for (let n = 0; n < 10; n += 1) await take(calendar(WEEKLY));
    await expect(take(calendar(WEEKLY))).rejects.toMatchObject({ code: 'calendar.too-many' });
    // The same meeting in all of them is one meeting.
    expect(await upcoming()).toHaveLength(2);
  });

  it('is gone with its meetings when it is removed', async () => {
    const { id } = await take(calendar(WEEKLY));
    expect(await client.call('meetings.remove', { id })).toEqual({ removed: true });
    expect(await client.call('meetings.remove', { id })).toEqual({ removed: false });
    expect(await upcoming()).toEqual([]);
  });

  it('given while the data folder cannot be used is kept once it can', async () => {
    await running?.host.stop();
    const dataDir = join(dir.path, 'blocked');
    writeFileSync(dataDir, '');
    running = startHost(dataDir, { clock: () => now, secrets });
    ({ client } = running.connect());
    await take(calendar(WEEKLY));
    const { meetings } = await client.call('meetings.upcoming', {});
    const [first] = meetings;
    if (!first) throw new Error('There is no meeting.');
    await client.call('meetings.dismiss', { id: newId(), meeting: first });
    rmSync(dataDir);
    running.tick();
    const told = new Promise((resolve) => client.on('meetings.changed', resolve));
    running.tick();
    await told;
    expect(running.host.storage.state).toBe('ok');
    const after = await client.call('meetings.upcoming', {});
    expect(after.meetings.map(({ answered }) => answered)).toEqual([true, false]);
  });
});

describe('an answer to an offer', () => {
  const first = async () => {
    const [meeting] = (await client.call('meetings.upcoming', {})).meetings;
    if (!meeting) throw new Error('There is no meeting.');
    return meeting;
  };

  it('holds for that one of a series, over a restart and a new reading', async () => {
    const { id } = await take(calendar(WEEKLY));
    const answer = { id: newId(), meeting: await first() };
    await client.call('meetings.dismiss', answer);
    await client.call('meetings.dismiss', answer);
    await restart();
    await take(calendar(`${WEEKLY}\nCOMMENT:x`), id);
    const { meetings } = await client.call('meetings.upcoming', {});
    expect(meetings.map(({ answered }) => answered)).toEqual([true, false]);
  });

  it('does not hold when the meeting is moved', async () => {
    const once = WEEKLY.replace('RRULE:FREQ=WEEKLY\n', '').replaceAll('20260903', '20261126');
    const { id } = await take(calendar(once));
    await client.call('meetings.dismiss', { id: newId(), meeting: await first() });
    expect((await first()).answered).toBe(true);
    await take(calendar(once.replaceAll('T1', 'T2').replace('T25', 'T21')), id);
    expect(await first()).toMatchObject({ answered: false });
  });
});

describe('a calendar with an address', () => {
  const set = (url = server.address) => client.call('meetings.setUrl', { id: newId(), url });
  const source = async () => (await client.call('meetings.sources', {})).sources[0];

  it('is read again every quarter of an hour', async () => {
    server.gives(calendar(WEEKLY));
    expect(await set()).toMatchObject({ kind: 'url', name: new URL(server.address).host });
    server.gives(calendar(WEEKLY.replace('T14', 'T10').replace('T15', 'T11')));
    const told = new Promise((resolve) => client.on('meetings.changed', resolve));
    running?.tick();
    await told;
    expect(await upcoming()).toEqual(['12-03T10:00 주간 회의']);
    expect(server.asked).toHaveLength(2);
  });

  it('that is empty is kept: it fills again', async () => {
    server.gives(over);
    expect(await set()).toMatchObject({ upcoming: 0 });
  });

  it('keeps its address out of the database, the log and every answer', async () => {
    server.gives(calendar(WEEKLY));
    const answer = await set();
    server.answers((response) => void response.writeHead(500).end());
    await expect(client.call('meetings.refresh', { id: answer.id })).rejects.toMatchObject({
      code: 'calendar.refused',
    });
    const report = await client.call('support.report', {});
    const seen = JSON.stringify([answer, await source(), running?.lines, report]);
    expect(seen).not.toContain('0123456789');
    await running?.host.stop();
    const { readFileSync, readdirSync } = await import('node:fs');
    const dataDir = join(dir.path, 'data');
    for (const name of readdirSync(dataDir, { recursive: true, encoding: 'utf8' })) {
      if (!/sqlite|\.db/.test(name)) continue;
      expect(readFileSync(join(dataDir, name)).includes('0123456789')).toBe(false);
    }
    running = null;
    expect(secrets.get(`meetings.address:${answer.id}`)).toBe(server.address);
  });

  it.each([
    ['is not there', 404, 'calendar.refused'],
    ['is not for us', 403, 'calendar.refused'],
    ['is broken', 503, 'calendar.refused'],
  ])(
    'that %s says so, keeps what was read, and says when it works again',
    async (_n, status, code) => {
      server.gives(calendar(WEEKLY));
      const { id } = await set();
      server.answers((response) => void response.writeHead(status).end());
      await expect(client.call('meetings.refresh', { id })).rejects.toMatchObject({ code });
      expect(await source()).toMatchObject({ trouble: code, upcoming: 2 });
      server.gives(calendar(WEEKLY));
      expect(await client.call('meetings.refresh', { id })).toMatchObject({ trouble: null });
    },
  );

  it.each([
    ['no calendar', '<html>', 'calendar.invalid'],
    ['too large', 'x'.repeat(1_000_001), 'calendar.too-large'],
  ])('whose answer is %s is refused, and nothing of it is kept', async (_name, text, code) => {
    server.gives(text);
    await expect(set()).rejects.toMatchObject({ code });
    expect(await source()).toBeUndefined();
  });

  it('may not be everywhere', async () => {
    for (const url of ['http://10.0.0.1/a.ics', 'file:///etc/passwd', 'hello']) {
      await expect(set(url)).rejects.toMatchObject({ code: 'calendar.address' });
    }
    expect(server.asked).toEqual([]);
  });

  it('asks for the address again where it was kept in memory and the app was closed', async () => {
    server.gives(calendar(WEEKLY));
    await set();
    secrets = createMemorySecrets();
    await restart();
    await expect.poll(async () => (await source())?.trouble).toBe('calendar.address-missing');
    expect(await upcoming()).toHaveLength(2);
  });

  it('is read again as soon as the file of passwords is opened', async () => {
    const passphrase = 'a yellow umbrella by the sea';
    const path = join(dir.path, 'secrets.sealed');
    secrets = createSealedSecrets(path, 14);
    await restart();
    server.gives(calendar(WEEKLY));
    await set();
    await client.call('secrets.seal', { passphrase });
    secrets = createSealedSecrets(path, 14);
    await restart();
    await expect.poll(async () => (await source())?.trouble).toBe('calendar.address-missing');
    await client.call('secrets.open', { passphrase });
    await expect.poll(async () => (await source())?.trouble).toBeNull();
  });

  it('forgets the address with the calendar', async () => {
    server.gives(calendar(WEEKLY));
    const { id } = await set();
    await client.call('meetings.remove', { id });
    expect(secrets.get(`meetings.address:${id}`)).toBeNull();
    await expect(client.call('meetings.refresh', { id })).rejects.toMatchObject({
      code: 'calendar.unknown',
    });
  });
});

describe('fetching a calendar', () => {
  it('follows a redirect, a few of them, and never to another protocol', async () => {
    const to = (location: string) => (response: ServerResponse) =>
      void response.writeHead(302, { location }).end();
    server.answers((response) => {
      if (server.asked.length === 1) to('/elsewhere.ics')(response);
      else response.writeHead(200).end('text');
    });
    expect(await fetchCalendar(server.address, fetch)).toBe('text');
    expect(server.asked).toEqual(['/private-0123456789/basic.ics', '/elsewhere.ics']);
    for (const location of ['https://127.0.0.1/', 'http://10.0.0.1/', 'file:///etc/passwd']) {
      server.answers(to(location));
      await expect(fetchCalendar(server.address, fetch)).rejects.toMatchObject({
        code: 'calendar.address',
      });
    }
    server.answers(to('/again.ics'));
    await expect(fetchCalendar(server.address, fetch)).rejects.toMatchObject({
      code: 'calendar.refused',
    });
    expect(server.asked.length).toBeLessThan(15);
  });

  it('from https leads into this computer never', async () => {
    const led: string[] = [];
    const fetchFake = (url: string): Promise<Response> => {
      led.push(url);
      const headers = { location: server.address };
      return Promise.resolve(new Response(null, { status: 302, headers }));
    };
    await expect(fetchCalendar('https://calendar.example/', fetchFake)).rejects.toMatchObject({
      code: 'calendar.address',
    });
    expect(led).toEqual(['https://calendar.example/']);
  });

  it('waits no longer than it may, for the whole of it', async () => {
    server.answers((response) => response.writeHead(200).write('BEGIN:VCALENDAR\n'));
    await expect(fetchCalendar(server.address, fetch, 100)).rejects.toMatchObject({
      code: 'calendar.unreachable',
    });
    server.stop();
    await expect(fetchCalendar(server.address, fetch)).rejects.toMatchObject({
      code: 'calendar.unreachable',
    });
  });
});

it('what is over is not told', async () => {
  await take(calendar(WEEKLY));
  now = NOW + DAY_MS;
  expect(await upcoming()).toEqual(['12-03T14:00 주간 회의']);
});
