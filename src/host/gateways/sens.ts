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
import type { DeliveryAnswer, OutgoingText, ProbedGateway } from './gateway.ts';
import { listAt, readJson, textAt } from './json.ts';
import { koreanNumber, splitCountry } from './numbers.ts';
import { SENS_CODES } from './resultCodes.ts';
import type { GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/**
 * NAVER Cloud SENS, SMS API v2. Source: https://api.ncloud-docs.com/docs/ai-application-service-sens-smsv2
 * and the pages sens-sms-get, sens-sms-list of the same place: the signature over method, path, time
 * and access key, five minutes of clock, fields, pictures (JPEG, 300 kB), results. It documents no
 * key by which two requests are one text.
 */

const SERVER = 'https://sens.apigw.ntruss.com';
const MOST_PICTURES = 3;

export function sensGateway(
  settings: Extract<HostGatewaySettings, { kind: 'sens' }>,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const server = serverOr(settings.server, SERVER);
  const base = `/sms/v2/services/${encodeURIComponent(settings.serviceId).replaceAll('%3A', ':')}`;

  function signed(method: 'GET' | 'POST', path: string): Record<string, string> {
    const timestamp = String(transport.clock());
    const signature = createHmac('sha256', secret)
      .update(`${method} ${path}\n${timestamp}\n${settings.accessKey}`)
      .digest('base64');
    return {
      'x-ncp-apigw-timestamp': timestamp,
      'x-ncp-iam-access-key': settings.accessKey,
      'x-ncp-apigw-signature-v2': signature,
    };
  }
  const post = (path: string, body: unknown) =>
    postJson(`${server}${path}`, signed('POST', path), body);
  const read = (path: string) => get(`${server}${path}`, signed('GET', path));

  async function send(text: OutgoingText) {
    const files: { fileId: string }[] = [];
    if (text.attachments.length > MOST_PICTURES) {
      return { kind: 'refused', code: 'gateway.attachment', words: '' } as const;
    }
    for (const { name, type, bytes } of text.attachments) {
      if (type !== 'image/jpeg') {
        return { kind: 'refused', code: 'gateway.attachment', words: name } as const;
      }
      const body = { fileName: name, fileBody: Buffer.from(bytes).toString('base64') };
      const brought = await bringPicture(transport, post(`${base}/files`, body), MANNER, (json) =>
        textAt(json, '/fileId'),
      );
      if (!brought.ok) return brought.answer;
      files.push({ fileId: brought.ref });
    }
    return handOver(
      transport,
      post(`${base}/messages`, {
        type: text.form.toUpperCase(),
        contentType: text.advertising ? 'AD' : 'COMM',
        from: koreanNumber(text.from) ?? text.from,
        content: text.body,
        ...(text.subject === '' ? {} : { subject: text.subject }),
        ...recipient(text.to),
        ...(files.length === 0 ? {} : { files }),
      }),
      MANNER,
    );
  }

  /** A request is known by its id, each of its messages by one that is asked for first. */
  async function learn(ref: string): Promise<DeliveryAnswer> {
    let messageId = '';
    const listed = await askDelivery(
      transport,
      read(`${base}/messages?requestId=${encodeURIComponent(ref)}`),
      (json) => {
        messageId = textAt(listAt(json, '/messages')[0], '/messageId');
        return { kind: 'pending' };
      },
    );
    if (messageId === '') return listed;
    return askDelivery(
      transport,
      read(`${base}/messages/${encodeURIComponent(messageId)}`),
      (json) => {
        const [message] = listAt(json, '/messages');
        if (textAt(message, '/status') !== 'COMPLETED') return { kind: 'pending' };
        if (textAt(message, '/statusName') === 'success') return { kind: 'delivered' };
        return failureOf(
          SENS_CODES,
          textAt(message, '/statusCode'),
          textAt(message, '/statusMessage'),
        );
      },
    );
  }

  return {
    takesKey: false,
    forms: ['sms', 'lms', 'mms'],
    send,
    learn,
    // What is not there is asked for: that it is not found says that the key is good.
    probe: () =>
      askHealth(
        transport,
        read(`${base}/messages?requestId=none`),
        MANNER,
        () => ({ kind: 'ok', balance: null, senderKnown: null }),
        [404],
      ),
  };
}

function recipient(to: string): { countryCode: string; messages: { to: string }[] } {
  const korean = koreanNumber(to);
  if (korean !== null) return { countryCode: '82', messages: [{ to: korean }] };
  const { country, rest } = splitCountry(to);
  return { countryCode: country, messages: [{ to: rest }] };
}

const MANNER: Manner = { read: readAnswer, clockWindowMs: 5 * 60_000 };

function readAnswer(body: string, status: number): Told {
  const json = readJson(body);
  if (status < 300) {
    const ref = textAt(json, '/requestId');
    const taken =
      textAt(json, '/statusCode') === '202' || textAt(json, '/statusName') === 'success';
    return ref !== '' && taken ? { kind: 'accepted', ref } : null;
  }
  const code = textAt(json, '/error/errorCode') || textAt(json, '/status');
  const words =
    textAt(json, '/error/details') ||
    textAt(json, '/error/message') ||
    textAt(json, '/errorMessage');
  if (code === '' && words === '') return null;
  const denied = status === 401 || status === 403;
  return refusalOf(SENS_CODES, code, words, denied ? 'gateway.auth' : 'gateway.refused');
}
