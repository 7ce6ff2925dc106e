import type { AwayReason } from '../availability/reasons.ts';
import { reasonWords } from './reasonWords.ts';
import { fillTemplate } from './template.ts';
import type { MissedTexts } from './policy.ts';
import { TEXT_KINDS } from './record.ts';

/*
 * What a text says where nobody has written anything else: short enough for one SMS, and right
 * whenever it is read. Days are dates, since a text of the evening is read in the morning.
 */

type Language = MissedTexts['language'];

/**
 * Those of a pause are chosen with it (domain/pause/templates.ts), an apology is made of its
 * mistake, a summary of its call.
 */
export const USUAL_KINDS = TEXT_KINDS.filter(
  (kind) => kind !== 'pause' && kind !== 'apology' && kind !== 'summary',
);
type UsualKind = (typeof USUAL_KINDS)[number];

/** For each kind of text, its usual sentences. */
const TEMPLATES: Readonly<Record<Language, Readonly<Record<UsualKind, string>>>> = {
  ko: {
    missed:
      '<[{회사}] ><지금 {사유}이라 >전화를 받지 못했습니다. {약속}에 전화드리겠습니다. 급한 문의: {대체}',
    hand: '<[{회사}] >전화를 받지 못했습니다. {약속}에 전화드리겠습니다. 급한 문의: {대체}',
    promise: '<[{회사}] >다시 전화드릴 시간을 알려 드립니다. {약속}에 전화드리겠습니다.',
    rescheduled: '<[{회사}] >전화드릴 시간이 바뀌어 죄송합니다. {약속}에 전화드리겠습니다.',
  },
  en: {
    missed:
      '<[{company}] >Sorry we missed your call<; we are {reason}>. We will call you back {window}. Urgent: {alternate}',
    hand: '<[{company}] >Sorry we missed your call. We will call you back {window}. Urgent: {alternate}',
    promise: '<[{company}] >About our call back to you. We will call you {window}.',
    rescheduled: '<[{company}] >We are sorry that our call is moved. We will call you {window}.',
  },
};

export interface TextAbout {
  readonly kind: UsualKind;
  readonly policy: Pick<MissedTexts, 'language' | 'company' | 'agent' | 'template'>;
  /** Null where the text does not go by one. */
  readonly reason: Pick<AwayReason, 'id' | 'name' | 'textBody'> | null;
  /** When the agent is expected back; null when nobody knows. */
  readonly back: number | null;
  /** When the customer will be called. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** Who they may turn to meanwhile, as the agent wrote it for them. */
  readonly alternate: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The words of a text. The note of an absence is for colleagues, and is nothing it is given. */
export function textWords({
  kind,
  policy,
  reason,
  back,
  window,
  alternate,
  now,
}: TextAbout): string {
  const { language, company, agent } = policy;
  // A time that has passed promises nothing.
  const expected = back !== null && back > now ? momentWords(back, language) : '';
  const promised = window !== null && window.to > now ? windowWords(window, language) : '';
  const later = expected && (language === 'ko' ? `${expected} 이후` : `after ${expected}`);
  const values = {
    ...{ company, agent, alternate, back: expected, window: promised || later },
    reason: reasonWords(reason, language),
  };
  const usual = fillTemplate(TEMPLATES[language][kind], values);
  const own = kind === 'missed' ? reason?.textBody || policy.template : '';
  return fillTemplate(own, values) || usual;
}

/** The sentences of a missed call's text where the desk has none of its own. */
export function usualTemplate(language: Language): string {
  return TEMPLATES[language].missed;
}

const WEEKDAYS = {
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const MONTHS = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'],
  ...['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
];

/** Not by Intl: what it writes is not the same everywhere, and some of it cannot be sent. */
function dayWords(at: number, language: Language): string {
  const date = new Date(at);
  const weekday = WEEKDAYS[language][date.getDay()] ?? '';
  if (language === 'en') return `${weekday} ${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}`;
  return `${date.getMonth() + 1}/${date.getDate()}(${weekday})`;
}

function clockWords(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function momentWords(at: number, language: Language): string {
  return `${dayWords(at, language)} ${clockWords(at)}`;
}

export function windowWords(
  { from, to }: { from: number; to: number },
  language: Language,
): string {
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString();
  const end = sameDay ? clockWords(to) : momentWords(to, language);
  return `${momentWords(from, language)}${language === 'ko' ? '~' : '-'}${end}`;
}
