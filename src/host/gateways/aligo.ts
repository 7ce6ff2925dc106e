import type { HostGatewaySettings } from '#shared/domain/outbox/gateways.ts';
import {
  askDelivery,
  askHealth,
  failureOf,
  handOver,
  postForm,
  refusalOf,
  serverOr,
} from './exchange.ts';
import type { OutgoingText, ProbedGateway } from './gateway.ts';
import { listAt, readJson, textAt } from './json.ts';
import { koreanNumber } from './numbers.ts';
import { ALIGO_CODES } from './resultCodes.ts';
import { multipart } from './multipart.ts';
import type { GatewayTransport } from './transport.ts';
import type { Manner, Told } from './verdict.ts';

/**
 * Aligo. Source: https://smartsms.aligo.in/admin/api/spec.html and its page of results: forms in
 * UTF-8, `result_code` 1 for what was taken, always with 200. The page names the user `userid`, and
 * programs in public use `user_id` (verify): both are sent. It documents no key by which two
 * requests are one text. The words of `sms_state` (verify).
 */

const SERVER = 'https://apis.aligo.in';
const MOST_PICTURES = 3;
const TAKEN = '1';
const DELIVERED = '발송완료';
const UNDERWAY = new Set(['', '발송중', '전송중', '발송대기', '전송대기', '예약대기', '처리중']);

export function aligoGateway(
  settings: Extract<HostGatewaySettings, { kind: 'aligo' }>,
  secret: string,
  transport: GatewayTransport,
): ProbedGateway {
  const server = serverOr(settings.server, SERVER);
  const who = { key: secret, user_id: settings.userId, userid: settings.userId };

  function send(text: OutgoingText) {
    const receiver = koreanNumber(text.to);
    if (receiver === null) {
      return Promise.resolve({ kind: 'refused', code: 'gateway.number', words: '' } as const);
    }
    if (text.attachments.length > MOST_PICTURES) {
      return Promise.resolve({ kind: 'refused', code: 'gateway.attachment', words: '' } as const);
    }
    const fields = {
      ...who,
      sender: koreanNumber(text.from) ?? text.from,
      receiver,
      msg: text.body,
      msg_type: text.form.toUpperCase(),
      title: text.subject,
      testmode_yn: settings.testMode ? 'Y' : 'N',
    };
    const url = `${server}/send/`;
    const files = text.attachments.map((file, index) => ({ ...file, field: `image${index + 1}` }));
    const request =
      files.length === 0
        ? postForm(url, {}, fields)
        : multipart(url, fields, files, transport.nonce());
    return handOver(transport, request, MANNER);
  }

  return {
    takesKey: false,
    forms: ['sms', 'lms', 'mms'],
    send,
    learn: (mid) => {
      const request = postForm(
        `${server}/sms_list/`,
        {},
        { ...who, mid, page: '1', page_size: '30' },
      );
      return askDelivery(transport, request, (json) => {
        const [message] = listAt(json, '/list');
        const state = textAt(message, '/sms_state');
        if (state === DELIVERED) return { kind: 'delivered' };
        return UNDERWAY.has(state) ? { kind: 'pending' } : failureOf(ALIGO_CODES, '', state);
      });
    },
    probe: () =>
      askHealth(transport, postForm(`${server}/remain/`, {}, who), MANNER, (json) => {
        const code = textAt(json, '/result_code');
        if (code !== TAKEN) {
          const { code: found, words } = refusalOf(ALIGO_CODES, code, textAt(json, '/message'));
          return { kind: 'trouble', code: code === '' ? 'gateway.malformed' : found, words };
        }
        const counts = ['SMS', 'LMS', 'MMS'].map(
          (form) => `${form} ${textAt(json, `/${form}_CNT`)}`,
        );
        return { kind: 'ok', balance: counts.join(', '), senderKnown: null };
      }),
  };
}

const MANNER: Manner = { read };

function read(body: string): Told {
  const json = readJson(body);
  const code = textAt(json, '/result_code');
  if (code === '') return null;
  if (code !== TAKEN) return refusalOf(ALIGO_CODES, code, textAt(json, '/message'));
  const ref = textAt(json, '/msg_id');
  return ref === '' ? null : { kind: 'accepted', ref };
}
