import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { createUploader, MOST_WAITING, PATIENCE_MS, RETRY_MS } from './uploader.ts';

/** A host that keeps what it is given, unless it is told to refuse or to say nothing. */
function setUp() {
  const told: string[] = [];
  const pieces: string[] = [];
  const timers = new Set<{ ms: number; run: () => void }>();
  const silent: (() => void)[] = [];
  let refusal: ErrorCode | null = null;
  let mute = false;

  async function answer(method: string, input: Record<string, unknown>): Promise<object> {
    if (mute) await new Promise<void>((resolve) => silent.push(resolve));
    if (refusal) throw new AppError(refusal, refusal);
    const name = method.replace('recordings.', '');
    if (name === 'append') {
      const data = String(input['data']);
      pieces.push(`${String(input['seq'])} ${data.length < 100 ? atob(data) : data.length}`);
    }
    told.push(name === 'end' ? `end ${String(input['reason'])}` : name);
    return {};
  }

  const uploader = createUploader({
    client: { call: answer as never },
    recording: { id: 'r', callId: 'c', startedAt: 1, kind: 'call' },
    later: (ms, run) => {
      const timer = { ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onWritten: () => told.push('written'),
    onStalled: (code) => told.push(`stalled ${code}`),
    onFailed: (code) => told.push(`failed ${code}`),
    onDone: () => told.push('done'),
  });
  return {
    told,
    pieces,
    push: (text: string) => uploader.push(new TextEncoder().encode(text)),
    pushBytes: (length: number) => uploader.push(new Uint8Array(length)),
    finish: () => uploader.finish(9, 'call-ended'),
    refuse: (code: ErrorCode | null) => (refusal = code),
    /** The host says nothing until `speak`. */
    hush: () => (mute = true),
    speak() {
      mute = false;
      for (const resolve of silent.splice(0)) resolve();
    },
    pass(ms: number) {
      for (const timer of timers) {
        if (timer.ms > ms) continue;
        timers.delete(timer);
        timer.run();
      }
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('handing a recording to the host', () => {
  it('opens the file with the first piece, keeps the order, and ends it', async () => {
    const desk = setUp();
    desk.push('one');
    desk.push('two');
    await settled();
    desk.finish();
    await settled();
    expect(desk.pieces).toEqual(['0 one', '1 two']);
    expect(desk.told).toEqual([
      ...['begin', 'append', 'written', 'append', 'written', 'end call-ended', 'done'],
    ]);
  });

  it('waits for a disk that has no room, and loses nothing', async () => {
    const desk = setUp();
    desk.push('one');
    await settled();
    desk.refuse('storage.full');
    desk.push('two');
    desk.push('three');
    desk.finish();
    await settled();
    expect(desk.told.slice(3)).toEqual(['stalled storage.full']);
    desk.pass(RETRY_MS);
    await settled();
    expect(desk.told.slice(3)).toEqual(['stalled storage.full', 'stalled storage.full']);
    desk.refuse(null);
    desk.pass(RETRY_MS);
    await settled();
    expect(desk.pieces).toEqual(['0 one', '1 two', '2 three']);
    expect(desk.told.at(-1)).toBe('done');
  });

  it('says when the host does not answer, and goes on when it does', async () => {
    const desk = setUp();
    desk.hush();
    desk.push('one');
    await settled();
    expect(desk.told).toEqual([]);
    desk.pass(PATIENCE_MS);
    expect(desk.told).toEqual(['stalled transport.down']);
    desk.speak();
    await settled();
    expect(desk.told.slice(1)).toEqual(['begin', 'append', 'written']);
  });

  it.each(['recording.gap', 'recording.not-allowed', 'transport.closed', 'internal'] as const)(
    'gives up on %s: asking again would not help',
    async (code) => {
      const desk = setUp();
      desk.refuse(code);
      desk.push('one');
      await settled();
      desk.push('two');
      desk.finish();
      await settled();
      expect(desk.told).toEqual([`failed ${code}`]);
    },
  );

  it('does not fill the memory: beyond the bound it stops, and delivers what it has', async () => {
    const desk = setUp();
    desk.hush();
    desk.pushBytes(MOST_WAITING);
    desk.pushBytes(1);
    expect(desk.told).toEqual(['failed recording.backlog']);
    desk.finish();
    desk.speak();
    await settled();
    expect(desk.pieces).toHaveLength(1);
    expect(desk.told.at(-1)).toBe('done');
  });
});
