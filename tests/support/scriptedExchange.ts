import { once } from 'node:events';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/**
 * A SIP server over WebSocket (RFC 7118) that says exactly what a test tells it to, byte by byte.
 * A real proxy would filter what a hostile one sends. Loopback only, one phone.
 */
export interface ScriptedExchange {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  readonly domain: string;
  /** Resolves when the phone has registered. */
  registered(): Promise<void>;
  /** Every message the phone has sent, oldest first. */
  readonly received: readonly string[];
  /** A frame as it is; bytes where they are no text. */
  send(frame: string | Buffer): void;
  /** The phone's own address, as it registered it. */
  readonly target: string;
  /**
   * Offers a call; `from` is written into the From header as it is.
   * @param sdp its description; a well-formed one that leads nowhere without it
   * @returns its Call-ID
   */
  invite(from: string, extraHeaders?: readonly string[], sdp?: string): string;
  cancel(callId: string): void;
  /** Sends a text outside of any call (RFC 3428). @returns its Call-ID */
  message(from: string, text: string, change?: MessageChange): string;
  /** Every final answer of the phone to the MESSAGE of that Call-ID, oldest first. */
  answersToMessage(callId: string): readonly string[];
  /** How the texts that the phone sends are answered: status and more headers, or not at all. */
  onMessage: (request: string) => readonly [status: string, ...headers: string[]] | null;
  /** A further request in a call that the phone has answered; the same offer with INVITE. */
  inCall(
    callId: string,
    method: string,
    cseq: number,
    extraHeaders?: readonly string[],
    body?: string,
  ): void;
  /** The phone's first final answer to the INVITE of that call. */
  answerTo(callId: string): string | undefined;
  /** Breaks the phone's connection. */
  drop(): void;
  /** Takes no new connection, or takes them again. */
  refuseConnections(refuse: boolean): void;
  close(): Promise<void>;
}

export interface MessageChange {
  /** Another copy of an earlier message. */
  readonly callId?: string;
  /** Makes it another transaction. */
  readonly branch?: string;
  readonly contentType?: string;
  readonly headers?: readonly string[];
}

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 0',
  'a=rtpmap:0 PCMU/8000',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  'a=fingerprint:sha-256 ' + Array.from({ length: 32 }, () => 'AB').join(':'),
  'a=setup:actpass',
  'a=rtcp-mux',
  'a=mid:0',
  'a=sendrecv',
  '',
].join('\r\n');

/**
 * Answers a request of the phone's.
 * @param status such as `180 Ringing`
 * @param more header lines
 * @param tag of the To header: another one is another phone that an INVITE was forked to
 */
export type Reply = (status: string, more?: readonly string[], body?: string, tag?: string) => void;

export interface ScriptOptions {
  /** Takes what the phone asks for. @returns true: answered here, and not as usual */
  answer?(request: string, reply: Reply): boolean;
  /** Takes the phone's 200 to an INVITE of ours. */
  answered?(callId: string, response: string): void;
}

