import type { HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import { fillHttpTokens, httpFault } from '#shared/domain/outbox/httpGateway.ts';
import type { HttpToken } from '#shared/domain/outbox/httpGateway.ts';
import { askDelivery, handOver } from './exchange.ts';
import type { OutgoingText, ProbedGateway } from './gateway.ts';
import { readJson, textAt } from './json.ts';
import { internationalNumber } from './numbers.ts';
import type { GatewayRequest, GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/** A gateway that a person has described: see `domain/outbox/httpGateway.ts`. */

type Options = Extract<HostGatewaySettings, { kind: 'http' }>;

export function httpGateway(
  options: Options,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const { status } = options;
  const headersWith = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      options.headers.map(({ name, value }) => [
        name.toLowerCase(),
        fillHttpTokens(value, values, inHeader),
      ]),
    );

  return {
    takesKey: options.takesKey,
    forms: ['sms', 'lms'],
    async send(text) {
      if (httpFault(options) !== null) {
        return { kind: 'refused', code: 'gateway.incomplete', words: '' };
      }
      const values = valuesOf(text, secret);
      const request = requestOf(options, values, headersWith(values));
      return handOver(transport, request, mannerOf(options));
    },
    learn:
      status === null
        ? null
        : (ref) => {
            const url = fillHttpTokens(status.url, { ref }, encodeURIComponent);
            const headers = headersWith({ secret });
            return askDelivery(transport, { method: 'GET', url, headers, body: null }, (json) => {
              const state = textAt(json, status.at);
              if (status.delivered.includes(state)) return { kind: 'delivered' };
              if (!status.failed.includes(state)) return { kind: 'pending' };
              return { kind: 'failed', code: 'gateway.carrier', words: state.slice(0, 200) };
            });
          },
    // What could be asked without sending anything is known to whoever runs it.
    probe: null,
  };
}

function valuesOf(text: OutgoingText, secret: string): Readonly<Record<HttpToken, string>> {
  const { to, from, body, subject, form } = text;
  return {
    ...{ to, from, body, subject, form, secret },
    toE164: internationalNumber(to),
    advertising: text.advertising ? 'Y' : 'N',
    key: text.key ?? '',
  };
}

function requestOf(
  { method, url, bodyKind, body }: Options,
  values: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): GatewayRequest {
  const to = { method, url: fillHttpTokens(url, values, encodeURIComponent) };
  if (bodyKind === 'none' || method === 'GET') return { ...to, headers, body: null };
  if (bodyKind === 'json') {
    return {
      ...to,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(filled(readJson(body), values)),
    };
  }
  const fields = body.split('&').map((field): [string, string] => {
    const [name = '', ...value] = field.split('=');
    return [name.trim(), fillHttpTokens(value.join('='), values, (one) => one)];
  });
  return {
    ...to,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}

/** Filled in value by value: what is filled in cannot end the string it stands in. */
function filled(json: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof json === 'string') return fillHttpTokens(json, values, (one) => one);
  if (Array.isArray(json)) return json.map((one) => filled(one, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, one]) => [name, filled(one, values)]));
}

/** A header ends with its line, and holds no other letters (RFC 9110 §5.5). */
function inHeader(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '');
}

function mannerOf({ accepted, refAt, codeAt, wordsAt, delayedCodes }: Options): Manner {
  function read(body: string, status: number): Told {
    const json = readJson(body);
    const at = (pointer: string | null): string =>
      pointer === null || json === undefined ? '' : textAt(json, pointer);
    const code = at(codeAt);
    const said = `${code} ${at(wordsAt)}`.trim();
    if (delayedCodes.includes(code) && code !== '') {
      return { kind: 'delayed', code: 'gateway.busy', words: said };
    }
    if (status >= 300) return { kind: 'refused', code: 'gateway.refused', words: said };
    if (accepted !== null) {
      // Neither taken nor not: the answer is not the one that was described.
      if (json === undefined || at(accepted.at) === '') return null;
      if (at(accepted.at) !== accepted.is) {
        return { kind: 'refused', code: 'gateway.refused', words: said };
      }
    }
    const ref = at(refAt).slice(0, 200);
    if (refAt !== null && ref === '') return null;
    return { kind: 'accepted', ref: ref === '' ? null : ref };
  }
  return { read };
}
