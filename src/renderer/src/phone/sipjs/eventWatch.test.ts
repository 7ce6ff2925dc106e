import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { URI, UserAgent } from 'sip.js';
import { MOST_IN_TEN_S } from '#shared/domain/pbx/subscription.ts';
import { EventWatch } from './eventWatch.ts';

interface Delegate {
  onNotify(incoming: { request: FakeRequest; subscription?: FakeSubscription }): void;
  onNotifyTimeout(): void;
  onReject(response: { message: FakeMessage }): void;
}
interface FakeMessage {
  statusCode?: number;
  body: string;
  getHeader(name: string): string | undefined;
}
interface FakeRequest {
  message: FakeMessage;
  accept(): void;
  reject(options: { statusCode: number }): void;
}
interface FakeSubscription {
  subscriptionExpires: number;
  delegate?: { onNotify?(request: FakeRequest): void; onTerminated?(): void };
  dispose(): void;
  unsubscribe(): void;
  refresh(): { delegate?: { onAccept(): void; onReject(response: unknown): void } };
}

const HOUR_S = 3_600;

describe('a subscription', () => {
  let asked: { expires: string; delegate: Delegate }[];
  let heard: string[];
  let log: string[];
  let connected: boolean;
  let useful: boolean;
  let watch: EventWatch;

  const message = (headers: Record<string, string>, body = '', statusCode = 0): FakeMessage => ({
    statusCode,
    body,
    getHeader: (name) => headers[name],
  });

  function notification(body: string, state = 'active'): FakeRequest {
    return {
      message: message({ 'subscription-state': state }, body),
      accept: () => log.push('200'),
      reject: ({ statusCode }) => log.push(String(statusCode)),
    };
  }

  const subscription = (): FakeSubscription => ({
    subscriptionExpires: HOUR_S,
    dispose: () => log.push('dispose'),
    unsubscribe: () => log.push('unsubscribe'),
    refresh() {
      log.push('refresh');
      return {};
    },
  });

  /** The exchange tells something for the first time. */
  function told(body: string, state?: string): FakeSubscription {
    const one = subscription();
    asked.at(-1)!.delegate.onNotify({ request: notification(body, state), subscription: one });
    return one;
  }

  const refuse = (status: number, headers: Record<string, string> = {}): void =>
    asked.at(-1)!.delegate.onReject({ message: message(headers, '', status) });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    [asked, heard, log, connected, useful] = [[], [], [], true, true];
    const agent = {
      isConnected: () => connected,
      contact: { toString: () => '<sip:x@y>' },
      userAgentCore: {
        makeOutgoingRequestMessage: (...parts: unknown[]) => parts,
        subscribe: (parts: unknown[], delegate: Delegate) => {
          const headers = parts[5] as string[];
          asked.push({ expires: headers.find((one) => one.startsWith('Expires'))!, delegate });
          return { waitNotifyStop: () => undefined };
        },
      },
    };
    watch = new EventWatch({
      agent: agent as unknown as UserAgent,
      aor: {} as URI,
      event: 'dialog',
      target: {} as URI,
      accept: 'application/dialog-info+xml',
      heard: (body) => {
        heard.push(body);
        return useful;
      },
      silent: () => heard.push('nobody tells'),
      random: () => 0,
      log: () => undefined,
    });
    watch.start(100);
    vi.advanceTimersByTime(100);
  });
  afterEach(() => void vi.useRealTimers());

  it('is asked for once, for an hour, and hears', () => {
    const one = told('first');
    one.delegate?.onNotify?.(notification('second'));
    expect(asked.map(({ expires }) => expires)).toEqual(['Expires: 3600']);
    expect(heard).toEqual(['first', 'second']);
    expect(log).toEqual(['200', '200']);
  });

  it('is renewed before its time is over', () => {
    told('first');
    vi.advanceTimersByTime(HOUR_S * 700 - 1);
    expect(log).not.toContain('refresh');
    vi.advanceTimersByTime(1);
    expect(log).toContain('refresh');
  });

  it.each([403, 404, 405, 489])('is not asked for again after a %i', (status) => {
    refuse(status);
    vi.advanceTimersByTime(24 * HOUR_S * 1_000);
    expect(asked).toHaveLength(1);
    expect(heard).toEqual(['nobody tells']);
  });

  it('waits as long as the exchange asks for', () => {
    refuse(503, { 'retry-after': '60' });
    vi.advanceTimersByTime(59_999);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(asked).toHaveLength(2);
  });

  it('does not follow an exchange in circles', () => {
    for (let round = 0; round < 6; round += 1) {
      told('x', 'terminated;reason=deactivated');
      vi.advanceTimersByTime(5_000 * 2 ** round - 1);
      expect(asked).toHaveLength(round + 1);
      vi.advanceTimersByTime(1);
      expect(asked).toHaveLength(round + 2);
    }
  });

  it('asks anew, a little later, when what it hears is of no use', () => {
    const one = told('first');
    useful = false;
    one.delegate?.onNotify?.(notification('rubbish'));
    expect(heard).toEqual(['first', 'rubbish', 'nobody tells']);
    vi.advanceTimersByTime(5_000);
    expect(asked).toHaveLength(2);
    // What the earlier one still says is void.
    one.delegate?.onNotify?.(notification('late'));
    expect(log.at(-1)).toBe('481');
    expect(heard).not.toContain('late');
  });

  it('says nothing about an empty document', () => {
    useful = false;
    told('');
    expect(heard).toEqual([]);
  });

  it('gives a flood up and tells the sender', () => {
    const one = told('0');
    for (let count = 1; count <= MOST_IN_TEN_S; count += 1) {
      one.delegate?.onNotify?.(notification(String(count)));
    }
    expect(log.at(-1)).toBe('dispose');
    expect(log.at(-2)).toBe('481');
    expect(heard.at(-1)).toBe('nobody tells');
  });

  it('is dropped with the line without a word, and ended with one', () => {
    told('first');
    watch.drop();
    expect(log).toEqual(['200', 'dispose']);
    vi.advanceTimersByTime(24 * HOUR_S * 1_000);
    expect(asked).toHaveLength(1);

    watch.start(0);
    vi.advanceTimersByTime(0);
    told('again');
    watch.end();
    expect(log).toEqual(['200', 'dispose', '200', 'unsubscribe']);
  });

  it('tries again when no document ever comes', () => {
    asked.at(-1)!.delegate.onNotifyTimeout();
    vi.advanceTimersByTime(5_000);
    expect(asked).toHaveLength(2);
  });
});
