import ICAL from 'ical.js';
import type { BookingFault, BookingRow, ReadBookings } from '#shared/domain/booking/booking.ts';
import { numberKey, readContactNumber } from '#shared/domain/contact/contactNumber.ts';
import { numbersIn } from '#shared/domain/phone-number/numbersIn.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { momentsOf, tzidOf } from '../calendar/calendarZones.ts';
import { textOf } from '../calendar/readCalendar.ts';
import { within } from '../calendar/watchdog.ts';

/** A file that takes longer is none that a booking system writes. */
const PARSE_LIMIT_MS = 5_000;

/**
 * Bookings from an iCalendar file (RFC 5545), one for each event: whose number stands in its title,
 * its description, its contact or among who takes part, is who comes.
 * @returns null for what is no calendar
 */
export function readBookingCalendar(text: string): ReadBookings | null {
  const read = within(PARSE_LIMIT_MS, () => parse(text));
  if (!read?.value) return null;
  const calendar = read.value;
  const momentOf = momentsOf(calendar);
  const lines = eventLines(text);
  const rows: BookingRow[] = [];
  const faults: { line: number; why: BookingFault }[] = [];
  for (const [index, event] of calendar.getAllSubcomponents('vevent').entries()) {
    const line = lines[index] ?? 0;
    const found = readEvent(event, momentOf);
    if (typeof found === 'string') faults.push({ line, why: found });
    else rows.push({ ...found, line });
  }
  return { rows, faults };
}

function parse(text: string): ICAL.Component | null {
  try {
    const component = new ICAL.Component(ICAL.parse(text.replace(/^\uFEFF/, '')) as unknown[]);
    return component.name === 'vcalendar' ? component : null;
  } catch {
    return null;
  }
}

/** Where each event begins, from 1. */
function eventLines(text: string): number[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => (/^BEGIN:VEVENT\s*$/i.test(line) ? [index + 1] : []));
}

function readEvent(
  event: ICAL.Component,
  momentOf: ReturnType<typeof momentsOf>,
): Omit<BookingRow, 'line'> | BookingFault {
  if (event.hasProperty('rrule') || event.hasProperty('rdate')) return 'repeats';
  const start = event.getFirstProperty('dtstart');
  const time = start?.getFirstValue();
  if (!start || !(time instanceof ICAL.Time) || time.isDate) return 'time';
  const summary = textOf(event, 'summary');
  const description = textOf(event, 'description');
  const places = [summary, description, textOf(event, 'contact'), ...attendees(event)];
  const [written] = places.flatMap((one) => numbersIn(one));
  const number = written === undefined ? null : readContactNumber(written);
  if (number === null) return 'number';
  return {
    ref: textOf(event, 'uid').slice(0, 200),
    number: number.number,
    customer: numberKey({ e164: number.e164, dialled: number.number }),
    name: nameIn(summary),
    at: momentOf(time, tzidOf(start)),
    place: cleanDisplayName(textOf(event, 'location')).slice(0, 100),
    bring: (/^\s*(?:준비물|지참물|bring)\s*[::]\s*(.+)$/im.exec(description)?.[1] ?? '')
      .trim()
      .slice(0, 200),
    cancelled: /^cancelled$/i.test(textOf(event, 'status')),
  };
}

function attendees(event: ICAL.Component): string[] {
  return event
    .getAllProperties('attendee')
    .map((one) => String(one.getFirstValue() ?? ''))
    .filter((one) => /^tel:/i.test(one))
    .map((one) => one.slice('tel:'.length));
}

/** A title is often a name and a number: what is left without digits is what is read aloud. */
function nameIn(summary: string): string {
  const plain = summary.replace(/\+?[\d()][\d()\-.\s]{6,}\d/g, ' ').replace(/[-–/,·|]\s*$/g, ' ');
  return cleanDisplayName(
    plain
      .replace(/\(\s*\)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
