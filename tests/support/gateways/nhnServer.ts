import { jsonOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer, VendorRequest } from './localGateway.ts';

const APP_KEY = 'cOvZ1kNBhOU2zSvV';
const SECRET = 'nhn-secret';

/** As quoted of NHN Cloud's guide to its SMS API v3.0: it answers 200 and says it in the header. */
export const nhnServer: Vendor = {
  name: 'NHN Cloud',
  secret: { field: 'secretKey', value: SECRET },
  settings: (server) => ({
    ...{ kind: 'nhn', id: 'nhn', name: 'NHN', on: true, server, appKey: APP_KEY },
    ...{ from: '025550100', encoding: 'cp949', newline: 'lf', forms: ['sms', 'lms', 'mms'] },
    numberKinds: ['mobile'],
  }),
  answer(request, state) {
    const base = `/sms/v3.0/appKeys/${APP_KEY}`;
    if (!request.url.pathname.startsWith(base)) return said(-1000, 'Invalid appKey.');
    if (request.headers['x-secret-key'] !== SECRET) return said(-1001, 'Invalid secretKey.');
    const path = request.url.pathname.slice(base.length);
    if (path === '/attachfile/binaryUpload') {
      const { fileBody } = jsonOf<{ fileBody: string }>(request);
      state.pictures.push(Buffer.from(fileBody, 'base64'));
      return said(0, 'success', { fileId: state.pictures.length });
    }
    if (path === '/sendNos') {
      const known = state.registered.filter(
        (one) => one === request.url.searchParams.get('sendNo'),
      );
      return said(
        0,
        'success',
        known.map((sendNo) => ({ sendNo })),
      );
    }
    const form = /^\/sender\/(ad-)?(sms|mms)$/.exec(path);
    if (form) return take(request, state, form[2] ?? '', form[1] !== undefined);
    const [, , requestId] = /^\/sender\/(sms|mms)\/(.+)$/.exec(path) ?? [];
    if (requestId === `2026-${state.taken.length}`)
      return said(0, 'success', RESULTS[state.delivery]);
    return said(-9999, 'Not found.');
  },
};

function said(resultCode: number, resultMessage: string, data?: unknown): VendorAnswer {
  const header = { isSuccessful: resultCode === 0, resultCode, resultMessage };
  return { status: 200, json: { header, ...(data === undefined ? {} : { body: { data } }) } };
}

interface Body {
  readonly title?: string;
  readonly body: string;
  readonly sendNo: string;
  readonly recipientList: readonly {
    readonly recipientNo: string;
    readonly countryCode?: string;
  }[];
  readonly attachFileIdList?: readonly number[];
}

function take(
  request: VendorRequest,
  state: GatewayState,
  kind: string,
  advertising: boolean,
): VendorAnswer {
  const { title = '', body, sendNo, recipientList, attachFileIdList = [] } = jsonOf<Body>(request);
  if (!state.registered.includes(sendNo)) return said(-1003, 'Invalid Sms Sendno');
  const [to] = recipientList;
  if (!to || (kind === 'mms') !== (title !== '')) return said(-2000, 'Invalid parameter.');
  const { recipientNo, countryCode } = to;
  state.taken.push({
    ...{ from: sendNo, body, subject: title, advertising, pictures: attachFileIdList.length },
    to: countryCode === undefined ? recipientNo : `+${countryCode}${recipientNo}`,
    form: kind === 'sms' ? 'sms' : attachFileIdList.length > 0 ? 'mms' : 'lms',
  });
  const sendResultList = [
    { recipientNo, resultCode: 0, resultMessage: 'SUCCESS', recipientSeq: 1 },
  ];
  return said(0, 'SUCCESS', {
    requestId: `2026-${state.taken.length}`,
    statusCode: '2',
    sendResultList,
  });
}

const RESULTS = {
  pending: { msgStatus: '2', msgStatusName: '처리 중' },
  delivered: { msgStatus: '3', resultCode: '1000', resultCodeName: '성공' },
  failed: { msgStatus: '0', resultCode: '2000', resultCodeName: '전원 꺼짐' },
} as const;
