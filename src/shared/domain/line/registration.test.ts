import { describe, expect, it } from 'vitest';
import { afterRegister, retryDelay } from './registration.ts';
import type { Attempts } from './registration.ts';
import type { RegisterResponse } from './registration.ts';

function answer(status: number, more: Partial<RegisterResponse> = {}): RegisterResponse {
  return { status, unanswered: null, ...more };
}

const FIRST: Attempts = { failures: 0, servers: 1, inCall: false };

function decide(response: RegisterResponse, { raised = false, random = 0 } = {}) {
  return afterRegister(response, 600, raised, FIRST, random);
}

describe('after the registrar has answered', () => {
  it('refreshes at three quarters of the time granted', () => {
    expect(decide(answer(200))).toEqual({ do: 'refresh', afterMs: 450_000 });
  });

  it('never refreshes more often than every five seconds, whatever is granted', () => {
    expect(afterRegister(answer(200), 1, false, FIRST, 0)).toEqual({
      do: 'refresh',
      afterMs: 5_000,
    });
  });

  it.each([
    [401, 'wrong-password'],
    [407, 'wrong-password'],
    [403, 'forbidden'],
    [404, 'unknown-user'],
    [488, 'refused'],
  ] as const)('does not try again after %i: %s', (status, code) => {
    expect(decide(answer(status))).toEqual({ do: 'stop', reason: { code, status } });
  });

  it('says when the challenge came for a realm that is not ours', () => {
    const foreign = decide(answer(401, { unanswered: 'foreign-realm' }));
    expect(foreign).toEqual({ do: 'stop', reason: { code: 'foreign-realm', status: 401 } });
  });

  it('follows a 423 once, up to an hour', () => {
    expect(decide(answer(423, { minExpires: 1_800 }))).toEqual({ do: 'again', expires: 1_800 });
    const stop = { do: 'stop', reason: { code: 'interval', status: 423 } };
    expect(decide(answer(423, { minExpires: 1_800 }), { raised: true })).toEqual(stop);
    expect(decide(answer(423, { minExpires: 86_400 }))).toEqual(stop);
    expect(decide(answer(423))).toEqual(stop);
    expect(decide(answer(423, { minExpires: 60 }))).toEqual(stop);
  });

  it('waits N to 1.2 N seconds after Retry-After: N', () => {
    const reason = { code: 'busy-server', status: 503 };
    const busy = answer(503, { retryAfter: 10 });
    expect(decide(busy, { random: 0 })).toEqual({ do: 'wait', ms: 10_000, reason });
    expect(decide(busy, { random: 1 })).toEqual({ do: 'wait', ms: 12_000, reason });
  });

  it('goes on trying while a server is only busy or silent', () => {
    expect(decide(answer(500))).toMatchObject({ do: 'wait' });
    expect(decide(answer(408))).toMatchObject({ do: 'wait', reason: { code: 'no-answer' } });
  });
});

describe('the delay before the next attempt', () => {
  it('is short and spread at first: back within five seconds of a reset', () => {
    expect(retryDelay(FIRST, 0)).toBe(300);
    expect(retryDelay(FIRST, 1)).toBe(2_500);
  });

  it('is as short for each further server of the list', () => {
    expect(retryDelay({ ...FIRST, failures: 2, servers: 3 }, 1)).toBe(2_500);
  });

  it('is spread over half a minute once none is there, for ever', () => {
    for (const failures of [1, 2, 5_000]) {
      expect(retryDelay({ ...FIRST, failures }, 0)).toBe(2_000);
      expect(retryDelay({ ...FIRST, failures }, 1)).toBe(27_500);
    }
  });

  it('brings a hundred phones back with at most ten REGISTERs a second, two each', () => {
    const least = retryDelay({ ...FIRST, failures: 1 }, 0);
    const most = retryDelay({ ...FIRST, failures: 1 }, 1);
    expect((100 * 2) / ((most - least) / 1_000)).toBeLessThanOrEqual(10);
  });

  it('does not let somebody wait who is on the phone', () => {
    expect(retryDelay({ ...FIRST, failures: 9, inCall: true }, 1)).toBe(4_000);
  });
});
