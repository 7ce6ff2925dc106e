import type { MessageTemplate } from './messageTemplate.ts';
import { fillTemplate, tokensIn } from './template.ts';
import type { Token, TokenValues } from './template.ts';
import { momentWords, windowWords } from './words.ts';

/** What is known when a text is written; empty and null: nobody knows. */
export interface TemplateFacts {
  readonly company: string;
  /** Who has talked to them. */
  readonly agent: string;
  /** Without 님. */
  readonly customer: string;
  /** What it was about, as a customer may read it. */
  readonly topic: string;
  /** One line each. */
  readonly agreed: readonly string[];
  readonly product: string;
  /** The number to call. */
  readonly callback: string;
  /** When they will be called; epoch milliseconds. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly reservation: {
    readonly at: number | null;
    readonly place: string;
    readonly bring: string;
  } | null;
  /** Why nobody answered, as a customer may hear it, and until when. */
  readonly reason: string;
  readonly back: number | null;
  readonly alternate: string;
  readonly now: number;
}

export function templateValues(facts: TemplateFacts, language: 'ko' | 'en'): TokenValues {
  const { company, agent, customer, topic, agreed, product, callback, reason, alternate } = facts;
  const { window, reservation, back, now } = facts;
  const moment = (at: number | null): string =>
    at !== null && at > now ? momentWords(at, language) : '';
  return {
    ...{ company, agent, customer, topic, agreed, product, callback, reason, alternate },
    // A time that has passed promises nothing.
    window: window !== null && window.to > now ? windowWords(window, language) : '',
    back: moment(back),
    // Also one that has passed: it may be cancelled afterwards.
    time: reservation?.at == null ? '' : momentWords(reservation.at, language),
    place: reservation?.place ?? '',
    bring: reservation?.bring ?? '',
  };
}

type Words = Pick<MessageTemplate, 'body' | 'subject' | 'language'>;

/** @param said in place of what is known, or where nothing is */
export function fillMessage(
  { body, subject, language }: Words,
  facts: TemplateFacts,
  said: TokenValues = {},
): { readonly body: string; readonly subject: string } {
  const values = { ...templateValues(facts, language), ...given(said) };
  return {
    body: fillTemplate(body, values),
    subject: fillTemplate(subject, values).replaceAll('\n', ' '),
  };
}

function given(said: TokenValues): TokenValues {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value.length > 0));
}

/** What the composer has fields for by itself; times are chosen there and never typed. */
const ELSEWHERE: readonly Token[] = ['agreed', 'window', 'back', 'time', 'place', 'bring'];

/** The tokens that nothing is known for and that somebody may say: without it their sentence goes. */
export function askedTokens({ body, subject, language }: Words, facts: TemplateFacts): Token[] {
  const values = templateValues(facts, language);
  return tokensIn(`${subject}\n${body}`).filter(
    (token) => !ELSEWHERE.includes(token) && values[token] === '',
  );
}
