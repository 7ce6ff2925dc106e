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
  send(frame: string): void;
  /** Cuts the phone's connection; it may come back. */
  drop(): void;
  /** Offers a call; `from` is written into the From header as it is. */
  invite(from: string, extraHeaders?: readonly string[]): string;
  cancel(callId: string): void;
  /** Sends a text outside of any call. RFC 3428. */
  message(from: string, text: string): void;
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
  close(): Promise<void>;
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

export async function startScriptedExchange(): Promise<ScriptedExchange> {
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

  server.on('connection', (connected) => {
    socket = connected;
    connected.on('message', (data: Buffer) => {
      const message = data.toString();
      received.push(message);
      if (message.startsWith('REGISTER ')) {
        target = /^Contact: <([^>]+)>/im.exec(message)?.[1] ?? '';
        connected.send(responseTo(message, '200 OK', [`Contact: <${target}>;expires=600`]));
        contact.resolve(target);
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
        : [`Content-Type: ${body === SDP ? 'application/sdp' : 'text/plain'}`]),
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

  return {
    url: `ws://127.0.0.1:${address.port}`,
    domain,
    registered: async () => void (await contact.promise),
    received,
    send: (frame) => socket?.send(frame),
    drop: () => socket?.terminate(),
    invite(from, extraHeaders = []) {
      const callId = `scripted-${(serial += 1)}`;
      froms.set(callId, from);
      socket?.send(request('INVITE', callId, from, extraHeaders));
      return callId;
    },
    cancel(callId) {
      socket?.send(request('CANCEL', callId, froms.get(callId) ?? '', []));
    },
    message(from, text) {
      socket?.send(request('MESSAGE', `scripted-${(serial += 1)}`, from, [], text));
    },
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
    async close() {
      for (const client of server.clients) client.terminate();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** A response with the headers that have to come back as they were sent. RFC 3261 §8.2.6.2. */
function responseTo(request: string, status: string, more: readonly string[]): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
  const to = /^To:.*$/im.exec(request)?.[0] ?? '';
  return [
    `SIP/2.0 ${status}`,
    ...copied,
    `${to};tag=exchange`,
    ...more,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