export async function startScriptedExchange(
  options: ScriptOptions = {},
): Promise<ScriptedExchange> {
  const domain = 'hostile.invalid';
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: () => 'sip',
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');

  const received: string[] = [];
  const contact = Promise.withResolvers<string>();
  let socket: WebSocket | null = null;
  let target = '';
  let serial = 0;

  let refusing = false;
  server.on('connection', (connected) => {
    if (refusing) return connected.terminate();
    socket = connected;
    connected.on('message', (data: Buffer) => {
      const message = data.toString();
      received.push(message);
      const reply: Reply = (status, more = [], body = '', tag = 'exchange') =>
        connected.send(responseTo(message, status, more, body, tag));
      if (!message.startsWith('SIP/') && options.answer?.(message, reply)) return;
      if (/^SIP\/2\.0 200 /.test(message) && /^CSeq: \d+ INVITE/m.test(message)) {
        options.answered?.(/^Call-ID: (.*)\r$/m.exec(message)?.[1] ?? '', message);
      }
      if (message.startsWith('REGISTER ')) {
        target = /^Contact: <([^>]+)>/im.exec(message)?.[1] ?? '';
        connected.send(responseTo(message, '200 OK', [`Contact: <${target}>;expires=600`]));
        contact.resolve(target);
      } else if (message.startsWith('MESSAGE ')) {
        const answer = exchange.onMessage(message);
        if (answer) connected.send(responseTo(message, answer[0], answer.slice(1)));
      }
    });
  });

  function request(
    method: string,
    callId: string,
    from: string,
    more: readonly string[],
    body = method === 'INVITE' ? SDP : '',
  ): string {
    return [
      `${method} ${target} SIP/2.0`,
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK-${callId}`,
      'Max-Forwards: 70',
      `From: ${from};tag=${callId}`,
      `To: <sip:agent@${domain}>`,
      `Call-ID: ${callId}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:caller@127.0.0.1;transport=ws>`,
      ...more,
      ...(body === '' || more.some((line) => /^Content-Type:/i.test(line))
        ? []
        : [`Content-Type: ${method === 'INVITE' ? 'application/sdp' : 'text/plain'}`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
  }

  const froms = new Map<string, string>();
  const answerTo = (callId: string): string | undefined =>
    received.find(
      (message) =>
        /^SIP\/2\.0 [2-6]/.test(message) &&
        message.includes(`Call-ID: ${callId}`) &&
        message.includes('CSeq: 1 INVITE'),
    );

  const exchange: ScriptedExchange = {
    url: `ws://127.0.0.1:${address.port}`,
    domain,
    registered: async () => void (await contact.promise),
    received,
    send: (frame) => socket?.send(frame),
    get target() {
      return target;
    },
    invite(from, extraHeaders = [], sdp = SDP) {
      const callId = `scripted-${(serial += 1)}`;
      froms.set(callId, from);
      socket?.send(request('INVITE', callId, from, extraHeaders, sdp));
      return callId;
    },
    cancel(callId) {
      socket?.send(request('CANCEL', callId, froms.get(callId) ?? '', []));
    },
    message(from, text, change = {}) {
      const callId = change.callId ?? `scripted-${(serial += 1)}`;
      const frame = request('MESSAGE', callId, from, change.headers ?? [], text)
        .replace('Content-Type: text/plain', `Content-Type: ${change.contentType ?? 'text/plain'}`)
        .replace(/;branch=[^\r\n]*/, `;branch=z9hG4bK-${change.branch ?? callId}`);
      socket?.send(frame);
      return callId;
    },
    answersToMessage: (callId) =>
      received.filter(
        (message) =>
          /^SIP\/2\.0 [2-6]/.test(message) &&
          message.includes(`Call-ID: ${callId}\r\n`) &&
          message.includes('CSeq: 1 MESSAGE'),
      ),
    onMessage: () => ['200 OK'],
    inCall(callId, method, cseq, extraHeaders = [], body) {
      const tag = /^To:.*;tag=([^;\s]+)/im.exec(answerTo(callId) ?? '')?.[1] ?? '';
      socket?.send(
        request(method, callId, froms.get(callId) ?? '', extraHeaders, body)
          .replace(/^(To: .*)$/m, `$1;tag=${tag}`)
          .replace(/^CSeq: .*$/m, `CSeq: ${cseq} ${method}`)
          .replace(/;branch=[^\r\n]*/, `;branch=z9hG4bK-${callId}-${cseq}-${method}`),
      );
    },
    answerTo,
    drop: () => socket?.terminate(),
    refuseConnections: (refuse) => void (refusing = refuse),
    async close() {
      for (const client of server.clients) client.terminate();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
  return exchange;
}

/** A response with the headers that have to come back as they were sent. RFC 3261 §8.2.6.2. */
function responseTo(
  request: string,
  status: string,
  more: readonly string[],
  body = '',
  tag = 'exchange',
): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
  const to = /^To:.*$/im.exec(request)?.[0] ?? '';
  return [
    `SIP/2.0 ${status}`,
    ...copied,
    /;tag=/.test(to) ? to : `${to};tag=${tag}`,
    ...more,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
