import type { BusinessHours } from '../hours/businessHours.ts';
import { isOpen, minuteOf } from '../hours/businessHours.ts';
import { accessKind } from './accessKinds.ts';

/**
 * What a reviewer of the access log is pointed to. Plain rules that stand on the screen beside what they
 * found; a finding is a question and no accusation.
 */
export const UNUSUAL = [
  'manyCustomers',
  'unmaskedExport',
  'night',
  'outsideHours',
  'wrongPassphrases',
] as const;
export type Unusual = (typeof UNUSUAL)[number];

/** More customers than these by one person within an hour. */
export const MANY_CUSTOMERS = 30;
export const MANY_WITHIN_MS = 3_600_000;
/** Local minutes: from ten in the evening until six. */
export const NIGHT_FROM = 22 * 60;
export const NIGHT_TO = 6 * 60;
/** So many in a row, without one that was right. */
export const WRONG_PASSPHRASES = 3;

export interface Seen {
  readonly at: number;
  readonly actor: string;
  /** The connection, or `host`. */
  readonly origin: string;
  readonly action: string;
  /** Who was looked at, by a word that stands for them. */
  readonly person: string | null;
  readonly unmasked: boolean;
}

export interface Finding {
  readonly rule: Unusual;
  readonly actor: string;
  /** First and last moment, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Customers, tries, exports or entries. */
  readonly count: number;
}

/** @param entries of a month, oldest first */
export function unusualIn(entries: readonly Seen[], hours: BusinessHours): Finding[] {
  // What the host does by itself, such as a retention at night, is nobody's doing.
  const done = entries.filter(({ origin }) => origin !== 'host');
  const found = [...byActor(done)].flatMap(([actor, own]) => [
    ...many(actor, own),
    ...unmasked(actor, own),
    ...byTime(actor, own, hours),
    ...wrong(actor, own),
  ]);
  return found.sort((a, b) => UNUSUAL.indexOf(a.rule) - UNUSUAL.indexOf(b.rule) || a.from - b.from);
}

function byActor(entries: readonly Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const entry of entries) {
    const group = groups.get(entry.actor);
    if (group) group.push(entry);
    else groups.set(entry.actor, [entry]);
  }
  return groups;
}

/** Each burst once, with all customers in it. */
function many(actor: string, entries: readonly Seen[]): Finding[] {
  const looks = entries.filter(
    ({ action, person }) => person !== null && ['look', 'listen'].includes(accessKind(action)),
  );
  const found: Finding[] = [];
  const within = new Map<string, number>();
  let first = 0;
  let burst: { from: number; to: number; people: Set<string> } | null = null;
  const close = (): void => {
    if (burst === null) return;
    const { from, to, people } = burst;
    found.push({ rule: 'manyCustomers', actor, from, to, count: people.size });
    burst = null;
  };
  for (const [last, look] of looks.entries()) {
    const who = look.person ?? '';
    within.set(who, (within.get(who) ?? 0) + 1);
    for (let old = looks[first]; old && look.at - old.at >= MANY_WITHIN_MS; old = looks[first]) {
      const left = (within.get(old.person ?? '') ?? 0) - 1;
      if (left > 0) within.set(old.person ?? '', left);
      else within.delete(old.person ?? '');
      first += 1;
    }
    if (within.size <= MANY_CUSTOMERS) {
      close();
      continue;
    }
    const people: ReadonlySet<string> = new Set(
      looks.slice(first, last + 1).map(({ person }) => person ?? ''),
    );
    burst ??= { from: looks[first]?.at ?? look.at, to: look.at, people: new Set() };
    for (const one of people) burst.people.add(one);
    burst.to = look.at;
  }
  close();
  return found;
}

function unmasked(actor: string, entries: readonly Seen[]): Finding[] {
  return entries
    .filter((entry) => entry.unmasked)
    .map(({ at }) => ({ rule: 'unmaskedExport', actor, from: at, to: at, count: 1 }));
}

/** A day of somebody at night or outside of business hours is one finding; night goes first. */
function byTime(actor: string, entries: readonly Seen[], hours: BusinessHours): Finding[] {
  const found = new Map<string, Finding>();
  for (const { at, action } of entries) {
    // Guarding the data is no look at anybody.
    if (accessKind(action) === 'guard') continue;
    const minute = minuteOf(at);
    const atNight = minute >= NIGHT_FROM || minute < NIGHT_TO;
    if (!atNight && isOpen(hours, at)) continue;
    const rule: Unusual = atNight ? 'night' : 'outsideHours';
    const key = `${rule} ${new Date(at).toDateString()}`;
    const before = found.get(key);
    found.set(key, {
      ...{ rule, actor, from: before?.from ?? at, to: at },
      count: (before?.count ?? 0) + 1,
    });
  }
  return [...found.values()];
}

function wrong(actor: string, entries: readonly Seen[]): Finding[] {
  const found: Finding[] = [];
  let row: Seen[] = [];
  const close = (): void => {
    const [first] = row;
    const last = row.at(-1);
    if (first && last && row.length >= WRONG_PASSPHRASES) {
      found.push({
        ...{ rule: 'wrongPassphrases', actor, from: first.at, to: last.at },
        count: row.length,
      });
    }
    row = [];
  };
  for (const entry of entries) {
    if (entry.action === 'role-refused') row.push(entry);
    else if (entry.action === 'role-unlocked') close();
  }
  close();
  return found;
}
