import { sentenceAt, sentencesOf } from './readText.ts';
import type { ReadText, Spot } from './readText.ts';

/*
 * Dates, weekdays and clocks in a text, against the calendar, the moment it is read, and what was
 * agreed. A clock without 오전 or 오후 may mean either.
 */

export type TimeKind =
  'impossible-date' | 'impossible-time' | 'weekday' | 'past' | 'other-time' | 'other-date';

interface Said {
  readonly from: number;
  readonly to: number;
}

interface SaidDate extends Said {
  readonly month: number;
  readonly day: number;
  /** Null: the next one that may be meant. */
  readonly year: number | null;
  /** 0 is Sunday; null where none is said. */
  readonly weekday: number | null;
  /** Where the weekday's one letter stands. */
  readonly weekdayAt: number;
  /** `11/26` may be a fraction, and `24/7` is no date; `11월 26일` is sure. */
  readonly sure: boolean;
}

interface SaidClock extends Said {
  readonly hour: number;
  readonly minute: number;
  /** The hours of the day that may be meant; empty: there is no such hour. */
  readonly hours: readonly number[];
}

const WEEKDAYS = '일월화수목금토';
const WEEKDAY = '(?: ?\\(([일월화수목금토])(?:요일)?\\)| ([일월화수목금토])요일)?';
const DATES: readonly (readonly [RegExp, boolean])[] = [
  [new RegExp(`(?<!\\d)(?:(\\d{4})년 ?)?(\\d{1,2})월 ?(\\d{1,2})일(?!간)${WEEKDAY}`, 'g'), true],
  [
    new RegExp(
      `(?<![\\d.])(\\d{4})[.\\-/] ?(\\d{1,2})[.\\-/] ?(\\d{1,2})\\.?(?!\\d)${WEEKDAY}`,
      'g',
    ),
    true,
  ],
  [new RegExp(`(?<![\\d/.])()(\\d{1,2})/(\\d{1,2})(?![\\d/]|\\.\\d)${WEEKDAY}`, 'g'), false],
  [
    new RegExp(
      `(?<![\\d.])()(\\d{1,2})\\. ?(\\d{1,2})\\.? ?\\(([일월화수목금토])(?:요일)?\\)()`,
      'g',
    ),
    true,
  ],
];

function datesIn(text: string): readonly SaidDate[] {
  const found: SaidDate[] = [];
  for (const [pattern, sure] of DATES) {
    for (const match of text.matchAll(pattern)) {
      const [whole, year, month, day, bracketed, after] = match;
      const to = match.index + whole.length;
      const weekday = bracketed || after;
      const letterAt = bracketed ? whole.lastIndexOf('(') + 1 : whole.lastIndexOf(' ') + 1;
      if (found.some((one) => one.from < to && match.index < one.to)) continue;
      found.push({
        ...{ from: match.index, to },
        year: year ? Number(year) : null,
        ...{ month: Number(month), day: Number(day) },
        weekday: weekday ? WEEKDAYS.indexOf(weekday) : null,
        weekdayAt: match.index + letterAt,
        sure: sure || weekday !== undefined,
      });
    }
  }
  return found;
}

const HALVES: Readonly<Record<string, 'am' | 'pm'>> = {
  ...{ 오전: 'am', 아침: 'am', 새벽: 'am', am: 'am' },
  ...{ 오후: 'pm', 저녁: 'pm', 밤: 'pm', 낮: 'pm', pm: 'pm' },
};
const CLOCK =
  /(?:(오전|오후|아침|새벽|저녁|밤|낮) ?)?(?<![\d:/.])(?:(\d{1,3}):(\d{2})(?![\d:])|(\d{1,3})시(?!간|즌|리즈|도|험|장|점|작|\d)(?: ?(\d{1,2})분|( ?반)(?![가-힣]))?)(?: ?(am|pm)\b)?/gi;

function clocksIn(text: string): readonly SaidClock[] {
  return [...text.matchAll(CLOCK)].map((match) => {
    const [whole, before, colonHour, colonMinute, hourText, minuteText, half, after] = match;
    const hour = Number(colonHour ?? hourText);
    const minute = half ? 30 : Number(colonMinute ?? minuteText ?? 0);
    const part = HALVES[(before ?? after ?? '').toLowerCase()] ?? null;
    return {
      ...{ from: match.index, to: match.index + whole.length, hour, minute },
      hours: minute > 59 ? [] : hoursOf(hour, minute, part, before ?? ''),
    };
  });
}

