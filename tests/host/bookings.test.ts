import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { readBookingCalendar } from '#host/bookings/readBookingCalendar.ts';
import type { BookingRole } from '#shared/domain/booking/columns.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { bookingsCsv, bookingsIcs } from '../support/bookingFiles.ts';
import { MOBILE, somebody } from './customerFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

const at = (hour: number): number => new Date(2035, 0, 5, hour).getTime();
const KIM = { e164: '+821099991234', dialled: '01099991234' };

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let client: RpcClient<IeumContract>;
let now = new Date(2035, 0, 1).getTime();

function start(): void {
  test = startHost(join(dir.path, 'data'), { clock: () => now });
  ({ client } = test.connect());
}
beforeEach(() => {
  dir = makeTempDir();
  now = new Date(2035, 0, 1).getTime();
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

async function stage(text: string): Promise<string> {
  const importId = newId();
  await client.call('bookings.importStage', { importId, from: 0, text });
  return importId;
}
async function bring(
  text: string,
  { complete = false, columns = null as BookingRole[] | null } = {},
): Promise<string> {
  now += 1;
  const importId = await stage(text);
  await client.call('bookings.import', {
    importId,
    columns,
    complete,
    zone: '',
    fileName: '예약.csv',
  });
  return importId;
}
const next = async (of: { e164: string | null; dialled: string } = KIM) =>
  (await client.call('bookings.next', of)).bookings;
const toTell = async () =>
  (await client.call('bookings.toTell', {})).changes.map(({ what, booking, text }) => ({
    ...{ what, at: booking.at, textId: text.id },
  }));
/** Tells the customer of their booking, as the composer does. */
async function tell(state: 'booked' | 'changed' | 'cancelled' = 'booked'): Promise<string> {
  const [booking] = await next();
  if (!booking) throw new Error('no booking');
  const { id, place, bring: things } = booking;
  const text = written({ at: (now += 1) });
  const reservation = { id, at: booking.at, place, bring: things, state };
  await client.call('outbox.append', {
    facts: [{ ...text, content: { ...text.content, reservation } }],
  });
  return text.textId;
}

describe('bookings', () => {
  it('come from a table, the soonest first, and are there after a restart', async () => {
    await bring(bookingsCsv({ ref: 'B', at: '2035-01-06 10:00' }, { ref: 'A' }));
    await test.host.stop();
    start();
    expect((await next()).map((one) => one.at)).toEqual([at(10), at(10) + 86_400_000]);
    expect(await next({ e164: null, dialled: '1001' })).toEqual([]);
    now = at(10);
    expect(await next()).toHaveLength(1);
  });

  it('come in pieces that have to meet', async () => {
    const text = bookingsCsv({});
    const importId = newId();
    for (const from of [0, 20, 20]) {
      const piece = from === 0 ? text.slice(0, 20) : text.slice(20);
      const staged = client.call('bookings.importStage', { importId, from, text: piece });
      if (from === 0) await staged;
      else await staged.catch(() => undefined);
    }
    const plan = { importId, columns: null, complete: false, zone: '' };
    expect(await client.call('bookings.importPlan', plan)).toMatchObject({ added: 1 });
  });

  it('are understood as a person says, and the same file so the next time', async () => {
    const text = 'x,y,z\n2035-01-05 10:00,010-9999-1234,본관';
    const columns: BookingRole[] = ['moment', 'number', 'place'];
    const plan = { importId: await stage(text), columns: null, complete: false, zone: '' };
    expect(await client.call('bookings.importPlan', plan)).toMatchObject({ added: 0, refused: 1 });
    await bring(text, { columns });
    const again = { ...plan, importId: await stage(text.replace('본관', '별관')) };
    expect(await client.call('bookings.importPlan', again)).toMatchObject({
      ...{ columns, changed: 1, refused: 0 },
    });
  });

  it('are taken back with their import, but for what a later one has changed', async () => {
    await bring(bookingsCsv({}, { ref: 'A-2', at: '2035-01-05 12:00' }));
    const second = await bring(
      bookingsCsv({ place: '별관' }, { ref: 'A-2', state: '취소' }, { ref: 'A-3' }),
    );
    await bring(bookingsCsv({ place: '신관' }));
    const { undone } = await client.call('bookings.importUndo', { importId: second });
    expect(undone).toMatchObject({ restored: 2, kept: 1 });
    expect((await next()).map((one) => [one.at, one.place])).toEqual([
      [at(10), '신관'],
      [at(12), '본관 2층'],
    ]);
  });

  it('are written by the clock of whoever exported them', async () => {
    const importId = await stage(bookingsCsv({}));
    const order = { importId, columns: null, complete: false, fileName: '예약.csv' };
    await client.call('bookings.import', { ...order, zone: 'America/New_York' });
    expect((await next()).map((one) => one.at)).toEqual([Date.UTC(2035, 0, 5, 15)]);
  });

  it('that a whole file has no more are cancelled', async () => {
    await bring(bookingsCsv({}, { ref: 'A-2', at: '2035-01-05 12:00' }), { complete: true });
    await bring(bookingsCsv({}), { complete: true });
    expect(await next()).toHaveLength(1);
  });

  it('are erased with their customer, and what imports did to them', async () => {
    const kim = somebody('김하늘별', [MOBILE]);
    await client.call('customers.append', { facts: kim.facts });
    await bring(bookingsCsv({ name: '김하늘별' }, { ref: 'B', number: '010-5555-0002' }));
    await bring(bookingsCsv({ name: '김하늘별', place: '비밀장소' }));
    const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
    await client.call('customers.erase', erase);
    expect(await next()).toEqual([]);
    expect(await next({ e164: '+821055550002', dialled: '01055550002' })).toHaveLength(1);
    const files = readdirSync(join(dir.path, 'data')).filter((name) => name.includes('sqlite'));
    for (const name of files) {
      const bytes = readFileSync(join(dir.path, 'data', name));
      for (const word of ['김하늘별', '비밀장소']) expect(bytes.includes(word), name).toBe(false);
    }
  });
});

describe('a customer who was told of a booking', () => {
  it('is listed when a file moves or drops it, until they are told of that', async () => {
    await bring(bookingsCsv({}));
    const first = await tell();
    expect(await toTell()).toEqual([]);
    await bring(bookingsCsv({ at: '2035-01-05 15:00' }));
    expect(await toTell()).toEqual([{ what: 'changed', at: at(15), textId: first }]);
    const second = await tell('changed');
    expect(await toTell()).toEqual([]);
    await bring(bookingsCsv({ state: '취소' }));
    expect(await toTell()).toEqual([{ what: 'cancelled', at: at(15), textId: second }]);
    now = at(16);
    expect(await toTell()).toEqual([]);
  });

  it('is not listed for what an agent has told in words of their own', async () => {
    await bring(bookingsCsv({}));
    const [booking] = await next();
    const text = written({ at: (now += 1) });
    const reservation = {
      ...{ id: booking?.id ?? '', at: at(11), place: '본관 안내데스크', bring: '' },
      state: 'booked' as const,
    };
    const content = { ...text.content, reservation };
    await client.call('outbox.append', { facts: [{ ...text, content }] });
    expect(await toTell()).toEqual([]);
  });

  it('was not, where the text was called off before it left', async () => {
    await bring(bookingsCsv({}));
    const id = await tell();
    await client.call('outbox.append', { facts: [textSaid(id, now, { type: 'cancelled' })] });
    await bring(bookingsCsv({ at: '2035-01-05 15:00' }));
    expect(await toTell()).toEqual([]);
  });
});

describe('a calendar of bookings', () => {
  it('has one for each event, by its number, name, time, place and things to bring', () => {
    const text = bookingsIcs({}, { ref: 'A-2', state: '취소', name: '이도윤' });
    expect(readBookingCalendar(text)).toMatchObject({
      rows: [
        {
          ...{ line: 4, ref: 'A-1', name: '김하늘', number: '010-9999-1234' },
          ...{ customer: '+821099991234', at: Date.UTC(2035, 0, 5, 1), place: '본관 2층' },
          ...{ bring: '신분증', cancelled: false },
        },
        { ref: 'A-2', name: '이도윤', cancelled: true },
      ],
      faults: [],
    });
  });

  it('says which of its events it could not read, and why', () => {
    const text = bookingsIcs({ number: '' }, { ref: 'day' }, { ref: 'rule' }, { ref: 'good' })
      .replace(/(UID:day\r\nDTSTAMP:\w+\r\n)DTSTART[^\r]*/, '$1DTSTART;VALUE=DATE:20350105')
      .replace('UID:rule', 'UID:rule\r\nRRULE:FREQ=DAILY');
    const read = readBookingCalendar(text);
    expect(read?.rows.map(({ ref }) => ref)).toEqual(['good']);
    expect(read?.faults).toEqual([
      { line: 4, why: 'number' },
      { line: 12, why: 'time' },
      { line: 20, why: 'repeats' },
    ]);
  });

  it.each(['', 'BEGIN:VCALENDAR', 'BEGIN:VCARD\r\nEND:VCARD', '안녕하세요'])(
    'is none: %j',
    (text) => expect(readBookingCalendar(text)).toBeNull(),
  );
});
