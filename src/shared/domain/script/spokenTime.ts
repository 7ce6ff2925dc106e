/** A moment as it is said to a customer, and as a field of a script holds it. */

type Language = 'ko' | 'en';

const FIELD = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const DAY_MS = 86_400_000;

/** @returns epoch milliseconds by the clock on the wall; null for anything else */
export function momentOfField(text: string): number | null {
  const [, year, month, day, hour, minute] = FIELD.exec(text) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return Number.isNaN(at.getTime()) ? null : at.getTime();
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as a field of the kind `time` holds it: `2026-11-26T17:00`. */
export function fieldOfMoment(at: number): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

const dayOf = (at: number): number => {
  const date = new Date(at);
  // Counted in UTC: no day is an hour short there.
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
};

/**
 * `오후 3시`, `내일 오전 10시 30분`, `11월 28일 오후 2시`; `3 pm`, `10:30 am tomorrow`,
 * `2 pm on 28 November`: with `에` or `at` it is part of a sentence.
 * @param at epoch milliseconds
 */
export function spokenTime(at: number, now: number, language: Language): string {
  const date = new Date(at);
  const hours = date.getHours();
  const minutes = date.getMinutes();
  const twelve = hours % 12 === 0 ? 12 : hours % 12;
  const away = dayOf(at) - dayOf(now);
  if (language === 'ko') {
    const clock = `${hours < 12 ? '오전' : '오후'} ${twelve}시${minutes === 0 ? '' : ` ${minutes}분`}`;
    const near = ['', '내일 ', '모레 '][away];
    return `${near ?? `${date.getMonth() + 1}월 ${date.getDate()}일 `}${clock}`;
  }
  const minute = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  const clock = `${twelve}${minute} ${hours < 12 ? 'am' : 'pm'}`;
  if (away === 0) return clock;
  if (away === 1) return `${clock} tomorrow`;
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' }).format(date);
  return `${clock} on ${day}`;
}

/** What a field holds, as it is said. */
export function spokenField(value: string, now: number, language: Language): string {
  const at = momentOfField(value);
  return at === null ? value : spokenTime(at, now, language);
}
