import type { Random } from './random.ts';

/** A message in its parts, to be spoilt one by one. */
export interface Parts {
  line: string;
  headers: string[];
  body: string;
}

/** What a frame has to know of the phone so that it gets beyond the first door. */
export interface Aim {
  /** The contact it registered. */
  readonly contact: string;
  /** The call it is in, as it sees it; null when there is none. */
  readonly dialog: {
    readonly callId: string;
    readonly local: string;
    readonly remote: string;
    readonly remoteTag: string;
    readonly localTag: string;
  } | null;
  /** A request of the phone's that an answer can be made up for; null when there is none. */
  readonly asked: string | null;
  /** The last INVITE sent to it, which a CANCEL may belong to. */
  readonly offered: string | null;
}

export const SDP_LINES: readonly string[] = [
  'v=0',
  'o=- 4611 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 101',
  'c=IN IP4 127.0.0.1',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host generation 0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
];

const METHODS = [
  'INVITE',
  'INVITE',
  're-INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REFER',
  'NOTIFY',
  'MESSAGE',
  'OPTIONS',
  'UPDATE',
  'INFO',
  'SUBSCRIBE',
  'REGISTER',
  'PRACK',
] as const;

const STATUSES = [100, 180, 183, 200, 200, 202, 302, 401, 407, 422, 481, 486, 488, 491, 503, 603];

/** A well-formed message of some kind. @param serial makes its ids its own */
export function template(random: Random, aim: Aim, serial: number): Parts {
  if (aim.asked !== null && random.chance(0.2)) return response(random, aim.asked);
  if (random.chance(0.05)) return response(random, stray(serial));
  return request(random, aim, serial);
}

function request(random: Random, aim: Aim, serial: number): Parts {
  const kind = random.pick(METHODS);
  const method = kind === 're-INVITE' ? 'INVITE' : kind;
  if (kind === 'CANCEL' && aim.offered !== null) return cancel(aim.offered);
  // BYE ends the call that the next frames are to be about: seldom within it.
  const within =
    kind !== 'OPTIONS' && kind !== 'SUBSCRIBE' && kind !== 'REGISTER' && kind !== 'MESSAGE';
  const inside = within && (kind !== 'INVITE' || random.chance(0.1));
  const dialog = inside && (kind !== 'BYE' || random.chance(0.1)) ? aim.dialog : null;
  const { type, body } = bodyFor(random, method);
  const from = dialog?.remote ?? '<sip:01012345678@caller.invalid>';
  const to = dialog?.local ?? '<sip:agent@hostile.invalid>';
  return {
    line: `${method} ${aim.contact} SIP/2.0`,
    headers: [
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-fuzz-${serial}`,
      'Max-Forwards: 70',
      `From: "고객 ${serial}" ${from};tag=${dialog?.remoteTag ?? `fuzz-${serial}`}`,
      `To: ${to}${dialog ? `;tag=${dialog.localTag}` : ''}`,
      `Call-ID: ${dialog?.callId ?? `fuzz-${serial}`}`,
      `CSeq: ${dialog ? 1_000 + serial : 1} ${method}`,
      'Contact: <sip:caller@127.0.0.1;transport=ws>',
      ...extra(method),
      ...(body === '' ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ],
    body,
  };
}

function extra(method: string): readonly string[] {
  switch (method) {
    case 'REFER':
      return ['Refer-To: <sip:0609001234@premium.invalid>', 'Referred-By: <sip:a@caller.invalid>'];
    case 'NOTIFY':
      return ['Event: refer', 'Subscription-State: active;expires=60'];
    case 'SUBSCRIBE':
      return ['Event: presence', 'Expires: 60'];
    case 'INVITE':
      return [
        'P-Asserted-Identity: "대표" <sip:0212345678@pbx.invalid>',
        'Diversion: <sip:1588@pbx.invalid>;reason=no-answer',
        'Alert-Info: <http://x.invalid/ring.wav>;info=alert-autoanswer',
        'Allow: INVITE, ACK, BYE, CANCEL',
        'Supported: replaces, timer',
        'Record-Route: <sip:127.0.0.1;lr>',
      ];
    case 'UPDATE':
      return ['Session-Expires: 1800;refresher=uac', 'Min-SE: 90'];
    case 'BYE':
    case 'CANCEL':
      return ['Reason: SIP;cause=200;text="Call completed elsewhere"'];
    default:
      return [];
  }
}

function bodyFor(random: Random, method: string): { type: string; body: string } {
  switch (method) {
    case 'INVITE':
    case 'ACK':
    case 'PRACK':
    case 'UPDATE': {
      const wanted = method === 'INVITE' || random.chance(0.3);
      return { type: 'application/sdp', body: wanted ? `${SDP_LINES.join('\r\n')}\r\n` : '' };
    }
    case 'NOTIFY':
      return { type: 'message/sipfrag;version=2.0', body: 'SIP/2.0 180 Ringing\r\n' };
    case 'MESSAGE':
      return { type: 'text/plain;charset=utf-8', body: '내일 다시 걸어 주세요' };
    case 'INFO':
      return { type: 'application/dtmf-relay', body: 'Signal=5\r\nDuration=160\r\n' };
    default:
      return { type: '', body: '' };
  }
}

function cancel(invite: string): Parts {
  const { line, headers } = partsOf(invite);
  return {
    line: line.replace(/^INVITE/, 'CANCEL'),
    headers: headers
      .filter((header) => !/^Content-/i.test(header))
      .map((header) => header.replace(/^(CSeq: \d+) .*/, '$1 CANCEL')),
    body: '',
  };
}

function response(random: Random, asked: string): Parts {
  const status = random.pick(STATUSES);
  const { headers } = partsOf(asked);
  const kept = headers.filter((header) => /^(?:Via|From|Call-ID|CSeq):/i.test(header));
  const to = headers.find((header) => /^To:/i.test(header)) ?? 'To: <sip:x@y>';
  const body = status < 300 && random.chance(0.5) ? `${SDP_LINES.join('\r\n')}\r\n` : '';
  return {
    line: `SIP/2.0 ${status} OK`,
    headers: [
      ...kept,
      /;tag=/.test(to) ? to : `${to};tag=${random.pick(['exchange', 'fork', 'other'])}`,
      'Contact: <sip:far@127.0.0.1;transport=ws>',
      ...(status === 401 || status === 407
        ? [
            `${status === 401 ? 'WWW' : 'Proxy'}-Authenticate: Digest realm="hostile.invalid", nonce="1", algorithm=MD5, qop="auth"`,
          ]
        : []),
      ...(status === 503 ? ['Retry-After: 1'] : []),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ],
    body,
  };
}

/** A request nobody made. */
function stray(serial: number): string {
  return join({
    line: 'INVITE sip:a@b SIP/2.0',
    headers: [
      `Via: SIP/2.0/WS stray.invalid;branch=z9hG4bK${serial}`,
      'From: <sip:agent@hostile.invalid>;tag=1',
      'To: <sip:b@hostile.invalid>',
      `Call-ID: stray-${serial}`,
      'CSeq: 1 INVITE',
    ],
    body: '',
  });
}

export function partsOf(message: string): Parts {
  const end = message.indexOf('\r\n\r\n');
  const [line = '', ...headers] = message.slice(0, end).split('\r\n');
  return { line, headers, body: message.slice(end + 4) };
}

export function join({ line, headers, body }: Parts): string {
  return [line, ...headers, '', body].join('\r\n');
}
