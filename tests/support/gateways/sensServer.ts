import { createHmac } from 'node:crypto';
import { jsonOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer, VendorRequest } from './localGateway.ts';

const ACCESS = 'D78BB444D6D3C84CA38A';
const SECRET = 'sens-secret-key-of-40-characters-or-so-1';
const SERVICE = 'ncp:sms:kr:263092132141:sens';

/** As https://api.ncloud-docs.com/docs/ai-application-service-sens-smsv2 has it. */
export const sensServer: Vendor = {
  name: 'NAVER SENS',
  secret: { field: 'secretKey', value: SECRET },
  settings: (server) => ({
    ...{ kind: 'sens', id: 'sens', name: 'SENS', on: true, server, accessKey: ACCESS },
    ...{ serviceId: SERVICE, from: '025550100', encoding: 'cp949', newline: 'lf' },
    ...{ forms: ['sms', 'lms', 'mms'], numberKinds: ['mobile'] },
  }),
  answer(request, state) {
    const denied = check(request, state);
    if (denied) return denied;
    const base = `/sms/v2/services/${SERVICE}`;
    const { pathname, searchParams } = request.url;
    if (request.method === 'POST' && pathname === `${base}/files`) {
      const { fileBody } = jsonOf<{ fileBody: string }>(request);
      state.pictures.push(Buffer.from(fileBody, 'base64'));
      return { status: 200, json: { fileId: `file-${state.pictures.length}` } };
    }
    if (request.method === 'POST' && pathname === `${base}/messages`) return take(request, state);
    const requestId = searchParams.get('requestId');
    if (requestId !== null) return list(requestId, state);
    if (pathname.startsWith(`${base}/messages/`)) return result(state);
    return { status: 404, json: { error: { errorCode: '300', message: 'Not Found Exception' } } };
  },
};

function check({ method, url, headers }: VendorRequest, state: GatewayState): VendorAnswer | null {
  const time = String(headers['x-ncp-apigw-timestamp']);
  const right = createHmac('sha256', SECRET)
    .update(`${method} ${url.pathname}${url.search}\n${time}\n${ACCESS}`)
    .digest('base64');
  const denied = (details: string): VendorAnswer => ({
    status: 401,
    json: { error: { errorCode: '200', message: 'Authentication Failed', details } },
  });
  if (Math.abs(Number(time) - state.now) > 5 * 60_000) return denied('Expired timestamp.');
  if (headers['x-ncp-iam-access-key'] !== ACCESS) return denied('Invalid access key.');
  return headers['x-ncp-apigw-signature-v2'] === right ? null : denied('Invalid signature.');
}

interface Body {
  readonly type: string;
  readonly contentType: string;
  readonly countryCode: string;
  readonly from: string;
  readonly content: string;
  readonly subject?: string;
  readonly messages: readonly { readonly to: string }[];
  readonly files?: readonly unknown[];
}

const refuse = (status: number, code: string, errorMessage: string): VendorAnswer => ({
  status,
  json: { status: code, errorMessage },
});

function take(request: VendorRequest, state: GatewayState): VendorAnswer {
  const {
    type,
    contentType,
    from,
    content,
    subject = '',
    messages,
    files = [],
    countryCode,
  } = jsonOf<Body>(request);
  if (!state.registered.includes(from)) return refuse(400, '3009', 'Unregistered caller id');
  if (!state.hasBalance) return refuse(403, '402', 'Limit exceeded');
  const to = messages[0]?.to ?? '';
  state.taken.push({
    ...{ from, body: content, form: type.toLowerCase(), subject, pictures: files.length },
    to: countryCode === '82' ? to : `+${countryCode}${to}`,
    advertising: contentType === 'AD',
  });
  const requestId = `request-${state.taken.length}`;
  const requestTime = '2026-11-26T18:00:00';
  return {
    status: 202,
    json: { requestId, requestTime, statusCode: '202', statusName: 'success' },
  };
}

function list(requestId: string, { taken }: GatewayState): VendorAnswer {
  if (requestId !== `request-${taken.length}`) {
    return { status: 404, json: { status: '404', errorMessage: 'No such request' } };
  }
  const message = { requestId, messageId: 'message-1', status: 'PROCESSING' };
  return { status: 200, json: { statusCode: '202', statusName: 'success', messages: [message] } };
}

const RESULTS = {
  pending: { status: 'PROCESSING' },
  delivered: { status: 'COMPLETED', statusCode: '0', statusName: 'success', statusMessage: '성공' },
  failed: {
    status: 'COMPLETED',
    statusCode: '2000',
    statusName: 'fail',
    statusMessage: '시간 초과',
  },
} as const;

function result({ delivery }: GatewayState): VendorAnswer {
  return { status: 200, json: { statusCode: '200', messages: [RESULTS[delivery]] } };
}
