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
import { listAt, readJson, textAt } from './json.ts';
import { koreanNumber, splitCountry } from './numbers.ts';
import { NHN_CODES } from './resultCodes.ts';
import type { GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/**
 * NHN Cloud Notification SMS, API v3.0. Source: NHN Cloud's API guide at
 * https://docs.nhncloud.com/ko/Notification/SMS/ko/api-guide/ (its own text could not be read, only
 * what quotes it: verify): requests, `header.isSuccessful`, `sendResultList`, `msgStatus` 3 for what
 * has arrived. A header X-NC-API-IDEMPOTENCY-KEY refuses the same key for ten minutes and then takes
 * it again. That is no promise for an attempt that is told of after a restart, so none is claimed.
 */

const SERVER = 'https://sms.api.nhncloudservice.com';
const MOST_PICTURES = 3;
const ARRIVED = '3';
/** Asked for, being processed. */
const UNDERWAY = new Set(['1', '2', '']);

export function nhnGateway(
  settings: Extract<HostGatewaySettings, { kind: 'nhn' }>,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const server = serverOr(settings.server, SERVER);
  const base = `${server}/sms/v3.0/appKeys/${encodeURIComponent(settings.appKey)}`;
  const headers = { 'x-secret-key': secret };

  async function send(text: OutgoingText) {
    const attachFileIdList: number[] = [];
    if (text.attachments.length > MOST_PICTURES) {
      return { kind: 'refused', code: 'gateway.attachment', words: '' } as const;
    }
    for (const { name, type, bytes } of text.attachments) {
      if (type !== 'image/jpeg') {
        return { kind: 'refused', code: 'gateway.attachment', words: name } as const;
      }
      const fileBody = Buffer.from(bytes).toString('base64');
      const brought = await bringPicture(
        transport,
        postJson(`${base}/attachfile/binaryUpload`, headers, {
          ...{ fileName: name, fileBody, createUser: 'ieum' },
        }),
        MANNER,
        (json) => textAt(json, '/body/data/fileId'),
      );
      if (!brought.ok) return brought.answer;
      attachFileIdList.push(Number(brought.ref));
    }
    const path = `${text.advertising ? 'ad-' : ''}${text.form === 'sms' ? 'sms' : 'mms'}`;
    const answer = await handOver(
      transport,
      postJson(`${base}/sender/${path}`, headers, {
        body: text.body,
        sendNo: koreanNumber(text.from) ?? text.from,
        recipientList: [recipient(text.to)],
        ...(text.form === 'sms' ? {} : { title: text.subject }),
        ...(attachFileIdList.length === 0 ? {} : { attachFileIdList }),
      }),
      MANNER,
    );
    if (answer.kind !== 'accepted' || answer.ref === null) return answer;
    // Where a text is asked for depends on what it was sent as.
    return {
      kind: 'accepted',
      ref: `${text.form === 'sms' ? 'sms' : 'mms'}:${answer.ref}`,
    } as const;
  }

  return {
    takesKey: false,
    forms: ['sms', 'lms', 'mms'],
    send,
    learn: (ref) => {
      const [, kind = 'sms', id = ''] = /^(sms|mms):(.*)$/.exec(ref) ?? [];
      const url = `${base}/sender/${kind}/${encodeURIComponent(id)}?recipientSeq=1`;
      return askDelivery(transport, get(url, headers), (json) => {
        const status = textAt(json, '/body/data/msgStatus');
        if (status === ARRIVED) return { kind: 'delivered' };
        if (UNDERWAY.has(status)) return { kind: 'pending' };
        return failureOf(
          NHN_CODES,
          textAt(json, '/body/data/resultCode'),
          textAt(json, '/body/data/resultCodeName'),
        );
      });
    },
    probe: () => {
      const from = koreanNumber(settings.from) ?? settings.from;
      const url = `${base}/sendNos?sendNo=${encodeURIComponent(from)}&useYn=Y`;
      return askHealth(transport, get(url, headers), MANNER, (json) => {
        const code = textAt(json, '/header/resultCode');
        if (textAt(json, '/header/isSuccessful') !== 'true') {
          return { ...refusalOf(NHN_CODES, code, said(json)), kind: 'trouble' };
        }
        const numbers = listAt(json, '/body/data').map((one) => textAt(one, '/sendNo'));
        return { kind: 'ok', balance: null, senderKnown: numbers.includes(from) };
      });
    },
  };
}

function recipient(to: string) {
  const korean = koreanNumber(to);
  if (korean !== null) return { recipientNo: korean };
  const { country, rest } = splitCountry(to);
  return { countryCode: country, recipientNo: rest };
}

const said = (json: unknown): string => textAt(json, '/header/resultMessage');

const MANNER: Manner = { read };

function read(body: string, status: number): Told {
  const json = readJson(body);
  const successful = textAt(json, '/header/isSuccessful');
  if (successful === '') return null;
  if (successful !== 'true') {
    return refusalOf(NHN_CODES, textAt(json, '/header/resultCode'), said(json));
  }
  if (status >= 300) return null;
  const [result] = listAt(json, '/body/data/sendResultList');
  const code = textAt(result, '/resultCode');
  if (code !== '' && code !== '0') {
    return refusalOf(NHN_CODES, code, textAt(result, '/resultMessage'));
  }
  const ref = textAt(json, '/body/data/requestId');
  return ref === '' || code === '' ? null : { kind: 'accepted', ref };
}
