import { jsonOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer, VendorRequest } from './localGateway.ts';

const SECRET = 'own-bearer-token';

/** A gateway that somebody runs, with answers of its own form. It promises to know a key again. */
export const ownServer: Vendor = {
  name: 'generic HTTP',
  secret: { field: 'secret', value: SECRET },
  settings: (server) => ({
    ...{ kind: 'http', id: 'own', name: 'Own', on: true, from: '025550100', encoding: 'cp949' },
    ...{ newline: 'lf', forms: ['sms', 'lms'], numberKinds: ['mobile'], method: 'POST' },
    url: `${server}/texts?form={form}`,
    headers: [
      { name: 'Authorization', value: 'Bearer {secret}' },
      { name: 'Idempotency-Key', value: '{key}' },
    ],
    bodyKind: 'json',
    body: '{"sms":{"to":"{to}","from":"{from}","title":"{subject}","text":"{body}","ad":"{advertising}"}}',
    accepted: { at: '/state', is: 'queued' },
    ...{
      refAt: '/id',
      codeAt: '/code',
      wordsAt: '/why',
      delayedCodes: ['slow-down'],
      takesKey: true,
    },
    status: { url: `${server}/texts/{ref}`, at: '/state', delivered: ['there'], failed: ['lost'] },
  }),
  answer(request, state) {
    if (request.headers.authorization !== `Bearer ${SECRET}`) {
      return { status: 401, json: { state: 'refused', code: 'who', why: 'Who is it?' } };
    }
    if (request.method === 'POST') return take(request, state);
    return { status: 200, json: { state: STATES[state.delivery] } };
  },
};

const STATES = { pending: 'queued', delivered: 'there', failed: 'lost' } as const;
const keys = new WeakMap<GatewayState, Map<string, string>>();

interface Body {
  readonly sms: Readonly<Record<'to' | 'from' | 'title' | 'text' | 'ad', string>>;
}

function take(request: VendorRequest, state: GatewayState): VendorAnswer {
  const { to, from, title, text, ad } = jsonOf<Body>(request).sms;
  if (!state.registered.includes(from)) {
    return { status: 200, json: { state: 'refused', code: 'sender', why: 'Unknown sender' } };
  }
  if (!state.hasBalance) {
    return { status: 200, json: { state: 'refused', code: 'slow-down', why: 'Later' } };
  }
  const known = keys.get(state) ?? new Map<string, string>();
  keys.set(state, known);
  const key = String(request.headers['idempotency-key']);
  const before = known.get(key);
  if (before !== undefined) return { status: 200, json: { state: 'queued', id: before } };
  state.taken.push({
    ...{ to, from, body: text, subject: title, advertising: ad === 'Y', pictures: 0 },
    form: request.url.searchParams.get('form') ?? '',
  });
  const id = `text/${state.taken.length}`;
  known.set(key, id);
  return { status: 200, json: { state: 'queued', id } };
}
