import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallFact } from '#shared/domain/call/record.ts';
import { AppError } from '#shared/errors.ts';
import { createRecorder, HEARTBEAT_MS } from './recorder.ts';
import type { RecorderState } from './recorder.ts';

function fact(id: string): CallFact {
  return { id, callId: 'call', at: 1, type: 'ringing' };
}

type Answer = 'stored' | AppError;

/** A host that answers as told, then stores. */
function hostThat(...answers: Answer[]) {
  const stored: string[] = [];
  const heartbeats: (readonly string[])[] = [];
  const call = vi.fn((name: string, input: { facts?: CallFact[]; callIds?: string[] }) => {
    if (name === 'calls.heartbeat') {
      heartbeats.push(input.callIds ?? []);
      return Promise.resolve({});
    }
    const answer = answers.shift() ?? 'stored';
    if (answer instanceof AppError) return Promise.reject(answer);
    for (const { id } of input.facts ?? []) stored.push(id);
    return Promise.resolve({ stored: input.facts?.length ?? 0 });
  });
  return { stored, heartbeats, client: { call } as never };
}

function recorderOn(client: never) {
  const states: RecorderState[] = [];
  const unstorable: string[] = [];
  const recorder = createRecorder(client, Date.now, (type) => unstorable.push(type));
  recorder.onState((state) => states.push(state));
  return { recorder, states, unstorable };
}

describe('what the phone records', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('reaches the host in order', async () => {
    const { stored, client } = hostThat();
    const { recorder } = recorderOn(client);
    for (const id of ['a', 'b', 'c']) void recorder.record(fact(id));
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toEqual(['a', 'b', 'c']);
    recorder.stop();
  });

  it('waits while the disk is full, says so, and is offered again until it is stored', async () => {
    const full = new AppError('storage.full', 'full');
    const { stored, client } = hostThat(full, full);
    const { recorder, states } = recorderOn(client);
    const first = recorder.record(fact('a'));
    await vi.advanceTimersByTimeAsync(0);
    const second = recorder.record(fact('b'));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toEqual({ state: 'waiting', code: 'storage.full', facts: 2 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stored).toEqual(['a', 'b']);
    expect(states.at(-1)).toEqual({ state: 'saved' });
    await Promise.all([first, second]);
    recorder.stop();
  });

  it('is not held up by one fact the host will never take', async () => {
    const invalid = new AppError('input.invalid', 'bad');
    // The first goes alone, then two together: refused, so one by one; the second is the bad one.
    const { stored, client } = hostThat('stored', invalid, 'stored', invalid, 'stored');
    const { recorder, unstorable } = recorderOn(client);
    for (const id of ['a', 'b', 'c', 'd']) void recorder.record(fact(id));
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toEqual(['a', 'b', 'd']);
    expect(unstorable).toEqual(['ringing']);
    recorder.stop();
  });

  it('says every two seconds which calls go on, and nothing when there are none', async () => {
    const { heartbeats, client } = hostThat();
    const { recorder } = recorderOn(client);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * 2);
    recorder.setLive(['x']);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * 2);
    expect(heartbeats).toEqual([['x'], ['x']]);
    recorder.stop();
  });
});
