/* Files as booking systems write them. */

export interface BookingLine {
  readonly ref?: string;
  readonly name?: string;
  readonly number?: string;
  /** `2035-01-05 10:00`, on this computer's own clock. */
  readonly at?: string;
  readonly place?: string;
  readonly bring?: string;
  readonly state?: string;
}

const FIRST: Required<BookingLine> = {
  ...{ ref: 'A-1', name: '김하늘', number: '010-9999-1234', at: '2035-01-05 10:00' },
  ...{ place: '본관 2층', bring: '신분증', state: '확정' },
};

export function bookingsCsv(...lines: readonly BookingLine[]): string {
  const rows = lines.map((line) => {
    const { ref, name, number, at, place, bring, state } = { ...FIRST, ...line };
    return [ref, name, number, at, place, bring, state].join(',');
  });
  return ['예약번호,고객명,연락처,예약일시,장소,준비물,상태', ...rows].join('\r\n');
}

/** RFC 5545; times in Korea. */
export function bookingsIcs(...lines: readonly BookingLine[]): string {
  const events = lines.map((line) => {
    const { ref, name, number, at, place, bring, state } = { ...FIRST, ...line };
    const start = at.replace(/[-:]/g, '').replace(' ', 'T');
    return [
      'BEGIN:VEVENT',
      `UID:${ref}`,
      'DTSTAMP:20260101T000000Z',
      `DTSTART;TZID=Asia/Seoul:${start}00`,
      `SUMMARY:${name} ${number}`,
      `LOCATION:${place}`,
      `DESCRIPTION:준비물: ${bring}`,
      ...(state === '취소' ? ['STATUS:CANCELLED'] : []),
      'END:VEVENT',
    ].join('\r\n');
  });
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//bookings//KO'];
  return [...head, ...events, 'END:VCALENDAR', ''].join('\r\n');
}
