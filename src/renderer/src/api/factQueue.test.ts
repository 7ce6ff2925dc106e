import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { createFactQueue } from './factQueue.ts';

describe('facts on their way to the host', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('wait in order while they cannot be stored, and are offered again', async () => {
    const answers = [new AppError('storage.full', 'full')];
    const stored: string[] = [];
    const queue = createFactQueue<string>({
      store: (facts) => {
        const answer = answers.shift();
        if (answer) return Promise.reject(answer);
        stored.push(...facts);
        return Promise.resolve();
      },
      ...{ largestBatch: 2, unstorable: [], onUnstorable: () => undefined },
    });
    for (const fact of ['a', 'b', 'c']) void queue.put(fact);
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stored).toEqual(['a', 'b', 'c']);
  });

  it('go past one that the host will never take', async () => {
    const stored: string[] = [];
    const refused: string[] = [];
    const queue = createFactQueue<string>({
      store: (facts) => {
        if (facts.includes('b')) return Promise.reject(new AppError('run.unknown', 'no'));
        stored.push(...facts);
        return Promise.resolve();
      },
      ...{ largestBatch: 10, unstorable: ['run.unknown'] },
      onUnstorable: (fact) => refused.push(fact),
    });
    for (const fact of ['a', 'b', 'c']) void queue.put(fact);
    await vi.advanceTimersByTimeAsync(0);
    expect([stored, refused]).toEqual([['a', 'c'], ['b']]);
  });

  it('leave at once behind what is under way when the page goes', () => {
    const sent: string[] = [];
    const queue = createFactQueue<string>({
      store: (facts) => {
        sent.push(facts.join(' '));
        return new Promise(() => undefined);
      },
      ...{ largestBatch: 2, unstorable: [], onUnstorable: () => undefined },
    });
    for (const fact of ['a', 'b', 'c', 'd']) void queue.put(fact);
    expect(sent).toEqual(['a']);
    queue.hurry();
    // In order; the one that is under way a second time, which changes nothing.
    expect(sent).toEqual(['a', 'a b', 'c d']);
  });
});
