import type { Words } from './script.ts';
import { particleOf } from '../text/particles.ts';

/*
 * An apology that says what went wrong and what it cost the customer, once, and then turns to what is
 * done. The agent types as people type: a name (`잘못된 배송 날짜 안내`) or a whole sentence
 * (`배송 날짜를 잘못 안내했다`); both become something that can be spoken.
 */

export interface ApologyParts {
  /** What went wrong. */
  readonly what: string;
  /** The inconvenience it caused. */
  readonly harm: string;
  /** What we do now; empty: not said. */
  readonly now: string;
}

/** Without them the apology would be an empty one. */
export type ApologyFault = 'what-missing' | 'harm-missing';

export type Apology =
  | { readonly ok: true; readonly sentences: readonly string[] }
  | { readonly ok: false; readonly code: ApologyFault };

type Language = keyof Words;

/** Ways to say it, each with one apology in it, the plainest first. */
export function apologyOf(parts: ApologyParts, language: Language): Apology {
  const what = tidy(parts.what);
  const harm = tidy(parts.harm);
  if (harm === '') return { ok: false, code: 'harm-missing' };
  if (what === '') return { ok: false, code: 'what-missing' };
  const spoken = language === 'ko' ? korean(what, harm) : english(what, harm);
  const now = tidy(parts.now);
  const then = now === '' ? '' : ` ${language === 'ko' ? koreanNow(now) : englishNow(now)}`;
  return { ok: true, sentences: spoken.map((sentence) => sentence + then) };
}

/** One line, without the full stop at its end. */
const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.!,]+$/, '');

const withParticle = (word: string, particles: string): string =>
  word + particleOf(word, particles);

/** 안내한 점, 안내한 것, 안내함: one form that takes a particle well. 불쾌함 and the like stay. */
function asName(text: string): string {
  const named = text
    .replace(/(?<!불쾌|불편|답답|속상|서운|막막|불안|당황|억울)함$/, '한 일')
    .replace(/됨$/, '된 일')
    .replace(/(?<=[빠어깨러])짐$/, '진 일')
    .replace(/(?<=[하리가오으르치])심$/, '신 일');
  const [, stem = '', last = ''] = /^(.*)(.) (?:점|것|거)$/.exec(named) ?? [];
  return closesWith(last, FINAL_N) ? `${stem}${last} 일` : named;
}

/** 안내했다 is how it is written down; it is spoken 안내했습니다. */
function asSpoken(text: string): string {
  const [, stem = '', last = ''] = /^(.*)(.)다$/.exec(text) ?? [];
  // 했, 었, 렸, 겠.
  return closesWith(last, FINAL_SS) ? `${stem}${last}습니다` : text;
}

/** Places among the 28 closing consonants of a syllable. */
const FINAL_N = 4;
const FINAL_SS = 20;

const closesWith = (syllable: string, final: number): boolean => {
  const code = syllable.charCodeAt(0) - 0xac00;
  return code >= 0 && code < 11_172 && code % 28 === final;
};

const isKoreanSentence = (text: string): boolean =>
  /(?:니다|[어아여해돼죠네세에게]요|죠)$/.test(text);

function korean(whatTyped: string, harmTyped: string): readonly string[] {
  const what = asSpoken(asName(whatTyped));
  const harm = asSpoken(asName(harmTyped));
  if (!isKoreanSentence(what) && !isKoreanSentence(harm)) {
    return [
      `${withParticle(what, '으로/로')} ${withParticle(harm, '을/를')} 겪으시게 했습니다. 진심으로 죄송합니다.`,
      `${what} 때문에 ${withParticle(harm, '이/가')} 생긴 점, 진심으로 사과드립니다.`,
      `고객님께서 ${withParticle(harm, '을/를')} 겪으신 것은 ${what} 때문입니다. 정말 죄송합니다.`,
    ];
  }
  const cause = isKoreanSentence(what) ? what : `${withParticle(what, '이/가')} 있었습니다`;
  const cost = isKoreanSentence(harm) ? harm : `${withParticle(harm, '을/를')} 겪으시게 했습니다`;
  return [
    `${cause}. 그 때문에 ${cost}. 진심으로 죄송합니다.`,
    `먼저 사과드립니다. ${cause}. 그래서 ${cost}.`,
    `${cause}. 그로 인해 ${cost}. 이 점 정말 죄송합니다.`,
  ];
}

function koreanNow(typed: string): string {
  const now = asSpoken(typed);
  return isKoreanSentence(now)
    ? `${now}.`
    : `지금 바로 ${withParticle(now.replace(/함$/, '하는 일'), '을/를')} 진행하겠습니다.`;
}

/** Names stand without a person doing something: `the wrong delivery date`. */
const isEnglishSentence = (text: string): boolean =>
  /^(?:I|we|you|he|she|it|they|there|nobody|somebody|someone)(?:['’]\w+)?\s/i.test(text) ||
  /^(?:the|your|our|my|a|an)\b.*\b(?:was|were|is|are|has|have|had|did|came|went)\b/i.test(text);

const lowered = (text: string): string =>
  /^(?:I(?:['’]\w+)?|[A-Z]{2,}\w*)(?:\s|$)/.test(text)
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1);
const raised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function english(what: string, harm: string): readonly string[] {
  const cause = lowered(what);
  const cost = lowered(harm);
  if (!isEnglishSentence(what) && !isEnglishSentence(harm)) {
    return [
      `I am sincerely sorry that ${cause} caused you ${cost}.`,
      `Because of ${cause}, you had ${cost}. I am sincerely sorry.`,
      `I apologise for ${cause} and for causing you ${cost}.`,
    ];
  }
  const happened = isEnglishSentence(what) ? cause : `there was ${cause}`;
  const meant = isEnglishSentence(harm) ? cost : `you had ${cost}`;
  return [
    `${raised(happened)}. Because of that, ${meant}. I am sincerely sorry.`,
    `I am sorry that ${happened}. Because of it, ${meant}.`,
    `I apologise: ${happened}, and so ${meant}.`,
  ];
}

function englishNow(now: string): string {
  return isEnglishSentence(now) ? `${raised(now)}.` : `I will start ${lowered(now)} right away.`;
}
