/** One address of a header that lists them. All of it is the sender's word: untrusted. */
export interface NameAddr {
  /** `sip:`, `sips:` or `tel:`, whole, with its own parameters and headers. */
  readonly uri: string;
  /** Unquoted, otherwise as it came. */
  readonly name: string | null;
  /** The header's parameters, names in lower case, values unquoted. */
  readonly params: ReadonlyMap<string, string>;
}

/** Work is bounded before anything is looked at. Characters of all values of a header together. */
const LONGEST_READ = 8_192;
const LONGEST_URI = 1_024;
const LONGEST_NAME = 1_024;
const MOST_PARAMS = 16;

/**
 * The addresses of a header (RFC 3261 §20.10, §25.1 `name-addr`), in their order. What cannot be
 * read is passed over, never guessed at.
 * @param values one for each time the header is there
 * @param most addresses
 */
export function parseNameAddrs(values: readonly string[], most: number): readonly NameAddr[] {
  const found: NameAddr[] = [];
  let left = LONGEST_READ;
  for (const value of values.slice(0, most)) {
    const text = value.slice(0, left);
    left -= text.length;
    for (const part of splitOutside(text, ',')) {
      const address = parseNameAddr(part);
      if (address) found.push(address);
      if (found.length === most) return found;
    }
    if (left <= 0) break;
  }
  return found;
}

function parseNameAddr(text: string): NameAddr | null {
  const [head = '', ...rest] = splitOutside(text, ';');
  const angle = /^([\s\S]*?)<([^<>]*)>\s*$/.exec(withoutQuoted(head));
  let name: string | null = null;
  let uri: string;
  if (angle) {
    const [, before = '', inside = ''] = angle;
    // Measured in the text without what is quoted, taken from the text itself.
    name = unquoted(head.slice(0, before.length).trim()).slice(0, LONGEST_NAME) || null;
    uri = inside.trim();
  } else {
    uri = head.trim();
  }
  if (uri.length > LONGEST_URI || !/^(?:sips?|tel):[^\s<>"]+$/i.test(uri)) return null;
  const params = new Map<string, string>();
  for (const param of rest.slice(0, MOST_PARAMS)) {
    const [, key, value = ''] = /^\s*([\w.!%*+`'~-]{1,64})\s*(?:=\s*([\s\S]*))?$/.exec(param) ?? [];
    if (key !== undefined) params.set(key.toLowerCase(), unquoted(value.trim()).slice(0, 256));
  }
  return { uri, name, params };
}

/** Splits where the separator stands neither in quotes nor in angle brackets. */
function splitOutside(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let angled = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"' && !angled) quoted = true;
    else if (character === '<') angled = true;
    else if (character === '>') angled = false;
    else if (character === separator && !angled) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  // A quote that never ends: nothing after it can be trusted to mean what it seems to.
  if (!quoted) parts.push(text.slice(start));
  return parts;
}

/** The same length, with what stands in quotes made blank. */
function withoutQuoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (quoted) => ' '.repeat(quoted.length));
}

function unquoted(text: string): string {
  const inside = /^"([\s\S]*)"$/.exec(text)?.[1];
  return inside === undefined ? text : inside.replace(/\\([\s\S])/g, '$1');
}
