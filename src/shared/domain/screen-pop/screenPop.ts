import { z } from 'zod';
import { withoutUnseenCharacters } from '../text/unsafeCharacters.ts';
import { DEFAULT_EXTERNAL_POLICY, decideExternal, LONGEST_URL } from '../url/urlGate.ts';
import { WebUrl } from '../url/webUrl.ts';

/*
 * The customer's page of another program (a CRM), opened or told by URL when a call comes. The
 * template is the administrator's or the agent's; what is filled in comes from the network and may
 * be anything, so it never decides where the URL leads.
 */

export const SCREEN_POP_TOKENS = [
  /** As dialled within the country: 01012345678. */
  'number',
  /** +821012345678, empty where there is none. */
  'e164',
  'name',
  /** Ours (a UUID), the same in the call log. */
  'callId',
  /** `inbound` or `outbound`. */
  'direction',
  /** The user of the account. */
  'agent',
] as const;
export type ScreenPopToken = (typeof SCREEN_POP_TOKENS)[number];
export type ScreenPopValues = Readonly<Record<ScreenPopToken, string>>;

/** `screenPop.faults.<code>` in the locale files. */
export const TEMPLATE_FAULTS = [
  'empty',
  'too-long',
  'control-character',
  'malformed',
  /** Not https; to be told by the host, http within this computer is as good. */
  'scheme',
  'credentials',
  'unknown-token',
  /** A token where it would decide where the URL leads: before the path, or as a field's name. */
  'token-place',
] as const;
export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

const screenPopFields = z.strictObject({
  when: z.enum(['off', 'ring', 'answer']).default('off'),
  how: z.enum(['open', 'post']).default('open'),
  calls: z.enum(['inbound', 'all']).default('inbound'),
  template: z.string().max(LONGEST_URL).default(''),
});

export const screenPopSchema = screenPopFields.refine(
  ({ when, how, template }) =>
    (when === 'off' && template === '') || templateFault(template, how) === null,
  { path: ['template'] },
);
export type ScreenPop = z.infer<typeof screenPopFields>;

const TOKEN = /\{([^{}]*)\}/g;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Longest value that is filled in; a number or a name is far below. */
const LONGEST_VALUE = 128;

/** What is wrong with a template, or null. */
export function templateFault(template: string, how: ScreenPop['how']): TemplateFault | null {
  if (template.trim() === '') return 'empty';
  if (/\s/.test(template)) return 'malformed';
  const [before = ''] = /^[^/?#\\]*\/\/[^/?#\\]*/.exec(template) ?? [];
  if (before === '' || template.includes('\\')) return 'malformed';
  if (/[{}]/.test(before)) return 'token-place';
  const names = [...template.matchAll(TOKEN)].map(([, name = '']) => name);
  if (names.some((name) => !isToken(name)) || /[{}]/.test(template.replace(TOKEN, ''))) {
    return 'unknown-token';
  }
  const query = /\?([^#]*)/.exec(template)?.[1] ?? '';
  if (query.split('&').some((field) => /[{}]/.test(field.split('=')[0] ?? ''))) {
    return 'token-place';
  }
  return gateFault(template.replace(TOKEN, 'x'), how);
}

function gateFault(url: string, how: ScreenPop['how']): TemplateFault | null {
  // Within this computer nobody listens in, and the gate is about programs that may be started.
  const local = how === 'post' && WebUrl.canParse(url) && isLocalHttp(url);
  const decision = decideExternal(local ? url.replace(/^http:/i, 'https:') : url, {
    ...DEFAULT_EXTERNAL_POLICY,
    mailto: false,
  });
  if (decision.open) return null;
  return decision.reason === 'mail-field' ? 'scheme' : decision.reason;
}

function isLocalHttp(url: string): boolean {
  const { protocol, hostname } = new WebUrl(url);
  return protocol === 'http:' && LOOPBACK.has(hostname);
}

export type FilledTemplate =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly code: TemplateFault | 'structure' };

/**
 * The URL for one call. Every value is percent-encoded whole, so that it stays within its place: a
 * part of one path segment, of one field's value, or of the fragment.
 */
export function fillTemplate(
  template: string,
  how: ScreenPop['how'],
  values: ScreenPopValues,
): FilledTemplate {
  const fault = templateFault(template, how);
  if (fault !== null) return { ok: false, code: fault };
  const wanted = structureOf(template.replace(TOKEN, 'x'));
  for (const change of LESS_AND_LESS) {
    const url = template.replace(TOKEN, (_token, name: ScreenPopToken) =>
      encoded(change(cleanValue(values[name]))),
    );
    if (gateFault(url, how) !== null) return { ok: false, code: 'too-long' };
    if (structureOf(url) === wanted) return { ok: true, url: new WebUrl(url).href };
  }
  return { ok: false, code: 'structure' };
}

/**
 * `.` and `..` mean a place in a path however they are encoded (WHATWG URL §4.4): where a value
 * would make one, it loses its dots, and is not left empty.
 */
const LESS_AND_LESS: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => value.replaceAll('.', ''),
  (value) => value.replaceAll('.', '') || '-',
];

/** Everything of a URL that a value must not change. */
function structureOf(url: string): string {
  const { protocol, host, username, password, pathname, searchParams, hash } = new WebUrl(url);
  const fields = [...searchParams.keys()];
  const segments = pathname.split('/').length;
  return JSON.stringify([protocol, host, username, password, segments, fields, hash !== '']);
}

function cleanValue(value: string): string {
  return withoutUnseenCharacters(value.slice(0, LONGEST_VALUE * 4))
    .trim()
    .slice(0, LONGEST_VALUE);
}

/** RFC 3986 §2.3: all but the unreserved; `encodeURIComponent` leaves a few sub-delims. */
function encoded(value: string): string {
  // A cut may have left half of a character.
  return encodeURIComponent(value.replace(/[\uD800-\uDBFF]$/, '')).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isToken(name: string): name is ScreenPopToken {
  return (SCREEN_POP_TOKENS as readonly string[]).includes(name);
}
