import { EmitterImpl, TransportState, UserAgent } from 'sip.js';
import type { Transport } from 'sip.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SendOutcome } from '#shared/domain/message/outcome.ts';
import type { IncomingMessage } from '../port.ts';
import { KEEP_LIMIT_MS, Messages } from './messages.ts';

/** A line on which the test reads what is sent and plays the other end. */
class TestLine implements Transport {
  readonly protocol = 'WS';
  readonly state = TransportState.Connected;
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly sent: string[] = [];
  broken = false;
  connect = () => Promise.resolve();
  disconnect = () => Promise.resolve();
  dispose = () => Promise.resolve();
  isConnected = () => true;
  send(frame: string): Promise<void> {
    if (this.broken) return Promise.reject(new Error('Not connected.'));
    this.sent.push(frame);
    return Promise.resolve();
  }
}

async function desk() {
  const agent = new UserAgent({
    uri: UserAgent.makeURI('sip:1001@pbx.example.kr')!,
    authorizationUsername: '1001',
    authorizationPassword: 'secret',
    transportConstructor: TestLine,
    logBuiltinEnabled: false,
  });
  await agent.start();
  const line = agent.transport as TestLine;
  const kept: IncomingMessage[] = [];
  const floods: number[] = [];
  const host = {
    keep: (message: IncomingMessage): Promise<boolean> => {
      kept.push(message);
      return Promise.resolve(true);
    },
  };
  let monotonic = 0;
  const messages = new Messages(agent, {
    keep: (message) => host.keep(message),
    flooded: (refused) => floods.push(refused),
    now: () => 1_000,
    monotonicNow: () => (monotonic += 1),
  });
  agent.delegate = { onMessage: (message) => void messages.receive(message) };
  const target = UserAgent.makeURI('sip:1002@pbx.example.kr')!;

  return {
    messages,
    line,
    kept,
    floods,
    host,
    send: (body: string) => messages.prepare(target, body).send(),
    /** A text from a customer. */
    text(
      body: string,
      change: { id?: string; branch?: string; from?: string; headers?: string[] } = {},
    ) {
      const { id = 'm1', branch = id, from = '"정하윤" <sip:01098765432@trunk.example>' } = change;
      const headers = change.headers ?? ['Content-Type: text/plain'];
      line.onMessage?.(
        [
          `MESSAGE ${agent.contact.uri.toString()} SIP/2.0`,
          `Via: SIP/2.0/WS trunk.example;branch=z9hG4bK-${branch}`,
          `From: ${from};tag=t-${id}`,
          'To: <sip:1001@pbx.example.kr>',
          `Call-ID: ${id}`,
          'CSeq: 7 MESSAGE',
          'Max-Forwards: 70',
          ...headers,
          `Content-Length: ${new TextEncoder().encode(body).length}`,
          '',
          body,
        ].join('\r\n'),
      );
    },
    /** The other end answers the newest request. */
    answer(status: string, headers: readonly string[] = []) {
      const request = line.sent.findLast((frame) => frame.startsWith('MESSAGE ')) ?? '';
      const copied = request
        .split('\r\n')
        .filter((one) => /^(Via|From|To|Call-ID|CSeq):/.test(one));
      line.onMessage?.(
        [`SIP/2.0 ${status}`, ...copied, ...headers, 'Content-Length: 0', '', ''].join('\r\n'),
      );
    },
    statuses: () => line.sent.map((frame) => /^SIP\/2\.0 (\d+)/.exec(frame)?.[1] ?? 'request'),
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('a MESSAGE that comes', () => {
  it('is answered 200 when it is kept, and not before', async () => {
    const { host, text, statuses, kept } = await desk();
    const disk = Promise.withResolvers<boolean>();
    host.keep = (message) => {
      kept.push(message);
      return disk.promise;
    };
    text('안녕하세요 👍');
    await settled();
    expect(statuses()).toEqual([]);
    disk.resolve(true);
    await settled();
    expect(statuses()).toEqual(['200']);
    expect(kept).toMatchObject([
      {
        body: '안녕하세요 👍',
        sipCallId: 'm1',
        party: { e164: '+821098765432', dialled: '01098765432', name: '정하윤' },
      },
    ]);
  });

  it.each<[string, () => Promise<boolean>]>([
    ['refuses', () => Promise.resolve(false)],
    ['fails', () => Promise.reject(new Error('disk full'))],
    [
      'throws',
      () => {
        throw new Error('bug');
      },
    ],
  ])('is answered 480 or 500 when the store %s, and may come again', async (_how, keep) => {
    const { host, text, statuses } = await desk();
    const { keep: works } = host;
    host.keep = keep;
    text('x');
    await settled();
    expect(statuses()[0]).toMatch(/^(480|500)$/);
    host.keep = works;
    text('x', { branch: 'again' });
    await settled();
    expect(statuses()[1]).toBe('200');
  });

  it('is answered 480 when the store takes longer than its sender waits', async () => {
    const { host, text, statuses } = await desk();
    host.keep = () => new Promise(() => undefined);
    text('x');
    await vi.advanceTimersByTimeAsync(KEEP_LIMIT_MS - 1);
    expect(statuses()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(statuses()).toEqual(['480']);
  });

  it('in copies is answered alike and kept once, also while the first waits', async () => {
    const { host, text, statuses, kept } = await desk();
    const disk = Promise.withResolvers<boolean>();
    host.keep = (message) => {
      kept.push(message);
      return disk.promise;
    };
    text('x');
    text('x');
    text('x', { branch: 'other-way' });
    await settled();
    expect(statuses()).toEqual([]);
    disk.resolve(true);
    await settled();
    // A repetition of the very same request waits for the answer of the first.
    expect(statuses()).toEqual(['200', '200']);
    text('x');
    text('x', { branch: 'later' });
    await settled();
    expect(statuses()).toEqual(['200', '200', '200', '200']);
    expect(kept).toHaveLength(1);
    // The same Call-ID from somebody else is another message.
    text('y', { branch: 'elsewhere', from: '<sip:mallory@evil.example>' });
    await settled();
    expect(kept).toHaveLength(2);
  });

  it.each([
    ['text/html', [], 'x', '415'],
    ['text/plain', ['Content-Encoding: gzip'], 'x', '415'],
    ['text/plain', [], '가'.repeat(3_000), '413'],
  ])('of another kind or size is refused: %s', async (type, more, body, status) => {
    const { text, statuses, kept, line } = await desk();
    text(body, { headers: [`Content-Type: ${type}`, ...more] });
    await settled();
    expect(statuses()).toEqual([status]);
    expect(kept).toEqual([]);
    if (status === '415') expect(line.sent[0]).toContain('Accept: text/plain, message/cpim\r\n');
  });

  it('whose identifiers have no end is refused', async () => {
    const { text, statuses, kept } = await desk();
    text('x', { id: 'y'.repeat(2_000) });
    await settled();
    expect(statuses()).toEqual(['400']);
    expect(kept).toEqual([]);
  });

  it('in a flood is turned away and counted', async () => {
    const { text, statuses, kept, floods, line } = await desk();
    for (let index = 0; index < 25; index += 1) text('x', { id: `m${index}` });
    await settled();
    expect(kept).toHaveLength(20);
    expect(statuses().filter((status) => status === '480')).toHaveLength(5);
    expect(floods).toEqual([1, 2, 3, 4, 5]);
    const refusal = line.sent.find((frame) => frame.startsWith('SIP/2.0 480'));
    expect(refusal).toContain('Retry-After: 60\r\n');
  });

  it('from a tel: address keeps that address', async () => {
    const { text, kept } = await desk();
    text('x', { from: '<sip:+82-10-9876-5432@tel.ieum.invalid>' });
    await settled();
    expect(kept[0]?.party).toMatchObject({
      address: 'tel:+82-10-9876-5432',
      e164: '+821098765432',
    });
  });
});

describe('a MESSAGE that goes', () => {
  const outcomeOf = async (sending: Promise<SendOutcome>): Promise<SendOutcome | 'open'> =>
    Promise.race([sending, settled().then(() => 'open' as const)]);

  it('is UTF-8 text without a Contact, and proves the password once asked', async () => {
    const { send, line, answer } = await desk();
    const sending = send('네 👍');
    answer('407 Proxy Authentication Required', [
      'Proxy-Authenticate: Digest realm="pbx.example.kr", nonce="n", algorithm=MD5, qop="auth"',
    ]);
    await settled();
    const [first = '', second = ''] = line.sent;
    expect(first).toContain('Content-Type: text/plain;charset=UTF-8\r\n');
    expect(first).not.toContain('\r\nContact:');
    expect(first.endsWith('\r\n\r\n네 👍')).toBe(true);
    expect(second).toContain('Proxy-Authorization: Digest');
    answer('200 OK');
    expect(await outcomeOf(sending)).toEqual({ type: 'delivered' });
  });

  it.each([
    ['202 Accepted', { type: 'accepted' }],
    [
      '404 Not Found',
      { type: 'failed', cause: { code: 'sip.404', status: 404, text: 'Not Found' } },
    ],
    ['302 Moved', { type: 'failed', cause: { code: 'sip.302', status: 302, text: 'Moved' } }],
  ])('answered %s', async (status, outcome) => {
    const { send, answer } = await desk();
    const sending = send('x');
    answer(status);
    expect(await outcomeOf(sending)).toEqual(outcome);
  });

  it('without an answer is uncertain after half a minute', async () => {
    const { send } = await desk();
    const sending = send('x');
    expect(await outcomeOf(sending)).toBe('open');
    await vi.advanceTimersByTimeAsync(32_000);
    expect(await sending).toEqual({ type: 'uncertain', cause: { code: 'message.no-answer' } });
  });

  it('that could not leave has failed', async () => {
    const { send, line } = await desk();
    line.broken = true;
    expect(await outcomeOf(send('x'))).toEqual({ type: 'failed', cause: { code: 'network.down' } });
  });

  it('is uncertain at once when the line is lost on the way', async () => {
    const { send, messages } = await desk();
    const sending = send('x');
    messages.lineLost();
    expect(await sending).toEqual({ type: 'uncertain', cause: { code: 'message.line-lost' } });
  });
});
