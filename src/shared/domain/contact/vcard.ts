import { LONGEST_DIALLED, userPartOf } from '../phone-number/phoneNumber.ts';

/*
 * vCard 2.1 (versit, 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350), as far as an address book of a phone
 * needs them. Written here because no living library reads 2.1, which is what Android writes.
 */

export interface VcardProperty {
  /** `item1` of `item1.TEL`: what belongs together. */
  readonly group: string;
  /** In capitals. */
  readonly name: string;
  /** Values of TYPE and, in 2.1, bare words; in small letters. */
  readonly types: readonly string[];
  /** Decoded, still escaped: the parts of N and ORG are told apart by bare semicolons. */
  readonly value: string;
}

export interface Vcard {
  /** Of its BEGIN, from 1. */
  readonly line: number;
  readonly properties: readonly VcardProperty[];
}

export interface VcardFile {
  readonly cards: readonly Vcard[];
  /** Lines at which a card begins that never ends. */
  readonly broken: readonly number[];
}

export function looksLikeVcard(text: string): boolean {
  return /^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 4_096));
}

/** Never throws: lines that are no property are passed over. */
export function readVcards(text: string): VcardFile {
  const cards: Vcard[] = [];
  const broken: number[] = [];
  let open: { line: number; properties: VcardProperty[] } | null = null;
  /** An AGENT of 2.1 is a card within a card. */
  let depth = 0;
  for (const { line, text: written } of logicalLines(text)) {
    if (/^\s*BEGIN\s*:\s*VCARD\s*$/i.test(written)) {
      if (open && depth > 0 && !isAgent(open.properties)) {
        broken.push(open.line);
        depth = 0;
      }
      if (depth === 0) open = { line, properties: [] };
      depth += 1;
    } else if (/^\s*END\s*:\s*VCARD\s*$/i.test(written)) {
      depth = Math.max(0, depth - 1);
      if (open && depth === 0) {
        cards.push(open);
        open = null;
      }
    } else if (open && depth === 1) {
      const property = readProperty(written);
      if (property) open.properties.push(property);
    }
  }
  if (open) broken.push(open.line);
  return { cards, broken };
}

function isAgent(properties: readonly VcardProperty[]): boolean {
  return properties.at(-1)?.name === 'AGENT';
}

/** Lines put together again: RFC 6350 §3.2 folding, and the soft breaks of quoted-printable. */
function* logicalLines(text: string): Generator<{ line: number; text: string }> {
  let pending: { line: number; parts: string[]; soft: boolean } | null = null;
  let line = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (pending?.soft) {
      const soft = raw.endsWith('=');
      pending.parts.push(soft ? raw.slice(0, -1) : raw);
      pending.soft = soft;
      continue;
    }
    if (pending && /^[ \t]/.test(raw)) {
      pending.parts.push(raw.slice(1));
      continue;
    }
    if (pending) yield { line: pending.line, text: pending.parts.join('') };
    const soft = raw.endsWith('=') && /^[^:]*QUOTED-PRINTABLE/i.test(raw);
    pending = { line, parts: [soft ? raw.slice(0, -1) : raw], soft };
  }
  if (pending) yield { line: pending.line, text: pending.parts.join('') };
}

function readProperty(text: string): VcardProperty | null {
  const colon = endOfParameters(text);
  if (colon < 0) return null;
  const [head = '', ...parameters] = splitBare(text.slice(0, colon), ';');
  const [, group = '', name = ''] = /^\s*(?:([\w-]+)\.)?([\w-]+)\s*$/.exec(head) ?? [];
  if (name === '') return null;
  const types: string[] = [];
  let quotedPrintable = false;
  let charset = 'utf-8';
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    const key = equals < 0 ? 'TYPE' : parameter.slice(0, equals).trim().toUpperCase();
    const value = parameter
      .slice(equals + 1)
      .replace(/^\s*"|"\s*$/g, '')
      .trim();
    if (/^quoted-printable$/i.test(value)) quotedPrintable = true;
    else if (key === 'CHARSET') charset = value;
    else if (key === 'TYPE') types.push(...value.toLowerCase().split(','));
  }
  const raw = text.slice(colon + 1);
  const value = quotedPrintable ? fromQuotedPrintable(raw, charset) : raw;
  return { group: group.toLowerCase(), name: name.toUpperCase(), types, value };
}

/** The colon that ends the parameters: not one inside double quotes. */
function endOfParameters(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ':' && !quoted) return at;
  }
  // A stray quote: better a property too many than a number lost.
  return text.indexOf(':');
}

function splitBare(text: string, separator: string): string[] {
  const parts = [''];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** RFC 2045 §6.7, in the character set the property names. */
function fromQuotedPrintable(text: string, charset: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; at += 1) {
    const hex = /^=([0-9A-F]{2})/i.exec(text.slice(at, at + 3))?.[1];
    if (hex === undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      bytes.push(...encoder.encode(character));
      at += character.length - 1;
    } else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return decodeAs(charset, new Uint8Array(bytes));
}

function decodeAs(charset: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(/^(cp949|ms949|uhc)$/i.test(charset) ? 'euc-kr' : charset).decode(bytes);
  } catch {
    // A character set nobody knows.
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** RFC 6350 §3.4: the parts of a value, at separators that no backslash takes their meaning from. */
export function partsOf(value: string, separator: ';' | ','): string[] {
  const parts = [''];
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at] ?? '';
    if (character === '\\' && at + 1 < value.length) {
      at += 1;
      const escaped = value[at] ?? '';
      parts[parts.length - 1] += /n/i.test(escaped) ? '\n' : escaped;
    } else if (character === separator) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

export function textOf(value: string): string {
  // No property of ours is split at this: only the escapes are undone.
  return value.replace(/\\(.)/gs, (_, escaped: string) => (/n/i.test(escaped) ? '\n' : escaped));
}

/** The number of a TEL, which in 4.0 may be a `tel:` address (RFC 6350 §6.4.1). */
export function numberOf(value: string): string {
  const text = textOf(value).trim();
  return /^(tel|sips?):/i.test(text) ? userPartOf(text).slice(0, LONGEST_DIALLED * 2) : text;
}
