import type { HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import {
  askDelivery,
  askHealth,
  failureOf,
  get,
  handOver,
  postForm,
  refusalOf,
  serverOr,
} from './exchange.ts';
import type { ProbedGateway } from './gateway.ts';
import { readJson, textAt } from './json.ts';
import { internationalNumber } from './numbers.ts';
import { TWILIO_CODES } from './resultCodes.ts';
import type { GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/**
 * Twilio. Source: https://www.twilio.com/docs/messaging/api/message-resource: fields, states, errors.
 * It documents an idempotency key for other resources and none for messages. A long text is cut by
 * it, so SMS is all there is; pictures are fetched by it from an address, which we have none of.
 */

const SERVER = 'https://api.twilio.com';
const FAILED = new Set(['failed', 'undelivered', 'canceled']);

export function twilioGateway(
  settings: Extract<HostGatewaySettings, { kind: 'twilio' }>,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const server = serverOr(settings.server, SERVER);
  const base = `${server}/2010-04-01/Accounts/${encodeURIComponent(settings.accountSid)}`;
  const basic = Buffer.from(`${settings.accountSid}:${secret}`).toString('base64');
  const headers = { authorization: `Basic ${basic}` };

  return {
    takesKey: false,
    forms: ['sms'],
    send: (text) =>
      handOver(
        transport,
        postForm(`${base}/Messages.json`, headers, {
          To: internationalNumber(text.to),
          From: internationalNumber(text.from),
          Body: text.body,
        }),
        MANNER,
      ),
    learn: (ref) =>
      askDelivery(
        transport,
        get(`${base}/Messages/${encodeURIComponent(ref)}.json`, headers),
        (json) => {
          const status = textAt(json, '/status');
          if (status === 'delivered') return { kind: 'delivered' };
          if (!FAILED.has(status)) return { kind: 'pending' };
          const words = textAt(json, '/error_message') || status;
          return failureOf(TWILIO_CODES, textAt(json, '/error_code'), words);
        },
      ),
    probe: () =>
      askHealth(transport, get(`${base}/Balance.json`, headers), MANNER, (json) => {
        const balance = `${textAt(json, '/balance')} ${textAt(json, '/currency')}`.trim();
        if (balance === '') return { kind: 'trouble', code: 'gateway.malformed', words: '' };
        return { kind: 'ok', balance, senderKnown: null };
      }),
  };
}

const MANNER: Manner = { read };

function read(body: string, status: number): Told {
  const json = readJson(body);
  if (status >= 300) {
    const code = textAt(json, '/code');
    return code === '' ? null : refusalOf(TWILIO_CODES, code, textAt(json, '/message'));
  }
  const ref = textAt(json, '/sid');
  if (ref === '') return null;
  if (!FAILED.has(textAt(json, '/status'))) return { kind: 'accepted', ref };
  return refusalOf(TWILIO_CODES, textAt(json, '/error_code'), textAt(json, '/error_message'));
}