function hoursOf(
  hour: number,
  minute: number,
  part: 'am' | 'pm' | null,
  word: string,
): readonly number[] {
  if (hour > 24 || (hour === 24 && minute > 0)) return [];
  if (part === 'am') return hour > 12 ? [] : [hour % 12];
  // 밤 12시 is midnight, 낮 12시 is noon.
  if (part === 'pm') {
    if (hour === 12) return word === '밤' || word === '저녁' ? [0, 12] : [12];
    return [hour < 12 ? hour + 12 : hour % 24];
  }
  return hour >= 1 && hour < 12 ? [hour, hour + 12] : [hour % 24];
}

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Without a year the nearest is meant: in December, 1/5 is in the next one. */
function dayOf({ year, month, day }: SaidDate, now: number): Date {
  const here = new Date(now).getFullYear();
  const years = year === null ? [here - 1, here, here + 1] : [year];
  const days = years
    .filter((one) => day <= daysIn(one, month))
    .map((one) => new Date(one, month - 1, day));
  const away = (date: Date): number => Math.abs(date.getTime() - now);
  const [first = new Date(here, month - 1, day), ...others] = days;
  return others.reduce((best, one) => (away(one) < away(best) ? one : best), first);
}

function isDay({ year, month, day }: SaidDate, now: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const here = new Date(now).getFullYear();
  return (year === null ? [here - 1, here, here + 1] : [year]).some(
    (one) => day <= daysIn(one, month),
  );
}

/** Right behind a date: it is told of what was. `11/20 주문하신` */
const OF_THE_PAST =
  /^.{0,14}?(?:[가-힣](?:하신|하셨|받으신|보내신|주신|드린|드렸)|했|됐|되었|된 |었|았|였|부터|자로|자 )/;
const AHEAD =
  /겠|드릴|예정|예약|까지|바랍|주세요|주십시오|오세요|오십시오|뵙|기다리|will|by |see you/i;
/** Times of every day, and not of this matter. */
const OF_EVERY_DAY =
  /운영|영업|상담 ?(?:시간|가능)|업무 ?시간|이용 ?시간|진료 ?시간|점심|평일|주말|매일|매주|공휴일|open/i;

