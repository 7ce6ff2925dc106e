import type { GatewayCode } from '#shared/domain/outbox/gatewayCodes.ts';
import type { DeliveryAnswer, Probed, SendAnswer } from './gateway.ts';
import { readJson } from './json.ts';
import type { GatewayRequest, GatewayTransport } from './transport.ts';
import { verdictOn } from './verdict.ts';
import type { Manner, Told } from './verdict.ts';

/* What every gateway does with its transport: hand over a text, ask for delivery, ask how it is. */

/** One request that hands over a text. */
export async function handOver(
  transport: GatewayTransport,
  request: GatewayRequest,
  manner: Manner,
): Promise<SendAnswer> {
  const reply = await transport.request(request);
  return verdictOn(reply, manner, transport.clock());
}

/** Asks for delivery. Whatever is no whole answer tells nothing. */
export async function askDelivery(
  transport: GatewayTransport,
  request: GatewayRequest,
  read: (json: unknown) => DeliveryAnswer,
): Promise<DeliveryAnswer> {
  const reply = await transport.request(request);
  const taken = reply.kind === 'answer' && reply.status >= 200 && reply.status < 300;
  return taken ? read(readJson(reply.body)) : { kind: 'pending' };
}

/**
 * Asks whether it would take texts.
 * @param read what it says when it is well
 * @param alsoWell statuses beside 2xx with which it is
 */
export async function askHealth(
  transport: GatewayTransport,
  request: GatewayRequest,
  manner: Manner,
  read: (json: unknown) => Probed,
  alsoWell: readonly number[] = [],
): Promise<Probed> {
  const reply = await transport.request(request);
  if (reply.kind === 'answer') {
    const { status, body } = reply;
    if ((status >= 200 && status < 300) || alsoWell.includes(status)) return read(readJson(body));
  }
  const verdict = verdictOn(reply, manner, transport.clock());
  const { code, words } =
    verdict.kind === 'accepted' ? { code: 'gateway.malformed', words: '' } : verdict;
  return { kind: 'trouble', code, words };
}

export type Uploaded =
  { readonly ok: true; readonly ref: string } | { readonly ok: false; readonly answer: SendAnswer };

/**
 * Brings a picture to the gateway before the text that shows it. Whatever goes wrong, the text itself
 * has not left.
 * @param refAt what the gateway calls the picture, of its answer
 */
export async function bringPicture(
  transport: GatewayTransport,
  request: GatewayRequest,
  manner: Manner,
  refAt: (json: unknown) => string,
): Promise<Uploaded> {
  const answer = await handOver(transport, request, {
    ...manner,
    read: (body, status) => {
      const ref = status < 300 ? refAt(readJson(body)) : '';
      return ref === '' ? manner.read(body, status) : { kind: 'accepted', ref };
    },
  });
  if (answer.kind === 'accepted' && answer.ref !== null) return { ok: true, ref: answer.ref };
  if (answer.kind === 'refused') return { ok: false, answer };
  const code = answer.kind === 'accepted' ? 'gateway.malformed' : answer.code;
  const words = answer.kind === 'accepted' ? '' : answer.words;
  const afterMs = answer.kind === 'delayed' ? answer.afterMs : null;
  return { ok: false, answer: { kind: 'delayed', code, words, afterMs } };
}

/** Refuses with what a table knows of a code; words: the gateway's, with its code before them. */
export function refusalOf(
  table: Readonly<Record<string, GatewayCode>>,
  code: string,
  words: string,
  otherwise: GatewayCode = 'gateway.refused',
): Exclude<Told, null | { kind: 'accepted' }> {
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  const found = known ?? otherwise;
  const said = `${code} ${words}`.trim();
  return { kind: found === 'gateway.busy' ? 'delayed' : 'refused', code: found, words: said };
}

/** What a table knows of why a text did not arrive. */
export function failureOf(
  table: Readonly<Record<string, GatewayCode>>,
  code: string,
  words: string,
): DeliveryAnswer {
  const { code: found, words: said } = refusalOf(table, code, words, 'gateway.carrier');
  return { kind: 'failed', code: found, words: said.slice(0, 200) };
}

export function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): GatewayRequest {
  return {
    ...{ method: 'POST', url, body: JSON.stringify(body) },
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  };
}

export function get(url: string, headers: Readonly<Record<string, string>>): GatewayRequest {
  return { method: 'GET', url, headers, body: null };
}

/** @param fields in order; those that are undefined are left out */
export function postForm(
  url: string,
  headers: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string | undefined>>,
): GatewayRequest {
  const pairs = Object.entries(fields).filter((pair): pair is [string, string] => !!pair[1]);
  return {
    ...{ method: 'POST', url, body: new URLSearchParams(pairs).toString() },
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  };
}

/** Without a slash at its end. */
export function serverOr(own: string, usual: string): string {
  return (own === '' ? usual : own).replace(/\/+$/, '');
}
