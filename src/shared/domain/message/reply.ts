import { dayAfter } from '../hours/businessHours.ts';
import { folded } from './folded.ts';
import type { Undecided } from './undecided.ts';
import { AFTER_NUMBER, POLITE, QUESTIONS, QUOTES, REFUSALS } from './replyWords.ts';

/*
 * Which of the times that were offered a reply picks. It is read whole or not at all: every word of
 * it has to be one that names a time, or one that says nothing. Whatever leaves room for two
 * meanings is left to the agent, since a promise never moves on a guess.
 */

export interface OfferedSlot {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export type ReplyReading =
  { readonly slot: number; readonly why: null } | { readonly slot: null; readonly why: Undecided };

/** Longer ones tell a story. */
const LONGEST = 120;

const undecided = (why: Undecided): ReplyReading => ({ slot: null, why });

/**
 * @param slots as they were numbered in the text, the first being 1
 * @param at when the reply was written: what `tomorrow` is counted from
 * @param now when it is read: what is past
 */
export function readReply(
  body: string,
  slots: readonly OfferedSlot[],
  { at, now }: { readonly at: number; readonly now: number },
): ReplyReading {
  // Key caps and variation selectors make a picture of a number.
  const text = folded(body.replace(/[\uFE00-\uFE0F\u20E3]/g, ''))
    .text.toLowerCase()
    .trim();
  if (text === '') return undecided('nothing');
  if (QUOTES.test(text)) return undecided('quoted');
  if (REFUSALS.test(text)) return undecided('refusal');
  if (QUESTIONS.test(text)) return undecided('question');
  if (text.length > LONGEST) return undecided('unclear');
  const said = saidIn(text, slots.length, at);
  if (said === null) return undecided('unclear');
  return resolved(said, slots, now);
}

interface Said {
  /** Places in the list. */
  readonly places: readonly number[];
  /** Each has to be true of the slot. */
  readonly conditions: readonly ((slot: OfferedSlot) => boolean)[];
  /** A number or an hour was named; a day alone is not enough to go by. */
  readonly exact: boolean;
}

function resolved(said: Said, slots: readonly OfferedSlot[], now: number): ReplyReading {
  const { conditions, exact } = said;
  const places = new Set(said.places);
  if (places.size === 0 && conditions.length === 0) return undecided('nothing');
  if (places.size > 1) return undecided('several');
  const fitting = slots
    .map((slot, place) => ({ slot, place }))
    .filter(({ place }) => places.size === 0 || places.has(place))
    .filter(({ slot }) => conditions.every((holds) => holds(slot)));
  const [one, another] = fitting;
  if (one === undefined) return undecided('no-slot');
  if (another !== undefined) return undecided('several');
  if (!exact) return undecided('unclear');
  return one.slot.to <= now ? undecided('past') : { slot: one.place, why: null };
}

interface Reader {
  readonly pattern: RegExp;
  /** What it says; null: this is not it after all. */
  readonly read: (groups: readonly (string | undefined)[], about: About) => Partial<Said> | null;
}

interface About {
  readonly count: number;
  readonly at: number;
}

/** @returns null where something in it is not understood */
function saidIn(text: string, count: number, at: number): Said | null {
  const places: number[] = [];
  const conditions: Said['conditions'][number][] = [];
  let exact = false;
  let place = 0;
  while (place < text.length) {
    const found = firstReading(text, place, { count, at });
    if (found === null) return null;
    place = found.end;
    places.push(...(found.said.places ?? []));
    conditions.push(...(found.said.conditions ?? []));
    exact ||= found.said.exact ?? false;
  }
  return { places, conditions, exact };
}

function firstReading(
  text: string,
  place: number,
  about: About,
): { readonly end: number; readonly said: Partial<Said> } | null {
  for (const { pattern, read } of READERS) {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const said = read(match.slice(1), about);
    if (said !== null) return { end: pattern.lastIndex, said };
  }
  return null;
}

const never = (): boolean => false;
const hourOf = ({ from }: OfferedSlot): number => new Date(from).getHours();

/** What names a place in the list. One that is not there fits nothing. */
function placed(number: number, { count }: About): Partial<Said> {
  if (number < 1 || number > count) return { conditions: [never], exact: true };
  return { places: [number - 1], exact: true };
}

/** A clock may be read by twelve or by twenty-four. */
function isClock(at: number, hour: number, minute: number): boolean {
  const date = new Date(at);
  if (date.getMinutes() !== minute) return false;
  return hour === 0 || hour > 12
    ? date.getHours() === hour % 24
    : date.getHours() % 12 === hour % 12;
}

function clock(hour: number, minute: number): Partial<Said> {
  return { conditions: [({ from }) => isClock(from, hour, minute)], exact: true };
}

function span(hour: number, minute: number, toHour: number, toMinute: number): Partial<Said> {
  const holds = ({ from, to }: OfferedSlot): boolean =>
    isClock(from, hour, minute) && isClock(to, toHour, toMinute);
  return { conditions: [holds], exact: true };
}

const onDay = (day: number): Partial<Said> => ({
  conditions: [({ from }) => dayAfter(from, 0) === day],
});

function onDate(month: number | null, day: number): Partial<Said> {
  const holds = ({ from }: OfferedSlot): boolean => {
    const date = new Date(from);
    return date.getDate() === day && (month === null || date.getMonth() + 1 === month);
  };
  return { conditions: [holds] };
}

/** @param weeks after this one, which begins on Monday; null: whichever */
function onWeekday(weekday: number, weeks: number | null, { at }: About): Partial<Said> {
  const monday = (moment: number): number =>
    dayAfter(moment, -((new Date(moment).getDay() + 6) % 7));
  const holds = ({ from }: OfferedSlot): boolean =>
    new Date(from).getDay() === weekday &&
    (weeks === null || monday(from) === monday(dayAfter(monday(at), weeks * 7)));
  return { conditions: [holds] };
}

const KO_HOURS = '한|두|세|네|다섯|여섯|일곱|여덟|아홉|열한|열두|열'.split('|');
const KO_HOUR_VALUES: Readonly<Record<string, number>> = {
  ...{ 한: 1, 두: 2, 세: 3, 네: 4, 다섯: 5, 여섯: 6, 일곱: 7, 여덟: 8, 아홉: 9, 열: 10 },
  ...{ 열한: 11, 열두: 12 },
};
const HOUR = `(\\d{1,2}|${KO_HOURS.join('|')})\\s*시(?!간)`;
/** The half, or minutes. */
const MINUTE = '(?:\\s*(반|정각|\\d{1,2}\\s*분))?';
const HALF_DAY = '(?:(?:오전|오후|am|pm)\\s*)?';
const TILL = '\\s*(?:~|-|–|부터|에서)\\s*';

const hourNumber = (said = ''): number => KO_HOUR_VALUES[said] ?? Number(said);
function minuteNumber(said: string | undefined): number {
  if (said === undefined || said === '정각') return 0;
  return said === '반' ? 30 : Number.parseInt(said, 10);
}

const ORDINALS: Readonly<Record<string, number>> = {
  ...{ 첫: 1, 두: 2, 둘: 2, 세: 3, 셋: 3, 네: 4, 넷: 4, 일: 1, 삼: 3, 사: 4 },
  ...{ first: 1, '1st': 1, second: 2, '2nd': 2, third: 3, '3rd': 3, fourth: 4, '4th': 4 },
  ...{ one: 1, two: 2, three: 3, four: 4 },
};
const WEEKDAYS = '일월화수목금토';
const WEEKDAYS_EN = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS_EN = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const monthNumber = (said = ''): number => MONTHS_EN.split('|').indexOf(said.slice(0, 3)) + 1;
const DAYS: Readonly<Record<string, number>> = {
  ...{ 오늘: 0, 금일: 0, 내일: 1, 낼: 1, 명일: 1, 모레: 2, 내일모레: 2, 낼모레: 2, 글피: 3 },
  ...{ today: 0, tomorrow: 1 },
};
const WEEKS: Readonly<Record<string, number>> = { 이번: 0, 금: 0, 다음: 1, 담: 1, 내: 1 };

const sticky = (source: string): RegExp => new RegExp(source, 'uy');

/** In the order in which they are tried: the longer before what is a part of it. */
const READERS: readonly Reader[] = [
  // Marks, blanks and pictures say nothing.
  { pattern: sticky('[\\s.,!~^;:·…–—_*()\\[\\]{}|#`=\\-]+'), read: () => ({}) },
  {
    pattern: sticky('[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u200D♡♥]+'),
    read: () => ({}),
  },
  // 15:00-16:00, 3시~4시, 3~4시
  {
    pattern: sticky(`(\\d{1,2}):(\\d{2})${TILL}(\\d{1,2}):(\\d{2})(?!\\d)(?:\\s*까지)?`),
    read: ([hour, minute, toHour, toMinute]) =>
      span(Number(hour), Number(minute), Number(toHour), Number(toMinute)),
  },
  {
    pattern: sticky(`${HOUR}${MINUTE}${TILL}${HALF_DAY}${HOUR}${MINUTE}(?:\\s*까지)?(?:\\s*사이)?`),
    read: ([hour, minute, toHour, toMinute]) =>
      span(hourNumber(hour), minuteNumber(minute), hourNumber(toHour), minuteNumber(toMinute)),
  },
  {
    pattern: sticky(`(\\d{1,2})${TILL}(\\d{1,2})\\s*(?:시(?!간)|pm|am)(?:\\s*까지)?(?:\\s*사이)?`),
    read: ([hour, toHour]) => span(Number(hour), 0, Number(toHour), 0),
  },
  // Days.
  {
    pattern: sticky('(?:\\d{4}년\\s*)?(\\d{1,2})월\\s*(\\d{1,2})일'),
    read: ([month, day]) => onDate(Number(month), Number(day)),
  },
  {
    pattern: sticky('(\\d{1,2})\\s*[/.]\\s*(\\d{1,2})(?![\\d:/.]|\\s*(?:번|시))'),
    read: ([month, day], { count }) =>
      // 1/2 may be a day, and the first or the second.
      Number(month) <= count && Number(day) <= count ? null : onDate(Number(month), Number(day)),
  },
  {
    pattern: sticky('(\\d{1,2})일(?!\\s*(?:간|동안|뒤|후|정도|이내))'),
    read: ([day]) => onDate(null, Number(day)),
  },
  {
    pattern: sticky(`(${MONTHS_EN})[a-z]*\\.?\\s*(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:a-z])`),
    read: ([month, day]) => onDate(monthNumber(month), Number(day)),
  },
  {
    pattern: sticky(`(\\d{1,2})(?:st|nd|rd|th)?\\s*(?:of\\s*)?(${MONTHS_EN})[a-z]*`),
    read: ([day, month]) => onDate(monthNumber(month), Number(day)),
  },
  {
    pattern: sticky('(내일모레|낼모레|오늘|금일|내일|명일|모레|글피|낼|today|tomorrow)'),
    read: ([day = ''], { at }) => onDay(dayAfter(at, DAYS[day] ?? 0)),
  },
  {
    pattern: sticky(`(?:(이번|금|다음|담|내)\\s*주\\s*)?([${WEEKDAYS}])(?:요일|욜)`),
    read: ([week, day = ''], about) =>
      onWeekday(WEEKDAYS.indexOf(day), week === undefined ? null : (WEEKS[week] ?? null), about),
  },
  {
    // As the text itself writes it: 11/27(금).
    pattern: sticky(`(?<=\\()([${WEEKDAYS}])(?=\\))`),
    read: ([day = ''], about) => onWeekday(WEEKDAYS.indexOf(day), null, about),
  },
  {
    pattern: sticky('(sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday)?(?![a-z])'),
    read: ([day = ''], about) => onWeekday(WEEKDAYS_EN.indexOf(day), null, about),
  },
  // Hours.
  {
    pattern: sticky(`${HOUR}${MINUTE}(?!\\s*(?:이후|이전|전|후|뒤|부터|까지|넘|지나))`),
    read: ([hour, minute]) => clock(hourNumber(hour), minuteNumber(minute)),
  },
  {
    pattern: sticky('(\\d{1,2}):(\\d{2})(?!\\d)\\s*(am|pm|a\\.m\\.?|p\\.m\\.?)?(?![a-z])'),
    read: ([hour, minute, half]) => halved(clock(Number(hour), Number(minute)), half),
  },
  {
    pattern: sticky('(\\d{1,2})\\s*(am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-z])'),
    read: ([hour, half]) => halved(clock(Number(hour), 0), half),
  },
  {
    pattern: sticky("(?:at\\s+)?(\\d{1,2})\\s*o'?\\s?clock(?![a-z])"),
    read: ([hour]) => clock(Number(hour), 0),
  },
  { pattern: sticky('at\\s+(\\d{1,2})(?![\\d:a-z])'), read: ([hour]) => clock(Number(hour), 0) },
  {
    pattern: sticky(
      '(오전|아침|오후|저녁|(?:in\\s+the\\s+)?(?:morning|afternoon|evening)|am|pm)(?![a-z])',
    ),
    read: ([half = '']) => ({ conditions: [halfOf(half)] }),
  },
  // Places in the list.
  {
    pattern: sticky(
      '(\\d{1,3})\\s*(?:번째|번|안)(?!가(?!능)|\\s*(?:지|길|출구|국도|가지|이상|이나|정도|쯤))',
    ),
    read: ([number], about) => placed(Number(number), about),
  },
  {
    pattern: sticky('(첫|두|둘|세|셋|네|넷)\\s*(?:번\\s*)?째'),
    read: ([said = ''], about) => placed(ORDINALS[said] ?? 0, about),
  },
  {
    pattern: sticky('(일|삼|사)\\s*번(?!째)'),
    read: ([said = ''], about) => placed(ORDINALS[said] ?? 0, about),
  },
  { pattern: sticky('(?:맨\\s*)?(마지막|끝)'), read: (_, about) => placed(about.count, about) },
  { pattern: sticky('(?:맨\\s*)?처음'), read: (_, about) => placed(1, about) },
  {
    pattern: sticky(
      '(first|1st|second|2nd|third|3rd|fourth|4th|last)(?:\\s+(?:one|option|slot|time|choice))?(?![a-z])',
    ),
    read: ([said = ''], about) =>
      placed(said === 'last' ? about.count : (ORDINALS[said] ?? 0), about),
  },
  {
    pattern: sticky(
      '(?:option|slot|number|choice|no\\.?|#)\\s*(one|two|three|four|\\d{1,3})(?![\\da-z:])',
    ),
    read: ([said = ''], about) => placed(ORDINALS[said] ?? Number(said), about),
  },
  {
    // `that one` names nothing: alone at the beginning it does.
    pattern: sticky('(?<![^])(one|two|three|four)(?=\\s*(?:$|[.,!]|please|pls|plz|thank|thx))'),
    read: ([said = ''], about) => placed(ORDINALS[said] ?? 0, about),
  },
  {
    pattern: sticky(`(\\d)(?!\\d|[./:]\\d)${AFTER_NUMBER}`),
    read: ([number], about) => placed(Number(number), about),
  },
  { pattern: POLITE, read: () => ({}) },
];

function halfOf(said: string): (slot: OfferedSlot) => boolean {
  if (/^(?:오전|아침|a|.*morning)/u.test(said) && !said.includes('afternoon')) {
    return (slot) => hourOf(slot) < 12;
  }
  if (/저녁|evening/u.test(said)) return (slot) => hourOf(slot) >= 17;
  return (slot) => hourOf(slot) >= 12;
}

function halved(said: Partial<Said>, half: string | undefined): Partial<Said> {
  if (half === undefined) return said;
  return { ...said, conditions: [...(said.conditions ?? []), halfOf(half)] };
}
