/*
 * The neutral greeting, put together of clips: resources/greetings/phrases.json has the words,
 * scripts/make-greetings.sh their sound. Times are on the desk's own clock, as the agent reads it.
 */

import { numbersIn } from '../phone-number/numbersIn.ts';

export type SpokenLanguage = 'ko' | 'en';

/** A clip without a word: between the groups of a number. */
const BREATH = 'breath';

/** A time is said in steps of so many minutes, never earlier than it is. */
const STEP_MINUTES = 5;

/**
 * From when on the customer will be called, as clips.
 * @param until epoch ms
 * @returns none for a time that has passed, and for one later than tomorrow
 */
export function phrasesFor(
  until: number,
  { now, language }: { readonly now: number; readonly language: SpokenLanguage },
): readonly string[] {
  const step = STEP_MINUTES * 60_000;
  // Zones differ from each other by whole quarters of an hour: steps are the same everywhere.
  const said = new Date(Math.ceil(until / step) * step);
  if (until <= now) return [];
  const days = daysBetween(new Date(now), said);
  if (days > 1) return [];
  const hour = said.getHours();
  const clock = `hour-${hour % 12 === 0 ? 12 : hour % 12}`;
  const minute = said.getMinutes() === 0 ? [] : [`minute-${said.getMinutes()}`];
  const tomorrow = days === 1 ? ['tomorrow'] : [];
  if (language === 'en') {
    return ['after', clock, ...minute, hour < 12 ? 'am' : 'pm', ...tomorrow];
  }
  return [...tomorrow, koreanHalf(hour), clock, ...minute, 'after'];
}

/** Twelve o'clock is neither 오전 nor 오후 to a Korean ear. */
function koreanHalf(hour: number): string {
  if (hour === 0) return 'night';
  if (hour === 12) return 'noon';
  return hour < 12 ? 'am' : 'pm';
}

/** Days of the calendar, whatever the length of a day is. */
function daysBetween(from: Date, to: Date): number {
  const day = (date: Date): number =>
    Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  return day(to) - day(from);
}

/** How many digits are said of a number that stands in a note; more is none. */
const MOST_DIGITS = 15;
/** Fewer are an extension, which a customer cannot dial. */
const LEAST_DIGITS = 8;

/**
 * Where a customer may turn to meanwhile, as clips: the telephone number in what the agent has
 * written, digit by digit, with a breath between its groups. A name cannot be said by clips.
 * @returns none where there is no number, or where it is not clear which
 */
export function alternatePhrases(alternate: string, language: SpokenLanguage): readonly string[] {
  const [number = '', ...others] = numbersIn(alternate);
  const digits = number.replace(/\D/g, '').length;
  if (others.length > 0 || digits < LEAST_DIGITS || digits > MOST_DIGITS) return [];
  const groups = number.match(/\+|\d+/g) ?? [];
  const said = groups.flatMap((group, index) => [
    ...(index > 0 ? [BREATH] : []),
    ...(group === '+' ? ['plus'] : [...group].map((digit) => `digit-${digit}`)),
  ]);
  return ['urgent', ...said, ...(language === 'ko' ? ['number'] : [])];
}

export interface Spoken {
  /** As the agent wrote it; empty where nothing is to be said of it. */
  readonly alternate: string;
  readonly until: number | null;
  readonly voicemail: boolean;
  readonly now: number;
  readonly language: SpokenLanguage;
}

/** The whole neutral greeting. */
export function neutralGreeting(spoken: Spoken): readonly string[] {
  const { until, alternate, voicemail, now, language } = spoken;
  const time = until === null ? [] : phrasesFor(until, { now, language });
  const timed = time.length > 0;
  const elsewhere = alternatePhrases(alternate, language);
  if (voicemail) return ['sorry', ...time, ...elsewhere, timed ? 'leave' : 'leave-call'];
  return timed ? ['sorry', ...time, ...elsewhere] : ['sorry', ...elsewhere, 'again'];
}
