import { z } from 'zod';
import { LONGEST_URL } from '../url/urlGate.ts';
import { isGatewayAddress } from './gatewayAddress.ts';

/*
 * A gateway of a person's own, described by the request it wants and by where its answer says what.
 * What is filled in never decides where a request goes or what its fields are: see `placeFault`.
 */

export const HTTP_TOKENS = [
  /** National digits for Korea, with + elsewhere; and always as +82…. */
  ...['to', 'toE164'],
  ...['from', 'body', 'subject'],
  /** `sms`, `lms` or `mms`; `Y` or `N`. */
  ...['form', 'advertising'],
  /** The same for one text however often it is asked for. */
  'key',
  /** Of the keystore. */
  'secret',
] as const;
export type HttpToken = (typeof HTTP_TOKENS)[number];

/** RFC 6901; empty: the whole answer. */
const pointer = z
  .string()
  .max(200)
  .regex(/^(\/([^~]|~[01])*)?$/);
const value = z.string().max(100);

const TOKEN = /\{([A-Za-z0-9]+)\}/g;

const header = z.object({
  name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
  value: z
    .string()
    .max(500)
    .regex(/^[\x20-\x7e]*$/),
});

export const httpGatewayOptionsSchema = z.object({
  method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
  /** Tokens stand in the path or in the value of a field. */
  url: z
    .string()
    .trim()
    .max(LONGEST_URL)
    .refine((url) => url === '' || urlFault(url) === null)
    .default(''),
  headers: z.array(header).max(10).default([]),
  bodyKind: z.enum(['json', 'form', 'none']).default('json'),
  /** JSON whose strings hold tokens, or fields such as `to={to}&text={body}`. */
  body: z.string().max(4_000).default('{"to":"{to}","from":"{from}","text":"{body}"}'),
  /** Of an answer of 2xx: what says that the text was taken; null: that it is 2xx does. */
  accepted: z.object({ at: pointer, is: value }).nullable().default(null),
  /** Where the answer names the text, says a code, and says why. */
  refAt: pointer.nullable().default(null),
  codeAt: pointer.nullable().default(null),
  wordsAt: pointer.nullable().default(null),
  /** Codes with which it was not taken, and may be in a while. */
  delayedCodes: z.array(value).max(20).default([]),
  /** Two requests with one `{key}` are one text: the provider has to promise that. */
  takesKey: z.boolean().default(false),
  /** Where delivery is asked for; null: it is not told. `{ref}` is what the answer has named. */
  status: z
    .object({
      url: z
        .string()
        .trim()
        .max(LONGEST_URL)
        .refine((url) => urlFault(url, ['ref']) === null),
      at: pointer,
      delivered: z.array(value).min(1).max(20),
      failed: z.array(value).max(20),
    })
    .nullable()
    .default(null),
});
export type HttpGatewayOptions = z.infer<typeof httpGatewayOptionsSchema>;

/** `gateways.faults.<code>` in the locale files. */
export const HTTP_FAULTS = ['address', 'unknown-token', 'token-place', 'body', 'key'] as const;
export type HttpFault = (typeof HTTP_FAULTS)[number];

/** What is wrong with a request as it is described, and where; null: nothing. */
export function httpFault(
  options: HttpGatewayOptions,
): { readonly field: 'url' | 'headers' | 'body' | 'takesKey'; readonly code: HttpFault } | null {
  const url = urlFault(options.url);
  if (url !== null) return { field: 'url', code: url };
  if (options.headers.some((one) => hasUnknownToken(one.value))) {
    return { field: 'headers', code: 'unknown-token' };
  }
  const body = bodyFault(options);
  if (body !== null) return { field: 'body', code: body };
  const places = [options.url, options.body, ...options.headers.map((one) => one.value)];
  // That nothing is sent twice would rest on a key that is not sent.
  if (options.takesKey && !places.some((place) => place.includes('{key}'))) {
    return { field: 'takesKey', code: 'key' };
  }
  return null;
}

function urlFault(url: string, tokens: readonly string[] = HTTP_TOKENS): HttpFault | null {
  const [before = ''] = /^[^/?#\\]*\/\/[^/?#\\]*/.exec(url) ?? [];
  if (/[{}]/.test(before)) return 'token-place';
  if (hasUnknownToken(url, tokens)) return 'unknown-token';
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  const inName = query.split('&').some((field) => /[{}]/.test(field.split('=')[0] ?? ''));
  if (inName) return 'token-place';
  return isGatewayAddress(url.replace(TOKEN, 'x')) ? null : 'address';
}

function bodyFault({ bodyKind, body }: HttpGatewayOptions): HttpFault | null {
  if (bodyKind === 'none') return null;
  if (bodyKind === 'form') {
    const inName = body.split('&').some((field) => /[{}]/.test(field.split('=')[0] ?? ''));
    return inName ? 'token-place' : hasUnknownToken(body) ? 'unknown-token' : null;
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return 'body';
  }
  return jsonFault(json);
}

function jsonFault(json: unknown): HttpFault | null {
  if (typeof json === 'string') return hasUnknownToken(json) ? 'unknown-token' : null;
  if (typeof json !== 'object' || json === null) return null;
  if (Object.keys(json).some((name) => TOKEN_ONCE.test(name))) return 'token-place';
  return (
    Object.values(json)
      .map(jsonFault)
      .find((fault) => fault !== null) ?? null
  );
}

const TOKEN_ONCE = new RegExp(TOKEN.source);

function hasUnknownToken(text: string, tokens: readonly string[] = HTTP_TOKENS): boolean {
  return [...text.matchAll(TOKEN)].some(([, name = '']) => !tokens.includes(name));
}

/** Each token replaced by what `escape` makes of its value. */
export function fillHttpTokens(
  template: string,
  values: Readonly<Record<string, string>>,
  escape: (value: string) => string,
): string {
  return template.replace(TOKEN, (whole, name: string) => {
    const found = values[name];
    return found === undefined ? whole : escape(found);
  });
}
