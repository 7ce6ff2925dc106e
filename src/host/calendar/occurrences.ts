import ICAL from 'ical.js';
import type { Meeting } from '#shared/domain/availability/meetings.ts';
import { floating, isUtc, momentsOf, tzidOf, wallOf } from './calendarZones.ts';
import type { MomentOf } from './calendarZones.ts';
import { textOf } from './readCalendar.ts';
import type { KeptCalendar } from './readCalendar.ts';
import { asUtc } from './wallTime.ts';
import { within } from './watchdog.ts';

export interface Window {
  /** Epoch milliseconds; what goes on at `from` is in it. */
  readonly from: number;
  readonly to: number;
}

export interface Expanded {
  readonly meetings: readonly Occurrence[];
  /** Events whose times could not be told. */
  readonly unread: number;
}

export type Occurrence = Omit<Meeting, 'sourceId' | 'answered'>;

export const MOST_OCCURRENCES = 500;
const DAY_MS = 86_400_000;
/** A rule that counts from long ago is slow to follow; one that never ends is given up. */
const EVENT_LIMIT_MS = 1_000;
/** Not more of the host's time at once than nobody notices. */
const SLICE_MS = 20;
/** For all events together. */
const LIMIT_MS = 5_000;
const LONGEST_UID = 255;

/**
 * The times of a calendar's meetings in a window, in order: what recurs, without what was taken
 * out, called off or marked as free time, and moved where it was moved.
 */
