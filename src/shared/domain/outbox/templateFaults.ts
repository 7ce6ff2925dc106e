import { unsendableIn } from '../message/charset.ts';
import type { Charset } from '../message/charset.ts';
import { fillTemplate, TOKENS, tokenOf } from './template.ts';
import type { Token } from './template.ts';

export const TEMPLATE_FAULTS = ['token', 'bracket', 'characters', 'hollow'] as const;
export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

/** What is wrong with a template, and where: `from` up to, but without, `to`. */
export interface TemplateFaultPlace {
  readonly code: TemplateFault;
  readonly from: number;
  readonly to: number;
  /** What stands there. */
  readonly what: string;
}

/**
 * Everything that is wrong, in the order of the text.
 * @param tokens those that there may be something to say for
 */
export function templateFaults(
  template: string,
  tokens: readonly Token[] = TOKENS,
  charset: Charset = 'cp949',
): readonly TemplateFaultPlace[] {
  const at = (code: TemplateFault, from: number, what: string): TemplateFaultPlace => ({
    ...{ code, from, to: from + what.length, what },
  });
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)]
    .filter(([, name = '']) => !tokens.some((token) => token === tokenOf(name)))
    .map(({ 0: whole, index }) => at('token', index, whole));
  const characters = unsendableIn(template, charset).map((one) =>
    at('characters', template.indexOf(one), one),
  );
  const brackets = strayBrackets(template).map((place) =>
    at('bracket', place, template.charAt(place)),
  );
  const faults = [...unknown, ...brackets, ...characters].toSorted((a, b) => a.from - b.from);
  const hollow = faults.length === 0 && fillTemplate(template, {}) === '';
  return hollow ? [at('hollow', 0, template)] : faults;
}

/** What is wrong first of all; null where it can be used. */
export function templateFault(
  template: string,
  tokens: readonly Token[] = TOKENS,
): TemplateFault | null {
  const faults = templateFaults(template, tokens);
  return TEMPLATE_FAULTS.find((code) => faults.some((fault) => fault.code === code)) ?? null;
}

/** Of those that come in pairs: none within another of its kind, and a token holds no other bracket. */
function strayBrackets(template: string): readonly number[] {
  const stray: number[] = [];
  const open = new Map<string, number>();
  const ends: Readonly<Record<string, string>> = { '>': '<', '}': '{' };
  for (let place = 0; place < template.length; place += 1) {
    const sign = template.charAt(place);
    if (sign === '<' || sign === '{') {
      // The one that was not closed is the mistake, not what follows it.
      const before = open.get(sign);
      if (before !== undefined) stray.push(before);
      open.set(sign, place);
    }
    const begins = ends[sign];
    if (begins === undefined) continue;
    if (!open.delete(begins)) stray.push(place);
  }
  return [...stray, ...open.values()].toSorted((a, b) => a - b);
}
