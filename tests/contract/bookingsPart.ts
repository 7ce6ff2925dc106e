import { expect } from 'vitest';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { written } from '../host/textFacts.ts';
import { bookingsCsv } from '../support/bookingFiles.ts';

/** A booking from its file to the notice of its change, through one line. */
export async function bookingsPart(
  client: RpcClient<IeumContract>,
  next: () => Promise<unknown>,
): Promise<void> {
  async function bring(text: string): Promise<string> {
    const importId = newId();
    expect(await client.call('bookings.importStage', { importId, from: 0, text })).toEqual({
      staged: text.length,
    });
    return importId;
  }
  const reading = { columns: null, complete: false, zone: 'Asia/Seoul' };
  const importId = await bring(bookingsCsv({}, { ref: 'A-2', number: '없음' }));
  expect(await client.call('bookings.importPlan', { importId, ...reading })).toMatchObject({
    ...{ kind: 'table', added: 1, changed: 0, cancelled: 0, refused: 1 },
    faults: [{ line: 3, why: 'number' }],
    samples: [{ kind: 'added', line: 2, name: '김하늘', before: null }],
  });
  const told = next();
  const order = { importId, ...reading, fileName: '예약.csv' };
  const result = await client.call('bookings.import', order);
  expect(result).toMatchObject({ id: importId, fileName: '예약.csv', added: 1, refused: 1 });
  expect(await told).toEqual({});
  expect(await client.call('bookings.import', order)).toEqual(result);
  expect(await client.call('bookings.imports', {})).toEqual({ imports: [result] });
  const who = { e164: '+821099991234', dialled: '01099991234' };
  const { bookings } = await client.call('bookings.next', who);
  expect(bookings).toMatchObject([{ place: '본관 2층', bring: '신분증', state: 'booked' }]);

  const [booking] = bookings;
  if (!booking) throw new Error('no booking');
  const { id, at, place, bring: things } = booking;
  const text = written({ at: Date.now() });
  const reservation = { id, at, place, bring: things, state: 'booked' as const };
  const content = { ...text.content, reservation };
  await client.call('outbox.append', { facts: [{ ...text, content }] });
  expect(await client.call('bookings.toTell', {})).toEqual({ changes: [] });
  const second = await bring(bookingsCsv({ state: '취소' }));
  await client.call('bookings.import', { ...order, importId: second });
  expect(await client.call('bookings.toTell', {})).toMatchObject({
    changes: [{ what: 'cancelled', booking: { id }, text: { id: text.textId } }],
  });
  const undone = await client.call('bookings.importUndo', { importId: second });
  expect(undone).toMatchObject({ undone: { restored: 1, kept: 0 } });
  expect(await client.call('bookings.next', who)).toEqual({ bookings });

  const bad = { importId: await bring('안녕하세요'), ...reading };
  await expect(client.call('bookings.importPlan', bad)).rejects.toMatchObject({
    code: 'booking.invalid',
  });
  for (const call of [
    client.call('bookings.importUndo', { importId: newId() }),
    client.call('bookings.importPlan', { ...bad, importId: newId() }),
    client.call('bookings.importStage', { importId: newId(), from: 5, text: 'a' }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'import.unknown' });
  }
}
