import { toSendable } from '../message/replacements.ts';
import { withParticles } from '../text/particles.ts';

/*
 * The sentences of a text with tokens in them: `{회사}`, in either language. What stands between
 * < and > goes as a whole where one of its tokens has nothing to say; elsewhere the sentence does. A
 * token never leaves a hole.
 */

/** Of a text to a caller who reached nobody. */
export const TOKENS = ['company', 'agent', 'reason', 'back', 'window', 'alternate'] as const;

/** Of every other text: what a call, a promise or a reservation may have left to say. */
export const MESSAGE_TOKENS = [
  ...['company', 'agent', 'customer', 'topic', 'agreed', 'product', 'callback'],
  ...['window', 'time', 'place', 'bring', 'reason', 'back', 'alternate'],
] as const satisfies readonly string[];
export type Token = keyof (typeof TOKEN_NAMES)['ko'];

/**
 * What a token stands for in this text; empty or left out where there is nothing to say. Several
 * lines: one after the other in a sentence, and a line each where the token ends a line that has no
 * other.
 */
export type TokenValues = Readonly<Partial<Record<Token, string | readonly string[]>>>;

/** As an agent writes them. */
export const TOKEN_NAMES = {
  ko: {
    company: '회사',
    agent: '상담사',
    reason: '사유',
    back: '복귀',
    window: '약속',
    alternate: '대체',
    customer: '고객',
    topic: '용건',
    agreed: '합의',
    product: '상품',
    callback: '번호',
    time: '예약시각',
    place: '장소',
    bring: '준비물',
  },
  en: {
    company: 'company',
    agent: 'agent',
    reason: 'reason',
    back: 'back',
    window: 'window',
    alternate: 'alternate',
    customer: 'customer',
    topic: 'topic',
    agreed: 'agreed',
    product: 'product',
    callback: 'number',
    time: 'time',
    place: 'place',
    bring: 'bring',
  },
} as const;

const TOKEN = /\{([^{}]*)\}/g;
/** One that ends its line, without another before it. */
const LAST_OF_LINE = /^([^{}]*)\{([^{}]*)\}$/;
/** A full stop behind a value that has one of its own goes. */
const TOKEN_AND_STOP = /\{([^{}]*)\}([.?!]?)/g;
/** Up to the end of a sentence, with what is between it and the next; or of the line. */
const SENTENCE = /[^.?!\n]*(?:[.?!](?!\s|$)[^.?!\n]*)*(?:[.?!]+[ ]*|\n|$)/g;

const ALL = Object.keys(TOKEN_NAMES.ko) as readonly Token[];

export function tokenOf(name: string): Token | null {
  const wanted = name.trim().toLowerCase();
  return (
    ALL.find((token) => wanted === TOKEN_NAMES.ko[token] || wanted === TOKEN_NAMES.en[token]) ??
    null
  );
}

/** The tokens of a template, each once, in the order in which they stand in it. */
export function tokensIn(template: string): readonly Token[] {
  const found = namesIn(template).map(tokenOf);
  return [...new Set(found)].filter((token) => token !== null);
}

/** The text, with characters only that can be sent. */
export function fillTemplate(template: string, values: TokenValues): string {
  const filled = (part: string): boolean =>
    namesIn(part).every((name) => valueOf(name, values) !== '');
  const whole = template.replace(/<([^<>]*)>/g, (_match, part: string) =>
    filled(part) ? part : '',
  );
  const sentences = (whole.match(SENTENCE) ?? []).filter((sentence) => filled(sentence));
  const lines = sentences.join('').split('\n').flatMap(eachLine);
  return toSendable(withParticles(lines.join('\n')))
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');

  function eachLine(line: string): readonly string[] {
    const [, before = '', name = ''] = LAST_OF_LINE.exec(line.trim()) ?? [];
    const several = linesOf(name, values);
    if (several.length > 1) return several.map((one) => before + one);
    return [
      line.replace(TOKEN_AND_STOP, (_match, of: string, stop: string) => {
        const value = valueOf(of, values);
        return /[.?!]$/.test(value) ? value : value + stop;
      }),
    ];
  }
}

function namesIn(part: string): string[] {
  return [...part.matchAll(TOKEN)].map(([, name = '']) => name);
}

function linesOf(name: string, values: TokenValues): readonly string[] {
  const token = tokenOf(name);
  const value = (token === null ? undefined : values[token]) ?? '';
  return (typeof value === 'string' ? [value] : value)
    .map((line) => toSendable(line).replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** One line, whatever somebody has typed into a field. */
function valueOf(name: string, values: TokenValues): string {
  return linesOf(name, values).reduce((all, line) => {
    if (all === '') return line;
    return /[.?!]$/.test(all) ? `${all} ${line}` : `${all}, ${line}`;
  }, '');
}
