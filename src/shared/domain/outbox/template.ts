import { unsendableIn } from '../message/charset.ts';
import { toSendable } from '../message/replacements.ts';

/*
 * The sentences of a text with tokens in them: `{회사}`, in either language. What stands between
 * < and > goes as a whole where one of its tokens has nothing to say; elsewhere the sentence does. A
 * token never leaves a hole.
 */

export const TOKENS = ['company', 'agent', 'reason', 'back', 'window', 'alternate'] as const;
export type Token = (typeof TOKENS)[number];

/** What a token stands for in this text; empty or left out where there is nothing to say. */
export type TokenValues = Readonly<Partial<Record<Token, string>>>;

/** As an agent writes them. */
export const TOKEN_NAMES: Readonly<Record<'ko' | 'en', Readonly<Record<Token, string>>>> = {
  ko: {
    company: '회사',
    agent: '상담사',
    reason: '사유',
    back: '복귀',
    window: '약속',
    alternate: '대체',
  },
  en: {
    company: 'company',
    agent: 'agent',
    reason: 'reason',
    back: 'back',
    window: 'window',
    alternate: 'alternate',
  },
};

export const TEMPLATE_FAULTS = ['token', 'bracket', 'characters', 'hollow'] as const;
export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

const TOKEN = /\{([^{}]*)\}/g;
/** Up to the end of a sentence, with what is between it and the next; or of the line. */
const SENTENCE = /[^.?!\n]*(?:[.?!](?!\s|$)[^.?!\n]*)*(?:[.?!]+[ ]*|\n|$)/g;

function tokenOf(name: string): Token | null {
  const wanted = name.trim().toLowerCase();
  return (
    TOKENS.find((token) => wanted === TOKEN_NAMES.ko[token] || wanted === TOKEN_NAMES.en[token]) ??
    null
  );
}

/** What is wrong with a template; null where it can be used. */
export function templateFault(template: string): TemplateFault | null {
  if (namesIn(template).some((name) => tokenOf(name) === null)) return 'token';
  if (!/^[^<>]*(?:<[^<>]*>[^<>]*)*$/.test(template) || /[{}]/.test(template.replace(TOKEN, ''))) {
    return 'bracket';
  }
  if (unsendableIn(template).length > 0) return 'characters';
  return fillTemplate(template, {}) === '' ? 'hollow' : null;
}

/** The text, with characters only that can be sent. */
export function fillTemplate(template: string, values: TokenValues): string {
  const filled = (part: string): boolean =>
    namesIn(part).every((name) => valueOf(name, values) !== '');
  const whole = template.replace(/<([^<>]*)>/g, (_match, part: string) =>
    filled(part) ? part : '',
  );
  const sentences = (whole.match(SENTENCE) ?? []).filter((sentence) => filled(sentence));
  const text = sentences.join('').replace(TOKEN, (_match, name: string) => valueOf(name, values));
  return toSendable(text)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function namesIn(part: string): string[] {
  return [...part.matchAll(TOKEN)].map(([, name = '']) => name);
}

/** One line, whatever somebody has typed into a field. */
function valueOf(name: string, values: TokenValues): string {
  const token = tokenOf(name);
  return token === null
    ? ''
    : toSendable(values[token] ?? '')
        .replace(/\s+/g, ' ')
        .trim();
}
