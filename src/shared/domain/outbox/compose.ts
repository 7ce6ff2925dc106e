import type { Reservation, Strategy, TextContent } from './content.ts';
import { slotWords } from './slotWords.ts';
import { momentWords, windowWords } from './words.ts';

/*
 * What a text of each strategy says. Like the usual sentences (`words.ts`) it is short enough for
 * one SMS where the values are of the usual length, and right whenever it is read: days are dates.
 */

export interface ComposeAbout {
  readonly strategy: Strategy;
  readonly language: 'ko' | 'en';
  readonly company: string;
  /** Who has talked to them. */
  readonly agent: string;
  /** Without 님; empty where nobody knows, and where a number is several people's. */
  readonly customer: string;
  /** One line each. */
  readonly agreed: string;
  /** When they will be called; epoch milliseconds. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly reservation: Omit<Reservation, 'id'> | null;
  /** When they may be called: they answer with a number, and no other time is told. */
  readonly slots?: TextContent['slots'];
  /** It asks them to answer. */
  readonly reply: boolean;
  readonly now: number;
}

/** Where nothing is known a sentence drops out; it never has a hole. */
export function composeText(about: ComposeAbout): string {
  const { strategy, language, reply, slots = [] } = about;
  const lines = about.agreed
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  const words = WORDS[language];
  const parts =
    strategy === 'confirmation'
      ? [[words.head(about), words.confirm(lines), callWords(about)].filter(Boolean).join(' ')]
      : strategy === 'detail'
        ? detailLines(about, lines)
        : reservationLines(about, lines);
  const answer = slots.length > 0 ? slotWords(slots, language) : reply ? words.reply : '';
  return [...parts, answer].filter((line) => line !== '').join('\n');
}

/** That they may answer. */
export const replyWords = (language: 'ko' | 'en'): string => WORDS[language].reply;

function callWords({ window, language, now, slots = [] }: ComposeAbout): string {
  if (slots.length > 0 || window === null || window.to <= now) return '';
  return WORDS[language].call(windowWords(window, language));
}

function detailLines(about: ComposeAbout, lines: readonly string[]): readonly string[] {
  const words = WORDS[about.language];
  return [
    `${words.head(about)} ${words.told}`.trim(),
    ...lines.map((line) => (lines.length > 1 ? `- ${line}` : line)),
    callWords(about),
    about.agent === '' ? '' : words.agent(about.agent),
  ];
}

function reservationLines(about: ComposeAbout, lines: readonly string[]): readonly string[] {
  const { reservation, language } = about;
  const words = WORDS[language];
  const head = `${words.head(about)} ${words.states[reservation?.state ?? 'booked']}`.trim();
  if (reservation === null) return [head, ...lines];
  const { at, place, bring, state } = reservation;
  const where = [momentWords(at, language), place.trim()].filter((one) => one !== '').join(', ');
  const cancelled = state === 'cancelled' || bring.trim() === '';
  return [head, where, cancelled ? '' : words.bring(bring.trim()), ...lines];
}

type Words = Readonly<{
  head: (about: Pick<ComposeAbout, 'company' | 'customer'>) => string;
  confirm: (lines: readonly string[]) => string;
  call: (window: string) => string;
  told: string;
  agent: (name: string) => string;
  states: Readonly<Record<Reservation['state'], string>>;
  bring: (things: string) => string;
  reply: string;
}>;

const SENTENCE_END = /[.!?]$/;
const joined = (lines: readonly string[]): string => {
  const text = lines.join(', ');
  return SENTENCE_END.test(text) ? text : `${text}.`;
};

const WORDS: Readonly<Record<'ko' | 'en', Words>> = {
  ko: {
    head: ({ company, customer }) =>
      [company === '' ? '' : `[${company}]`, customer === '' ? '고객님,' : `${customer}님,`]
        .filter((one) => one !== '')
        .join(' '),
    confirm: (lines) =>
      lines.length === 0
        ? '통화로 말씀하신 내용을 접수했습니다.'
        : SENTENCE_END.test(lines.join(' '))
          ? lines.join(' ')
          : `확인드립니다: ${joined(lines)}`,
    call: (window) => `${window}에 전화드리겠습니다.`,
    told: '통화로 안내해 드린 내용입니다.',
    agent: (name) => `담당: ${name}`,
    states: {
      booked: '예약을 안내드립니다.',
      changed: '예약이 바뀌었습니다.',
      cancelled: '아래 예약을 취소했습니다.',
    },
    bring: (things) => `준비물: ${things}`,
    reply: '회신은 이 번호로 주십시오.',
  },
  en: {
    head: ({ company, customer }) =>
      [company === '' ? '' : `[${company}]`, customer === '' ? '' : `${customer},`]
        .filter((one) => one !== '')
        .join(' '),
    confirm: (lines) =>
      lines.length === 0
        ? 'We have noted what you told us.'
        : SENTENCE_END.test(lines.join(' '))
          ? lines.join(' ')
          : `Noted: ${joined(lines)}`,
    call: (window) => `We will call you ${window}.`,
    told: 'This is what we told you on the phone.',
    agent: (name) => `Your contact: ${name}`,
    states: {
      booked: 'your reservation:',
      changed: 'your reservation has moved:',
      cancelled: 'this reservation is cancelled:',
    },
    bring: (things) => `Please bring: ${things}`,
    reply: 'You can answer to this number.',
  },
};
