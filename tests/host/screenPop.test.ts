import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '#host/log.ts';
import type { LogLine } from '#host/log.ts';
import { newId } from '#host/newId.ts';
import { createScreenPopService } from '#host/services/screenPop.ts';
import { settingsSchema } from '#shared/contract/settings.ts';
import type { PostResult } from '#shared/contract/screenPop.ts';

interface Told {
  readonly url: string;
  readonly method: string;
  readonly type: string;
  readonly body: unknown;
}

describe('telling another program about a call', () => {
  let server: Server;
  let port: number;
  let told: Told[];
  let lines: LogLine[];
  /** What the other program does with each request; the last of them again and again. */
  let answers: ((response: ServerResponse) => void)[];

  const status = (code: number, headers: Record<string, string> = {}) => {
    return (response: ServerResponse): void => void response.writeHead(code, headers).end('x');
  };

  beforeEach(async () => {
    told = [];
    lines = [];
    answers = [status(200)];
    server = createServer((request: IncomingMessage, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (part: string) => (text += part));
      request.on('end', () => {
        const { url = '', method = '', headers } = request;
        told.push({ url, method, type: headers['content-type'] ?? '', body: JSON.parse(text) });
        (answers.length > 1 ? answers.shift() : answers[0])?.(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  function service(template: string, limitMs?: number) {
    const screenPop = { when: 'ring', how: 'post', template };
    const handlers = createScreenPopService({
      settings: () => settingsSchema.parse({ screenPop }),
      clock: () => 1_700_000_000_000,
      log: createLog((line) => lines.push(line)),
      ...(limitMs === undefined ? {} : { limitMs }),
    });
    const values = {
      ...{ number: '01012345678', e164: '+821012345678', name: '김 하늘', agent: '1001' },
      direction: 'inbound',
    } as const;
    return (callId = newId(), event: 'ring' | 'test' = 'ring') =>
      handlers['screenPop.post'](
        { event, values: { ...values, callId } },
        { id: 'page' },
      ) as Promise<PostResult>;
  }

  const local = (path: string): string => `http://127.0.0.1:${port}${path}`;

  it('sends what is known, once a call', async () => {
    const post = service(local('/calls/{number}?by={agent}'));
    const callId = newId();
    const both = await Promise.all([post(callId), post(callId)]);
    expect(both).toEqual([
      { ok: true, status: 200, tries: 1 },
      { ok: true, status: 200, tries: 1 },
    ]);
    await post(callId);
    expect(told).toEqual([
      {
        url: '/calls/01012345678?by=1001',
        method: 'POST',
        type: 'application/json; charset=utf-8',
        body: {
          event: 'ring',
          at: 1_700_000_000_000,
          callId,
          number: '01012345678',
          e164: '+821012345678',
          name: '김 하늘',
          direction: 'inbound',
          agent: '1001',
        },
      },
    ]);
    await post();
    expect(told).toHaveLength(2);
  });

  it('tries once more where it may have been a moment’s trouble', async () => {
    answers = [status(503), status(204)];
    expect(await service(local('/'))()).toEqual({ ok: true, status: 204, tries: 2 });
    expect(told).toHaveLength(2);
  });

  it.each([
    ['a plain refusal, at once', 403, 'status', 1],
    ['trouble that stays', 500, 'status', 2],
    ['a redirect, which is not followed', 302, 'redirect', 1],
  ])('tells of %s', async (_name, code, failure, tries) => {
    answers = [status(code, { location: local('/elsewhere') })];
    const result = await service(local('/'))();
    expect(result).toEqual({ ok: false, code: failure, status: code, tries });
    expect(told.map(({ url }) => url)).toEqual(Array.from({ length: tries }, () => '/'));
    expect(lines).toMatchObject([{ level: 'warn', details: { code: failure, status: code } }]);
    expect(JSON.stringify(lines)).not.toContain('1012345678');
  });

  it('does not wait for a program that does not answer', async () => {
    answers = [() => undefined];
    const result = await service(local('/'), 100)();
    expect(result).toEqual({ ok: false, code: 'timeout', status: null, tries: 2 });
  });

  it('tells that nobody is there', async () => {
    const gone = local('/');
    await new Promise((resolve) => server.close(resolve));
    expect(await service(gone)()).toEqual({
      ok: false,
      code: 'unreachable',
      status: null,
      tries: 2,
    });
  });

  it('goes nowhere but where the settings allow', async () => {
    for (const template of ['', 'http://10.0.0.1/']) {
      const handlers = createScreenPopService({
        settings: () => ({
          ...settingsSchema.parse({}),
          screenPop: { when: 'ring', how: 'post', calls: 'inbound', template },
        }),
        clock: Date.now,
        log: createLog((line) => lines.push(line)),
        fetch: () => Promise.reject(new Error('must not be called')),
      });
      const values = { number: '', e164: '', name: '', agent: '', direction: 'inbound' } as const;
      const input = { event: 'ring', values: { ...values, callId: newId() } } as const;
      expect(await handlers['screenPop.post'](input, { id: 'page' })).toMatchObject({
        code: 'not-set',
      });
    }
  });

  it('may be tried again and again as a test', async () => {
    const post = service(local('/'));
    const callId = newId();
    await post(callId, 'test');
    await post(callId, 'test');
    expect(told).toHaveLength(2);
  });
});
