import { describe, expect, it } from 'vitest';
import { readCsv } from '../contact/csv.ts';
import { toTell } from './booking.ts';
import { guessBookingColumns, headKey, readTable } from './columns.ts';
import { matchBookings } from './matching.ts';
import type { KnownBooking } from './matching.ts';
import { momentOf } from './moment.ts';
import type { Wall } from './moment.ts';

const at = (hour: number, minute = 0): number => new Date(2035, 0, 5, hour, minute).getTime();
const wall: Wall = (year, month, day, hour, minute) =>
  new Date(year, month - 1, day, hour, minute).getTime();
const NOW = new Date(2035, 0, 1).getTime();

describe('a moment', () => {
  it.each([
    ['2035-01-05 14:30', at(14, 30)],
    ['2035.1.5 14:30', at(14, 30)],
    ['2035. 1. 5. 오후 2:30', at(14, 30)],
    ['2035/01/05 2:30 PM', at(14, 30)],
    ['2035년 1월 5일(금) 14시 30분', at(14, 30)],
    ['2035년 1월 5일 오전 9시', at(9)],
    ['2035-01-05 오전 12:00', at(0)],
    ['2035-01-05 14:30:00', at(14, 30)],
    ['２０３５-０１-０５ １４:３０', at(14, 30)],
    ['2035-01-05T05:30:00Z', Date.UTC(2035, 0, 5, 5, 30)],
    ['2035-01-05T14:30+09:00', Date.UTC(2035, 0, 5, 5, 30)],
  ])('is read as people write it: %s', (text, moment) => {
    expect(momentOf(text, wall)).toBe(moment);
  });

  it.each(['', '2035-01-05', '14:30', '2035-02-30 10:00', '2035-01-05 25:00', '내일 3시'])(
    'is none where a day or a time is missing or does not exist: %s',
    (text) => expect(momentOf(text, wall)).toBeNull(),
  );
});

const CSV = [
  '예약번호,고객명,연락처,예약일시,장소,준비물,상태',
  'A-1,김하늘,1055550001,2035-01-05 10:00,본관 2층,신분증,확정',
  'A-2,이도윤,010-5555-0002,2035-01-05 오후 2:00,별관,,취소',
  'A-3,박서연,전화 없음,2035-01-05 10:00,본관,,',
  'A-4,최민준,010-5555-0004,미정,본관,,',
].join('\n');

describe('a table of bookings', () => {
  it('is read by the heads of its columns, and says by line what it could not read', () => {
    const table = readCsv(CSV);
    const columns = guessBookingColumns(table);
    expect(columns).toEqual(['ref', 'name', 'number', 'moment', 'place', 'bring', 'state']);
    expect(readTable(table, columns, wall)).toEqual({
      rows: [
        {
          ...{ line: 2, ref: 'A-1', name: '김하늘', at: at(10), place: '본관 2층' },
          ...{ number: '010-5555-0001', customer: '+821055550001', bring: '신분증' },
          cancelled: false,
        },
        {
          ...{ line: 3, ref: 'A-2', name: '이도윤', at: at(14), place: '별관', bring: '' },
          ...{ number: '010-5555-0002', customer: '+821055550002', cancelled: true },
        },
      ],
      faults: [
        { line: 4, why: 'number' },
        { line: 5, why: 'time' },
      ],
    });
  });

  it('may have the day and the time apart, in English, in any order', () => {
    const table = readCsv('Time,Phone Number,Date\n14:30,010-5555-0001,2035-01-05');
    const columns = guessBookingColumns(table);
    expect(columns).toEqual(['time', 'number', 'date']);
    expect(readTable(table, columns, wall).rows).toMatchObject([{ at: at(14, 30), ref: '' }]);
  });

  it('is known again by its heads, however they are spaced', () => {
    expect(headKey(readCsv('예약 번호, 이름'))).toBe(headKey(readCsv('예약번호,이름')));
  });
});

describe('what a file says of the bookings that are known', () => {
  const [first] = readTable(readCsv(CSV), guessBookingColumns(readCsv(CSV)), wall).rows;
  if (!first) throw new Error('no row');
  const { line: _line, cancelled: _cancelled, ...fields } = first;
  const known: KnownBooking = { ...fields, id: 'b1', state: 'booked' };
  const kinds = (...args: Parameters<typeof matchBookings>): string[] =>
    matchBookings(...args).map(({ kind, before }) => `${kind} ${before?.id ?? 'new'}`);

  it('is new, the same, another, or cancelled, by what the booking system calls it', () => {
    expect(kinds([first], [], false, NOW)).toEqual(['added new']);
    expect(kinds([first], [known], false, NOW)).toEqual(['unchanged b1']);
    expect(kinds([{ ...first, at: at(11) }], [known], false, NOW)).toEqual(['changed b1']);
    expect(kinds([{ ...first, place: '별관' }], [known], false, NOW)).toEqual(['changed b1']);
    expect(kinds([{ ...first, cancelled: true }], [known], false, NOW)).toEqual(['cancelled b1']);
    expect(kinds([{ ...first, cancelled: true }], [], false, NOW)).toEqual([]);
  });

  it('says nothing of what it leaves out, unless it is all there is', () => {
    expect(kinds([], [known], false, NOW)).toEqual([]);
    expect(kinds([], [known], true, NOW)).toEqual(['cancelled b1']);
  });

  it('without names of its own, knows a booking by who comes when, and one that was moved', () => {
    const bare = { ...first, ref: '' };
    const old = { ...known, ref: '' };
    expect(kinds([bare], [old], false, NOW)).toEqual(['unchanged b1']);
    const later = { ...bare, at: at(16) };
    // It may be another one.
    expect(kinds([later], [old], false, NOW)).toEqual(['added new']);
    expect(kinds([later], [old], true, NOW)).toEqual(['changed b1']);
    // Which of two was moved nobody knows.
    expect(kinds([later, { ...bare, at: at(17) }], [old], true, NOW)).toEqual([
      ...['added new', 'added new', 'cancelled b1'],
    ]);
  });

  it('leaves out what is over, and takes the later of two lines', () => {
    expect(kinds([{ ...first, at: NOW - 1 }], [], true, NOW)).toEqual([]);
    const steps = matchBookings([first, { ...first, place: '별관' }], [], false, NOW);
    expect(steps).toMatchObject([{ kind: 'added', row: { place: '별관' } }]);
  });
});

describe('a customer who was told of a booking', () => {
  const booking = { at: at(10), place: '본관', bring: '신분증', state: 'booked' } as const;
  const told = { at: at(10), place: '본관', bring: '신분증', state: 'booked' } as const;

  it('is told again when it is another by now, or no more', () => {
    expect(toTell(booking, told, NOW)).toBeNull();
    expect(toTell({ ...booking, at: at(11) }, told, NOW)).toBe('changed');
    expect(toTell({ ...booking, place: '별관' }, told, NOW)).toBe('changed');
    expect(toTell({ ...booking, state: 'cancelled' }, told, NOW)).toBe('cancelled');
    expect(toTell(booking, { ...told, state: 'cancelled' }, NOW)).toBe('changed');
  });

  it('is not told of what a file leaves empty, was told already, or is over', () => {
    expect(toTell({ ...booking, place: '', bring: '' }, told, NOW)).toBeNull();
    const cancelled = { ...booking, state: 'cancelled' } as const;
    expect(toTell(cancelled, { ...told, state: 'cancelled' }, NOW)).toBeNull();
    expect(toTell({ ...booking, at: at(11) }, told, at(12))).toBeNull();
    expect(toTell(cancelled, told, at(12))).toBeNull();
  });
});
