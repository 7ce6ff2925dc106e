import { readContactNumber } from '../contact/contactNumber.ts';
import { numberKey } from '../contact/contactNumber.ts';
import type { Table, TableRow } from '../contact/csv.ts';
import { folded } from '../text/folded.ts';
import { cleanDisplayName } from '../text/displayName.ts';
import type { BookingFault, BookingRow, ReadBookings } from './booking.ts';
import { momentOf } from './moment.ts';
import type { Wall } from './moment.ts';

/* Bookings from a table: what its columns hold is guessed from their heads, and a person may say otherwise. */

export const BOOKING_ROLES = [
  'unused',
  'ref',
  'number',
  'name',
  'moment',
  'date',
  'time',
  'place',
  'bring',
  'state',
] as const;
export type BookingRole = (typeof BOOKING_ROLES)[number];

const HEADS: readonly (readonly [BookingRole, RegExp])[] = [
  [
    'ref',
    /^(예약번호|접수번호|예약id|예약코드|bookingid|bookingno|reservationid|reference|uid|id)$/,
  ],
  [
    'number',
    /전화|연락처|휴대|핸드폰|^번호$|^고객번호$|^(phone|mobile|tel|telephone)(number|no)?$|^customerphone$/,
  ],
  ['moment', /^(예약|방문|진료|내원)?일시$|^datetime$|^start(time|s|at)?$|^dtstart$|^when$/],
  ['date', /^(예약|방문|진료|내원)?(일자|날짜|일)$|^date$|^startdate$|^visitdate$/],
  ['time', /^(예약|방문|진료|내원)?(시간|시각)$|^time$/],
  ['place', /장소|위치|지점|매장|주소|^(place|location|branch|address|where)$/],
  ['bring', /준비물|지참|^(bring|tobring|whattobring|prepare)$/],
  ['state', /상태|^(예약)?(취소여부|취소)$|^(state|status|cancel(l)?ed)$/],
  ['name', /^(이름|성명|성함|고객명?|고객이름|예약자명?|환자명|name|customer|customername|guest)$/],
];

const bare = (head: string): string => folded(head).replace(/[^\p{L}\p{N}]/gu, '');

/** @returns one role a column; each but `unused` once */
export function guessBookingColumns({ rows }: Pick<Table, 'rows'>): BookingRole[] {
  const [first] = rows;
  const taken = new Set<BookingRole>();
  return (first?.cells ?? []).map((head) => {
    const role = HEADS.find(([, pattern]) => pattern.test(bare(head)))?.[0] ?? 'unused';
    if (role === 'unused' || taken.has(role)) return 'unused';
    taken.add(role);
    return role;
  });
}

/** What two files with the same columns are known by, so that what was said of one counts for the next. */
export function headKey({ rows }: Pick<Table, 'rows'>): string {
  return (rows[0]?.cells ?? []).map(bare).join('|').slice(0, 500);
}

const CANCELLED = /취소|캔슬|노쇼|cancel|no.?show|^(y|yes|true|1)$/i;

/** The first row names the columns. */
export function readTable(
  { rows, broken }: Pick<Table, 'rows' | 'broken'>,
  columns: readonly BookingRole[],
  wall: Wall,
): ReadBookings {
  const faults: { line: number; why: BookingFault }[] = broken.map((line) => ({
    ...{ line, why: 'broken' },
  }));
  const read: BookingRow[] = [];
  for (const row of rows.slice(1)) {
    const found = readRow(row, columns, wall);
    if (typeof found === 'string') faults.push({ line: row.line, why: found });
    else read.push(found);
  }
  return { rows: read, faults: faults.toSorted((a, b) => a.line - b.line) };
}

function readRow(
  { line, cells }: TableRow,
  columns: readonly BookingRole[],
  wall: Wall,
): BookingRow | BookingFault {
  const cell = (role: BookingRole): string => {
    const at = columns.indexOf(role);
    return at < 0 ? '' : (cells[at] ?? '').trim();
  };
  const number = readContactNumber(cell('number'), true);
  if (number === null) return 'number';
  const moment = cell('moment') || `${cell('date')} ${cell('time')}`;
  const at = momentOf(moment, wall);
  if (at === null) return 'time';
  return {
    ...{ line, at, ref: cell('ref').slice(0, 200), number: number.number },
    customer: numberKey({ e164: number.e164, dialled: number.number }),
    name: cleanDisplayName(cell('name')),
    place: cleanDisplayName(cell('place')).slice(0, 100),
    bring: cleanDisplayName(cell('bring')).slice(0, 200),
    cancelled: CANCELLED.test(cell('state')),
  };
}
