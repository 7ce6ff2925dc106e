import { atMinute, closesAt, dayAfter, minuteOf, nextOpen } from '../hours/businessHours.ts';
import type { BusinessHours } from '../hours/businessHours.ts';
import type { CallbackPolicy } from './policy.ts';
import type { PromiseWindow } from './promiseWindow.ts';
import { callable } from './window.ts';

/*
 * Times that a customer may choose from, for the agent to change: whole hours when the office is
 * open and customers may be called, and when nobody else was promised a call.
 */

/** One is no choice. */
export const FEWEST_SLOTS = 2;

const HOUR_MS = 3_600_000;
/** A text takes its time to be read and answered. */
const EARLIEST_MS = HOUR_MS;
/** Open days that are looked through. */
const DAYS = 5;

export interface SlotsAsked {
  readonly now: number;
  readonly hours: BusinessHours;
  readonly policy: Pick<CallbackPolicy, 'fromMinute' | 'toMinute'>;
  /** What others were promised. */
  readonly taken: readonly PromiseWindow[];
  readonly count: number;
}

/**
 * The first hour that is free, then such as differ: another half of the day, another day. What is
 * left is filled up with the next ones.
 * @returns in the order of time; fewer than asked for where the office is hardly ever open
 */
export function suggestSlots({ count, ...asked }: SlotsAsked): readonly PromiseWindow[] {
  const free = freeHours(asked);
  const halves = new Set<string>();
  const chosen = free
    .filter(({ from }) => {
      const half = `${dayAfter(from, 0)} ${minuteOf(from) < 12 * 60 ? 'am' : 'pm'}`;
      return halves.has(half) ? false : halves.add(half);
    })
    .slice(0, count);
  const more = free.filter((slot) => !chosen.includes(slot)).slice(0, count - chosen.length);
  return [...chosen, ...more].toSorted((a, b) => a.from - b.from);
}

function freeHours({ now, hours, policy, taken }: Omit<SlotsAsked, 'count'>): PromiseWindow[] {
  const open = callable(hours, policy);
  const found: PromiseWindow[] = [];
  const days = new Set<number>();
  let at = nextOpen(open, now + EARLIEST_MS);
  while (at !== null) {
    const day = dayAfter(at, 0);
    days.add(day);
    if (days.size > DAYS) break;
    const end = closesAt(open, at) ?? at;
    const from = atMinute(at, Math.ceil(minuteOf(at) / 60) * 60);
    const slot = { from, to: from + HOUR_MS };
    const fits = from >= at && slot.to <= end;
    if (fits && !taken.some((other) => overlaps(slot, other))) found.push(slot);
    at = nextOpen(open, fits ? slot.to : end);
  }
  return found;
}

export function overlaps(a: PromiseWindow, b: PromiseWindow): boolean {
  return a.from < b.to && b.from < a.to;
}

export const SLOT_FAULTS = ['few', 'past', 'same'] as const;
export type SlotFault = (typeof SLOT_FAULTS)[number];

/** What is wrong with slots that an agent has put together; null: they can be offered. */
export function slotsFault(slots: readonly PromiseWindow[], now: number): SlotFault | null {
  if (slots.length < FEWEST_SLOTS) return 'few';
  if (slots.some(({ from, to }) => from <= now || from >= to)) return 'past';
  // Two that overlap could both be meant by one time.
  const twice = slots.some((one, place) =>
    slots.some((other, before) => before < place && overlaps(one, other)),
  );
  return twice ? 'same' : null;
}
