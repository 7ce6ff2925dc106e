import { describe, expect, it } from 'vitest';
import { afterRegister, retryDelay } from './registration.ts';
import type { RegisterResponse } from './registration.ts';

function answer(status: number, more: Partial<RegisterResponse> = {}): RegisterResponse {
  return { status, unanswered: null, ...more };
}

function decide(response: RegisterResponse, { raised = false, random = 0, attempt = 0 } = {}) {
  return afterRegister(response, 600, attempt, raised, random);
}

describe('after the registrar has answered', () => {
  it('refreshes at three quarters of the time granted', () => {
    expect(decide(answer(200))).toEqual({ do: 'refresh', afterMs: 450_000 });
  });

  it('never refreshes more often than every five seconds, whatever is granted', () => {
    expect(afterRegister(answer(200), 1, 0, false, 0)).toEqual({ do: 'refresh', afterMs: 5_000 });
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
    expect(retryDelay(0, 0)).toBe(300);
    expect(retryDelay(0, 1)).toBe(2_500);
  });

  it('doubles to thirty seconds and stays there for ever', () => {
    const longest = [1, 2, 3, 4, 5, 50, 5_000].map((attempt) => retryDelay(attempt, 1));
    expect(longest).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is at least half of its ceiling, so that no phone hammers', () => {
    expect(retryDelay(5, 0)).toBe(15_000);
  });
});
