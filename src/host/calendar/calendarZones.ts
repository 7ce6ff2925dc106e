import ICAL from 'ical.js';
import { asUtc, isKnownZone, localMoment, momentIn } from './wallTime.ts';

/** When a date or time of a calendar is, epoch milliseconds. */
export type MomentOf = (time: ICAL.Time, tzid: string | null) => number;

/**
 * A zone this computer knows is taken from it, since calendars copy them badly; any other from the
 * calendar itself; one that nobody knows, like a time without a zone, is this computer's own.
 */
export function momentsOf(calendar: ICAL.Component): MomentOf {
  const own = new Map<string, ICAL.Timezone>();
  for (const component of calendar.getAllSubcomponents('vtimezone')) {
    const tzid = component.getFirstPropertyValue('tzid');
    if (typeof tzid === 'string' && !isKnownZone(tzid)) {
      own.set(tzid, new ICAL.Timezone(component));
    }
  }
  return (time, tzid) => {
    if (time.isDate) return localMoment({ ...wallOf(time), hour: 0, minute: 0, second: 0 });
    if (isUtc(time)) return asUtc(wallOf(time));
    if (tzid === null) return localMoment(wallOf(time));
    if (isKnownZone(tzid)) return momentIn(tzid, wallOf(time));
    const zone = own.get(tzid);
    return zone
      ? asUtc(wallOf(time)) - zone.utcOffset(floating(time)) * 1_000
      : localMoment(wallOf(time));
  };
}

export function isUtc(time: ICAL.Time): boolean {
  return time.zone === ICAL.Timezone.utcTimezone;
}

/** The same figures without their zone: what rules of recurrence count with. */
export function floating(time: ICAL.Time): ICAL.Time {
  return ICAL.Time.fromData({ ...wallOf(time), isDate: time.isDate });
}

export function wallOf({ year, month, day, hour, minute, second }: ICAL.Time) {
  return { year, month, day, hour, minute, second };
}

/** The zone a property names. */
export function tzidOf(property: ICAL.Property): string | null {
  const tzid = property.getParameter('tzid');
  return typeof tzid === 'string' && tzid !== '' ? tzid : null;
}