export async function occurrencesIn(calendar: KeptCalendar, window: Window): Promise<Expanded> {
  const component = new ICAL.Component(calendar);
  const momentOf = momentsOf(component);
  const found: Occurrence[] = [];
  let unread = 0;
  let spentMs = 0;
  let sliceMs = 0;
  for (const events of byUid(component).values()) {
    const began = performance.now();
    const times = spentMs < LIMIT_MS ? timesOf(events, momentOf, window) : null;
    const tookMs = performance.now() - began;
    if (times) found.push(...times);
    else unread += 1;
    spentMs += tookMs;
    sliceMs += tookMs;
    if (sliceMs > SLICE_MS) {
      sliceMs = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  found.sort((a, b) => a.start - b.start || a.end - b.end);
  return { meetings: found.slice(0, MOST_OCCURRENCES), unread };
}

function byUid(calendar: ICAL.Component): Map<string, ICAL.Component[]> {
  const events = new Map<string, ICAL.Component[]>();
  for (const event of calendar.getAllSubcomponents('vevent')) {
    const uid = textOf(event, 'uid').slice(0, LONGEST_UID);
    if (uid === '') continue;
    const same = events.get(uid);
    if (same) same.push(event);
    else events.set(uid, [event]);
  }
  return events;
}

/** @returns null where they cannot be told */
function timesOf(
  events: readonly ICAL.Component[],
  momentOf: MomentOf,
  window: Window,
): Occurrence[] | null {
  try {
    return within(EVENT_LIMIT_MS, () => expand(events, momentOf, window))?.value ?? null;
  } catch {
    // A rule or a date that makes no sense: the others do.
    return null;
  }
}

/** One event with its exceptions: times that were moved or called off. */
function expand(
  events: readonly ICAL.Component[],
  momentOf: MomentOf,
  window: Window,
): Occurrence[] {
  const [master] = events
    .filter((event) => !event.hasProperty('recurrence-id'))
    .toSorted((a, b) => sequenceOf(b) - sequenceOf(a));
  if (master && isCancelled(master)) return [];
  const moved = new Map<number, ICAL.Component>();
  for (const event of events) {
    const property = event.getFirstProperty('recurrence-id');
    const [at] = property ? momentsIn(property, momentOf) : [];
    const earlier = at === undefined ? undefined : moved.get(at);
    if (at === undefined || (earlier && sequenceOf(earlier) > sequenceOf(event))) continue;
    moved.set(at, event);
  }
  const times: Occurrence[] = [];
  if (master && isBusy(master)) {
    const recurs = master.hasProperty('rrule') || master.hasProperty('rdate');
    for (const start of startsOf(master, momentOf, window)) {
      if (moved.has(start)) continue;
      const key = recurs ? String(start) : '';
      times.push(occurrence(master, key, start, endOf(master, start, momentOf)));
    }
  }
  for (const [replaced, event] of moved) {
    if (isCancelled(event) || !isBusy(event)) continue;
    const property = event.getFirstProperty('dtstart');
    const [start] = property ? momentsIn(property, momentOf) : [];
    if (start === undefined) continue;
    times.push(occurrence(event, String(replaced), start, endOf(event, start, momentOf)));
  }
  return times.filter(({ start, end }) => start < window.to && end > window.from);
}

function occurrence(event: ICAL.Component, key: string, start: number, end: number): Occurrence {
  return {
    uid: textOf(event, 'uid').slice(0, LONGEST_UID),
    key,
    title: textOf(event, 'summary'),
    start,
    end,
    allDay: startOf(event)?.isDate ?? false,
  };
}

/** When it begins, each time; those far from the window may be left out. */
function startsOf(event: ICAL.Component, momentOf: MomentOf, window: Window): Set<number> {
  const property = event.getFirstProperty('dtstart');
  const first = startOf(event);
  if (!property || !first) return new Set();
  const tzid = tzidOf(property);
  const starts = new Set([momentOf(first, tzid)]);
  for (const one of event.getAllProperties('rrule')) {
    const rule = one.getFirstValue();
    if (!(rule instanceof ICAL.Recur)) continue;
    for (const wall of wallTimes(rule, first, window)) {
      const start = momentOf(wall, isUtc(first) ? 'UTC' : tzid);
      if (!isPast(rule.until, wall, start, momentOf, tzid)) starts.add(start);
    }
  }
  for (const start of allMoments(event, 'rdate', momentOf)) starts.add(start);
  for (const start of allMoments(event, 'exdate', momentOf)) starts.delete(start);
  return starts;
}

/** What a rule gives on the wall it was written for, near the window. */
function* wallTimes(rule: ICAL.Recur, first: ICAL.Time, window: Window): Generator<ICAL.Time> {
  const to = window.to + 2 * DAY_MS;
  // A meeting of several days may have begun before the window.
  const from = window.from - (to - window.from);
  const endless = rule.clone();
  endless.until = null;
  const start = floating(first);
  const days = { DAILY: 1, WEEKLY: 7, MONTHLY: 0, YEARLY: 0 }[String(rule.freq)];
  // A meeting every minute is none, and takes years to follow.
  if (days === undefined) throw new Error('The rule is too quick.');
  const period = days * Math.max(1, rule.interval);
  // Whole periods may be passed over, which is what makes ten years of every day quick; not where
  // the rule counts its times.
  if (period > 0 && rule.count === null) {
    const behind = Math.floor((from - asUtc(wallOf(start))) / DAY_MS / period) - 1;
    if (behind > 0) start.adjust(behind * period, 0, 0, 0);
  }
  const iterator = endless.iterator(start);
  for (let wall = iterator.next(); wall; wall = iterator.next()) {
    const shown = asUtc(wallOf(wall));
    if (shown > to) return;
    if (shown > from) yield wall;
  }
}

/** A rule's last moment is one of UTC, or one of the same wall as the event. */
function isPast(
  until: ICAL.Time | null,
  wall: ICAL.Time,
  start: number,
  momentOf: MomentOf,
  tzid: string | null,
): boolean {
  if (!until) return false;
  if (!until.isDate) return start > momentOf(until, tzid);
  return dayOf(wall) > dayOf(until);
}

function dayOf(time: ICAL.Time): number {
  return Date.UTC(time.year, time.month - 1, time.day);
}

function endOf(event: ICAL.Component, start: number, momentOf: MomentOf): number {
  const first = startOf(event);
  const property = event.getFirstProperty('dtstart');
  if (!first || !property) return start;
  const end = event.getFirstProperty('dtend');
  const last = end?.getFirstValue();
  if (end && last instanceof ICAL.Time) {
    if (first.isDate && last.isDate) return daysAfter(start, dayOf(last) - dayOf(first));
    return start + momentOf(last, tzidOf(end)) - momentOf(first, tzidOf(property));
  }
  const length = event.getFirstPropertyValue('duration');
  if (length instanceof ICAL.Duration) {
    const lengthMs = length.toSeconds() * 1_000;
    return first.isDate ? daysAfter(start, lengthMs) : start + lengthMs;
  }
  return first.isDate ? daysAfter(start, DAY_MS) : start;
}

/** By the calendar: a day may have 23 or 25 hours. */
function daysAfter(start: number, lengthMs: number): number {
  const date = new Date(start);
  return date.setDate(date.getDate() + Math.round(lengthMs / DAY_MS));
}

function allMoments(event: ICAL.Component, name: string, momentOf: MomentOf): number[] {
  return event.getAllProperties(name).flatMap((property) => momentsIn(property, momentOf));
}

function momentsIn(property: ICAL.Property, momentOf: MomentOf): number[] {
  return property.getValues().flatMap((value: unknown) => {
    const time = value instanceof ICAL.Period ? value.start : value;
    return time instanceof ICAL.Time ? [momentOf(time, tzidOf(property))] : [];
  });
}

function startOf(event: ICAL.Component): ICAL.Time | null {
  const value = event.getFirstPropertyValue('dtstart');
  return value instanceof ICAL.Time ? value : null;
}

function sequenceOf(event: ICAL.Component): number {
  return Number(event.getFirstPropertyValue('sequence')) || 0;
}

function isCancelled(event: ICAL.Component): boolean {
  return textOf(event, 'status').toUpperCase() === 'CANCELLED';
}

/** Time that its owner calls free is no reason to be away. */
function isBusy(event: ICAL.Component): boolean {
  return (
    textOf(event, 'transp').toUpperCase() !== 'TRANSPARENT' &&
    textOf(event, 'x-microsoft-cdo-busystatus').toUpperCase() !== 'FREE'
  );
}
