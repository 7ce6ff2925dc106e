import { formOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer, VendorRequest } from './localGateway.ts';

const SID = 'AC00000000000000000000000000000001';
const TOKEN = 'twilio-auth-token';

/** As https://www.twilio.com/docs/messaging/api/message-resource has it. */
export const twilioServer: Vendor = {
  name: 'Twilio',
  secret: { field: 'authToken', value: TOKEN },
  settings: (server) => ({
    ...{ kind: 'twilio', id: 'twilio', name: 'Twilio', on: true, server, accountSid: SID },
    ...{ from: '025550100', encoding: 'gsm7-or-ucs2', newline: 'lf', forms: ['sms'] },
    numberKinds: ['mobile', 'international'],
  }),
  answer(request, state) {
    const basic = Buffer.from(`${SID}:${TOKEN}`).toString('base64');
    if (request.headers.authorization !== `Basic ${basic}`)
      return error(401, 20_003, 'Authenticate');
    const path = request.url.pathname.replace(`/2010-04-01/Accounts/${SID}/`, '');
    if (path === 'Balance.json') return { status: 200, json: { balance: '12.5', currency: 'USD' } };
    if (path === 'Messages.json' && request.method === 'POST') return take(request, state);
    if (path === `Messages/SM${state.taken.length}.json`) {
      return { status: 200, json: { sid: 'SM1', ...RESULTS[state.delivery] } };
    }
    return error(404, 20_404, 'Not found');
  },
};

const error = (status: number, code: number, message: string): VendorAnswer => ({
  status,
  json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

function take(request: VendorRequest, state: GatewayState): VendorAnswer {
  const form = formOf(request);
  const field = (name: string): string => form.get(name) ?? '';
  const national = (number: string): string => number.replace(/^\+82/, '0');
  if (!state.registered.includes(national(field('From')))) {
    return error(400, 21_606, "The 'From' phone number provided is not a valid number");
  }
  if (!state.hasBalance) return error(400, 21_606, 'Account has insufficient funds');
  state.taken.push({
    ...{ to: national(field('To')), from: national(field('From')), body: field('Body') },
    ...{ form: 'sms', subject: '', advertising: false, pictures: 0 },
  });
  const sid = `SM${state.taken.length}`;
  return { status: 201, json: { sid, status: 'queued', error_code: null, error_message: null } };
}

const RESULTS = {
  pending: { status: 'sent', error_code: null },
  delivered: { status: 'delivered', error_code: null },
  failed: { status: 'undelivered', error_code: 30_003, error_message: 'Unreachable' },
} as const;
