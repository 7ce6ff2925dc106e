import ICAL from 'ical.js';
import { LARGEST_CALENDAR } from '#shared/domain/availability/meetings.ts';
import { cleanDisplayName } from '#shared/domain/text/displayName.ts';
import { AppError } from '#shared/errors.ts';
import { isKnownZone } from './wallTime.ts';
import { within } from './watchdog.ts';

/** What is kept of a calendar: jCal (RFC 7265) without people, places and descriptions. */
export type KeptCalendar = unknown[];

export interface ReadCalendar {
  readonly calendar: KeptCalendar;
  /** Events that make no sense. */
  readonly unread: number;
}

/** Of an event, what says when it is and what it is called; nothing else is any business of ours. */
const KEPT = [
  ...['uid', 'dtstart', 'dtend', 'duration', 'rrule', 'rdate', 'exdate', 'recurrence-id'],
  ...['sequence', 'status', 'transp', 'x-microsoft-cdo-busystatus'],
];
const MOST_EVENTS = 5_000;
const PARSE_LIMIT_MS = 5_000;
const DAY_MS = 86_400_000;

/**
 * Takes from a calendar what may still be to come.
 * @param from epoch milliseconds; what was over before is left out
 * @throws AppError `calendar.invalid`, `calendar.too-large`
 */
export function readCalendar(text: string, from: number): ReadCalendar {
  if (Buffer.byteLength(text) > LARGEST_CALENDAR) throw tooLarge();
  const read = within(PARSE_LIMIT_MS, () => parse(text));
  if (!read) throw tooLarge();
  const kept = new ICAL.Component('vcalendar');
  const zones = new Set<string>();
  let events = 0;
  const { calendars, unread } = read.value;
  for (const calendar of calendars) {
    for (const event of calendar.getAllSubcomponents('vevent')) {
      const small = reduced(event);
      if (!small || isOver(small, from)) continue;
      if ((events += 1) > MOST_EVENTS) throw tooLarge();
      for (const property of small.getAllProperties()) {
        const tzid: unknown = property.getParameter('tzid');
        if (typeof tzid === 'string') zones.add(tzid);
      }
      kept.addSubcomponent(small);
    }
  }
  for (const zone of calendars.flatMap((one) => one.getAllSubcomponents('vtimezone'))) {
    const tzid = zone.getFirstPropertyValue('tzid');
    if (typeof tzid === 'string' && zones.delete(tzid) && !isKnownZone(tzid)) {
      kept.addSubcomponent(copyOf(zone));
    }
  }
  return { calendar: kept.toJSON() as KeptCalendar, unread };
}

/** Whether nothing of it can be to come any more. */
export function isEmpty(calendar: KeptCalendar): boolean {
  return new ICAL.Component(calendar).getFirstSubcomponent('vevent') === null;
}

function parse(text: string): { calendars: ICAL.Component[]; unread: number } {
  const plain = text.replace(/^\uFEFF/, '').trim();
  const calendars = parsed(plain);
  if (calendars?.every(({ name }) => name === 'vcalendar')) return { calendars, unread: 0 };
  if (!/^BEGIN:VCALENDAR\r?\n/i.test(plain)) throw invalid();
  // One line that makes no sense spoils the whole for ical.js: each event by itself, then.
  const pieces = plain.match(/^BEGIN:(VEVENT|VTIMEZONE)\r?$[^]*?^END:\1\r?$/gim) ?? [];
  const read = pieces.flatMap((piece) => parsed(`BEGIN:VCALENDAR\n${piece}\nEND:VCALENDAR`) ?? []);
  if (read.length === 0) throw invalid();
  return { calendars: read, unread: pieces.length - read.length };
}

function parsed(text: string): ICAL.Component[] | null {
  try {
    const result: unknown = ICAL.parse(text);
    if (!Array.isArray(result) || result.length === 0) return null;
    // One calendar, or a list of them.
    const calendars = (typeof result[0] === 'string' ? [result] : result) as unknown[][];
    return calendars.map((jCal) => new ICAL.Component(jCal));
  } catch {
    return null;
  }
}

function reduced(event: ICAL.Component): ICAL.Component | null {
  if (!event.hasProperty('dtstart') || !event.hasProperty('uid')) return null;
  const small = new ICAL.Component('vevent');
  for (const name of KEPT) {
    for (const property of event.getAllProperties(name)) {
      small.addProperty(new ICAL.Property(structuredClone(property.toJSON()) as unknown[]));
    }
  }
  const secret = /^(private|confidential)$/i.test(textOf(event, 'class'));
  const title = secret ? '' : cleanDisplayName(textOf(event, 'summary'));
  if (title !== '') small.addPropertyWithValue('summary', title);
  return small;
}

/** Once, and over for a day in every zone there is. What recurs is kept until its rule ends. */
function isOver(event: ICAL.Component, from: number): boolean {
  if (event.hasProperty('rrule') || event.hasProperty('rdate')) return false;
  // A time that was moved says which one it replaces: without it that one would come back.
  if (event.hasProperty('recurrence-id')) return false;
  const end = event.getFirstPropertyValue('dtend') ?? event.getFirstPropertyValue('dtstart');
  const length = event.getFirstPropertyValue('duration');
  const lengthMs = length instanceof ICAL.Duration ? length.toSeconds() * 1_000 : 0;
  if (!(end instanceof ICAL.Time)) return true;
  const { year, month, day } = end;
  return Date.UTC(year, month - 1, day) + lengthMs + 3 * DAY_MS < from;
}

export function textOf(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
}

function copyOf(component: ICAL.Component): ICAL.Component {
  return new ICAL.Component(structuredClone(component.toJSON()) as unknown[]);
}

function invalid(): AppError {
  return new AppError('calendar.invalid', 'What was read is no calendar.');
}

function tooLarge(): AppError {
  return new AppError('calendar.too-large', 'The calendar is too large.');
}