/** @param times what was agreed, epoch milliseconds */
export function timesIn(
  { text }: ReadText,
  now: number,
  times: readonly number[],
): readonly Spot<TimeKind>[] {
  const sentences = sentencesOf(text);
  const dates = datesIn(text);
  const clocks = clocksIn(text);
  const spots: Spot<TimeKind>[] = [];
  const agreed = times.map((at) => new Date(at));
  const today = new Date(now).setHours(0, 0, 0, 0);

  for (const date of dates) {
    const { from, to, weekday, weekdayAt } = date;
    if (!isDay(date, now)) {
      // 24/7 and 13/20 are fractions of something; 2/30 and 13/20(금) are no days.
      const fraction =
        !date.sure && (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31);
      if (!fraction)
        spots.push({ kind: 'impossible-date', severity: 'stop', from, to, offer: null });
      continue;
    }
    const day = dayOf(date, now);
    const isAgreed = agreed.some((one) => sameDay(one, day));
    if (weekday !== null && weekday !== day.getDay()) {
      // The date is right where it is the agreed one; else the weekday may be, of an agreed day.
      const other = isAgreed ? undefined : agreed.find((one) => one.getDay() === weekday);
      const right = text.slice(from, weekdayAt) + (WEEKDAYS[day.getDay()] ?? '');
      const offer = other
        ? redated(text.slice(from, to), other)
        : right + text.slice(weekdayAt + 1, to);
      spots.push({ kind: 'weekday', severity: 'look', from, to, offer });
      continue;
    }
    if (!date.sure && agreed.length === 0) continue;
    const sentence = sentenceAt(sentences, from);
    if (OF_THE_PAST.test(text.slice(to, sentence.from + sentence.text.length))) continue;
    const clock = clocks.find((one) => one.from >= to && one.from - to <= 4);
    if (isPast(day, clock, now, today) && AHEAD.test(sentence.text)) {
      const end = clock && day.getTime() === today ? clock.to : to;
      spots.push({ kind: 'past', severity: 'look', from, to: end, offer: null });
    } else if (agreed.length > 0 && !isAgreed && !OF_EVERY_DAY.test(sentence.text)) {
      const days = agreed.filter((one, at) => agreed.findIndex((it) => sameDay(it, one)) === at);
      const [only] = days;
      const offer = only && days.length === 1 ? redated(text.slice(from, to), only) : null;
      spots.push({ kind: 'other-date', severity: 'look', from, to, offer });
    }
  }

  for (const clock of clocks) {
    const { from, to, hours, minute } = clock;
    if (hours.length === 0) {
      spots.push({ kind: 'impossible-time', severity: 'stop', from, to, offer: null });
      continue;
    }
    const sentence = sentenceAt(sentences, from);
    const fits = agreed.some(
      (one) => hours.includes(one.getHours()) && one.getMinutes() === minute,
    );
    if (agreed.length === 0 || fits || OF_EVERY_DAY.test(sentence.text)) continue;
    const rest = text.slice(to, sentence.from + sentence.text.length);
    if (OF_THE_PAST.test(rest)) continue;
    const [only, another] = [
      ...new Set(agreed.map((one) => one.getHours() * 60 + one.getMinutes())),
    ];
    const offer =
      only === undefined || another !== undefined ? null : reclocked(text.slice(from, to), only);
    spots.push({ kind: 'other-time', severity: 'look', from, to, offer });
  }
  return [...spots, ...bareWeekdays(text, now)];
}

function isPast(day: Date, clock: SaidClock | undefined, now: number, today: number): boolean {
  if (day.getTime() !== today) return day.getTime() < today;
  if (!clock || clock.hours.length === 0) return false;
  const latest = Math.max(...clock.hours);
  return new Date(day).setHours(latest, clock.minute) < now;
}

/** `오늘(수)`, `내일(금요일)`: as it is read when it is sent. */
function bareWeekdays(text: string, now: number): readonly Spot<TimeKind>[] {
  const days = ['오늘', '내일', '모레'];
  return [...text.matchAll(/(오늘|내일|모레) ?\(([일월화수목금토])(요일)?\)/g)].flatMap((match) => {
    const [whole, word = '', weekday = '', long = ''] = match;
    const day = new Date(now);
    day.setDate(day.getDate() + days.indexOf(word));
    const right = WEEKDAYS[day.getDay()] ?? '';
    if (right === weekday) return [];
    const offer = `${word}(${right}${long})`;
    const place = { from: match.index, to: match.index + whole.length };
    return [{ kind: 'weekday' as const, severity: 'look' as const, ...place, offer }];
  });
}

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** Another date in the way in which this one is written. */
function redated(said: string, date: Date): string {
  const numbers = [date.getMonth() + 1, date.getDate()];
  const full = /^\d{4}/.test(said);
  const parts = full ? [date.getFullYear(), ...numbers] : numbers;
  let next = 0;
  return said
    .replace(/\d+/g, (digits) =>
      String(parts[next++] ?? digits).padStart(digits[0] === '0' ? 2 : 1, '0'),
    )
    .replace(/([( ])[일월화수목금토](?=요일|\))/, `$1${WEEKDAYS[date.getDay()] ?? ''}`);
}

/** Another clock in the way in which this one is written. @param at minutes since midnight */
function reclocked(said: string, at: number): string {
  const [hour, minute] = [Math.floor(at / 60), at % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (said.includes(':') && !/[가-힣a-z]/i.test(said)) return `${two(hour)}:${two(minute)}`;
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const half = hour < 12 ? '오전' : '오후';
  if (/[a-z]/i.test(said)) return `${twelve}:${two(minute)} ${hour < 12 ? 'am' : 'pm'}`;
  if (said.includes(':')) return `${half} ${twelve}:${two(minute)}`;
  return `${half} ${twelve}시${minute === 0 ? '' : ` ${minute}분`}`;
}
