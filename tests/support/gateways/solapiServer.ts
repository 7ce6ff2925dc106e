import { createHmac } from 'node:crypto';
import { jsonOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer, VendorRequest } from './localGateway.ts';

const KEY = 'NCSAYU7YDBXYORXC';
const SECRET = 'solapi-secret-of-32-characters!!';

interface Message {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly type: string;
  readonly subject?: string;
  readonly imageId?: string;
  readonly autoTypeDetect?: boolean;
}

/** As https://developers.solapi.dev/references/authentication/api-key has it. */
export const solapiServer: Vendor = {
  name: 'Solapi',
  secret: { field: 'apiSecret', value: SECRET },
  settings: (server) => ({
    ...{ kind: 'solapi', id: 'solapi', name: 'Solapi', on: true, server, apiKey: KEY },
    ...{ from: '025550100', encoding: 'cp949', newline: 'lf', forms: ['sms', 'lms', 'mms'] },
    numberKinds: ['mobile'],
  }),
  answer(request, state) {
    const denied = check(request, state);
    if (denied) return denied;
    const { pathname, searchParams } = request.url;
    switch (`${request.method} ${pathname}`) {
      case 'POST /storage/v1/files':
        return upload(request, state);
      case 'POST /messages/v4/send-many/detail':
        return take(request, state);
      case 'GET /messages/v4/list':
        return list(searchParams.get('messageId') ?? '', state);
      case 'GET /cash/v1/balance':
        return { status: 200, json: { balance: state.hasBalance ? 12_000 : 0, point: 30 } };
      default:
        return error(404, 'ResourceNotFound');
    }
  },
};

const seen = new WeakMap<GatewayState, Set<string>>();

function check({ headers }: VendorRequest, state: GatewayState): VendorAnswer | null {
  const written =
    /^HMAC-SHA256 apiKey=(\S+), date=(\S+), salt=(\S{12,64}), signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!written) return error(401, 'Unauthorized');
  const [, key, date = '', salt = '', signature = ''] = written;
  if (key !== KEY) return error(403, 'InvalidApiKey');
  if (Math.abs(Date.parse(date) - state.now) > 15 * 60_000)
    return error(403, 'RequestTimeTooSkewed');
  const right = createHmac('sha256', SECRET).update(`${date}${salt}`).digest('hex');
  if (signature !== right) return error(403, 'SignatureDoesNotMatch');
  const used = seen.get(state) ?? new Set<string>();
  seen.set(state, used.add(signature));
  return null;
}

const error = (status: number, errorCode: string): VendorAnswer => ({
  status,
  json: { errorCode, errorMessage: `${errorCode}.` },
});

function upload(request: VendorRequest, state: GatewayState): VendorAnswer {
  const { file, type } = jsonOf<{ file?: string; type?: string }>(request);
  if (file === undefined || type !== 'MMS') return error(400, 'ValidationError');
  state.pictures.push(Buffer.from(file, 'base64'));
  return { status: 200, json: { fileId: 'ST01FZ', type: 'MMS', link: null } };
}

function take(request: VendorRequest, state: GatewayState): VendorAnswer {
  const { messages } = jsonOf<{ messages: readonly Message[] }>(request);
  const [message] = messages;
  if (!message || message.autoTypeDetect !== false) return error(400, 'ValidationError');
  if (!state.hasBalance) return error(402, 'NotEnoughBalance');
  const { to, from, text, type, subject = '', imageId } = message;
  const about = { to, from, type, country: '82', messageId: 'M4V20261126', accountId: 'A1' };
  if (!state.registered.includes(from)) {
    const failed = { ...about, statusCode: '1062', statusMessage: '발신번호 미등록' };
    return { status: 200, json: { failedMessageList: [failed], groupInfo: {}, messageList: [] } };
  }
  state.taken.push({
    ...{ to, from, body: text, form: type.toLowerCase(), subject, advertising: false },
    pictures: imageId === undefined ? 0 : 1,
  });
  const messageId = `M4V${state.taken.length}`;
  const taken = { messageId, statusCode: '2000', statusMessage: '정상 접수' };
  return {
    status: 200,
    json: { failedMessageList: [], groupInfo: { groupId: 'G4V1' }, messageList: [taken] },
  };
}

const CODES = { pending: '3000', delivered: '4000', failed: '3040' } as const;

function list(messageId: string, { delivery, taken }: GatewayState): VendorAnswer {
  const known = Number(messageId.slice(3)) <= taken.length;
  const found = { messageId, statusCode: CODES[delivery], reason: '' };
  return {
    status: 200,
    json: {
      startKey: null,
      nextKey: null,
      limit: 20,
      messageList: known ? { [messageId]: found } : {},
    },
  };
}
