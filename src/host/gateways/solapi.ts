import { createHmac } from 'node:crypto';
import type { HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import {
  askDelivery,
  askHealth,
  bringPicture,
  failureOf,
  get,
  handOver,
  postJson,
  refusalOf,
  serverOr,
} from './exchange.ts';
import type { OutgoingText, ProbedGateway } from './gateway.ts';
import { listAt, readJson, textAt, valueAt } from './json.ts';
import { koreanNumber } from './numbers.ts';
import { SOLAPI_CODES } from './resultCodes.ts';
import type { GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/**
 * Solapi. Sources: https://developers.solapi.dev/references/authentication/api-key for the signature
 * (over date and salt, a quarter of an hour of clock, no signature twice); the types of
 * github.com/solapi/solapi-nodejs for requests and answers. It documents no key by which two
 * requests are one text: `allowDuplicates` looks within one request only. What 503 means for a
 * request is not documented, though its own client asks again then (verify): taken as unknown.
 */

const SERVER = 'https://api.solapi.com';
/** Of the answer to a text, and of its message later: taken, and handed to the carrier. */
const TAKEN = /^(?:2\d{3}|3000)$/;
const DELIVERED = '4000';
/** JPEG of at most 200 kB (verify). */
const PICTURE = 'image/jpeg';

export function solapiGateway(
  settings: Extract<HostGatewaySettings, { kind: 'solapi' }>,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const server = serverOr(settings.server, SERVER);

  function signed(): Record<string, string> {
    const date = new Date(transport.clock()).toISOString();
    const salt = transport.nonce();
    const signature = createHmac('sha256', secret)
      .update(date + salt)
      .digest('hex');
    const { apiKey } = settings;
    return {
      authorization: `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`,
    };
  }

  async function send(text: OutgoingText) {
    const to = koreanNumber(text.to);
    if (to === null) return { kind: 'refused', code: 'gateway.number', words: '' } as const;
    let imageId: string | undefined;
    const [picture] = text.attachments;
    if (picture) {
      if (text.attachments.length > 1 || picture.type !== PICTURE) {
        return { kind: 'refused', code: 'gateway.attachment', words: '' } as const;
      }
      const file = Buffer.from(picture.bytes).toString('base64');
      const body = { file, name: picture.name, type: 'MMS' };
      const brought = await bringPicture(
        transport,
        postJson(`${server}/storage/v1/files`, signed(), body),
        MANNER,
        (json) => textAt(json, '/fileId'),
      );
      if (!brought.ok) return brought.answer;
      imageId = brought.ref;
    }
    const message = {
      ...{ to, from: koreanNumber(text.from) ?? text.from, text: text.body },
      type: text.form.toUpperCase(),
      autoTypeDetect: false,
      ...(text.subject === '' ? {} : { subject: text.subject }),
      ...(imageId === undefined ? {} : { imageId }),
    };
    const url = `${server}/messages/v4/send-many/detail`;
    return handOver(
      transport,
      postJson(url, signed(), { messages: [message], showMessageList: true }),
      MANNER,
    );
  }

  return {
    takesKey: false,
    forms: ['sms', 'lms', 'mms'],
    send,
    learn: (ref) =>
      askDelivery(
        transport,
        get(`${server}/messages/v4/list?messageId=${encodeURIComponent(ref)}`, signed()),
        (json) => {
          const found = valueAt(valueAt(json, '/messageList'), `/${ref}`);
          const code = textAt(found, '/statusCode');
          if (code === DELIVERED) return { kind: 'delivered' };
          if (code === '' || TAKEN.test(code)) return { kind: 'pending' };
          return failureOf(SOLAPI_CODES, code, textAt(found, '/reason'));
        },
      ),
    probe: () =>
      askHealth(transport, get(`${server}/cash/v1/balance`, signed()), MANNER, (json) => {
        const balance = textAt(json, '/balance');
        if (balance === '') return { kind: 'trouble', code: 'gateway.malformed', words: '' };
        return { kind: 'ok', balance, senderKnown: null };
      }),
  };
}

const MANNER: Manner = { read, clockWindowMs: 15 * 60_000 };

function read(body: string, status: number): Told {
  const json = readJson(body);
  const error = textAt(json, '/errorCode');
  if (status >= 300 || error !== '') {
    return error === '' ? null : refusalOf(SOLAPI_CODES, error, textAt(json, '/errorMessage'));
  }
  const [failed] = listAt(json, '/failedMessageList');
  if (failed !== undefined) {
    const code = textAt(failed, '/statusCode');
    return refusalOf(SOLAPI_CODES, code, textAt(failed, '/statusMessage'));
  }
  const [message] = listAt(json, '/messageList');
  const ref = textAt(message, '/messageId');
  return ref === '' ? null : { kind: 'accepted', ref };
}
