import { describe, expect, it } from 'vitest';
import { gatewaySchema } from '#shared/domain/outbox/gateways.ts';
import { checkGateway, draftOf } from './gatewayDraft.ts';
import type { GatewayDraft } from './gatewayDraft.ts';

const WHOLE = [
  { kind: 'solapi', id: 'a', name: 'Solapi', apiKey: 'K', from: '025550100' },
  { kind: 'sens', id: 'a', name: 'SENS', accessKey: 'K', serviceId: 'ncp:sms:kr:1:sens' },
  { kind: 'nhn', id: 'a', name: 'NHN', appKey: 'K', server: 'https://sms.example' },
  { kind: 'aligo', id: 'a', name: 'Aligo', userId: 'u', testMode: true },
  { kind: 'twilio', id: 'a', name: 'Twilio', accountSid: 'AC1', encoding: 'gsm7-or-ucs2' },
  { kind: 'dry-run', id: 'a', name: 'Dry', forms: ['sms', 'mms'], newline: 'crlf' },
  { kind: 'sip', id: 'a', name: 'SIP', on: false, numberKinds: [] },
  {
    ...{ kind: 'http', id: 'a', name: 'Own', url: 'https://sms.example/{to}', takesKey: true },
    headers: [{ name: 'X-Key', value: '{key}:{secret}' }],
    ...{ bodyKind: 'form', body: 'to={to}', accepted: { at: '/ok', is: 'true' } },
    ...{ refAt: '/id', codeAt: '/code', wordsAt: '/why', delayedCodes: ['1', '2'] },
    status: { url: 'https://sms.example/{ref}', at: '/s', delivered: ['D'], failed: ['F', 'X'] },
  },
].map((one) => gatewaySchema.parse(one));

describe('a gateway in its form', () => {
  it.each(WHOLE.map((one) => [one.kind, one] as const))(
    '%s comes out as it went in',
    (_kind, one) => {
      const { gateway, faults } = checkGateway(draftOf(one), 'a');
      expect([...faults]).toEqual([]);
      expect(gateway).toEqual(one);
    },
  );

  it('takes a number as people write it', () => {
    const draft = { ...draftOf(null, 'Solapi'), from: ' 02-555 0100 ' };
    expect(checkGateway(draft, 'a').gateway).toMatchObject({ from: '025550100' });
  });

  it.each<[string, (draft: GatewayDraft) => void, string, string]>([
    ['no name', (draft) => (draft.name = ' '), 'name', 'name'],
    ['letters for a number', (draft) => (draft.from = 'support'), 'from', 'from'],
    ['no form', (draft) => (draft.forms = []), 'forms', 'forms'],
    ['a server without TLS', (draft) => (draft.server = 'http://a.example'), 'server', 'server'],
    ['a key with spaces', (draft) => (draft.words['apiKey'] = 'a b'), 'apiKey', 'word'],
  ])('says where it is wrong: %s', (_what, spoil, field, fault) => {
    const draft = draftOf(WHOLE[0] ?? null);
    spoil(draft);
    const { gateway, faults } = checkGateway(draft, 'a');
    expect(gateway).toBeNull();
    expect([...faults]).toEqual([[field, fault]]);
  });

  it.each<[string, (http: GatewayDraft['http']) => void, string, string]>([
    [
      'an address with a token for a host',
      (http) => (http.url = 'https://{to}/'),
      'url',
      'address',
    ],
    ['a token nobody knows', (http) => (http.body = 'to={whom}'), 'body', 'unknown-token'],
    ['a header without a name', (http) => (http.headers = 'Bearer x'), 'headers', 'headers'],
    ['a place that is none', (http) => (http.refAt = 'id'), 'refAt', 'pointer'],
    ['delivery nobody could tell', (http) => (http.delivered = ' ,'), 'delivered', 'status'],
    ['a key that is not sent', (http) => (http.headers = 'X-Key: 1'), 'takesKey', 'key'],
  ])('says where a request is wrong: %s', (_what, spoil, field, fault) => {
    const draft = draftOf(WHOLE.at(-1) ?? null);
    spoil(draft.http);
    expect([...checkGateway(draft, 'a').faults]).toEqual([[field, fault]]);
  });
});
