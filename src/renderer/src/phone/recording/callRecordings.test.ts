import { describe, expect, it } from 'vitest';
import type { Call } from '#shared/domain/call/call.ts';
import type { RecordingPolicy } from '#shared/domain/recording/policy.ts';
import { NO_RECORDING } from '#shared/domain/recording/policy.ts';
import { phaseOf } from '#shared/domain/recording/recording.ts';
import { CallRecordings } from './callRecordings.ts';

type Deps = ConstructorParameters<typeof CallRecordings>[0];
type Uploading = Parameters<Deps['openUploader']>[0];

const CALL: Call = {
  id: 'a',
  direction: 'inbound',
  phase: 'active',
  party: { address: 'sip:a', dialled: 'a', e164: null, name: null, rawName: null },
  account: '',
  practice: false,
  sipCallId: null,
  muted: false,
  heldByOther: false,
  transfer: null,
  consultFor: null,
  joined: false,
  alert: 'ring',
  silenced: false,
  attended: null,
  startedAt: 0,
  answeredAt: 1,
  endedAt: null,
  end: null,
};

function setUp(policy: Partial<RecordingPolicy> = {}) {
  const done: string[] = [];
  const uploads: Uploading[] = [];
  let played: (() => void) | null = null;
  let fault: ((code: 'capture.failed') => void) | null = null;
  let ids = 0;
  const recordings = new CallRecordings({
    policy: () => ({ ...NO_RECORDING, mode: 'agent', ...policy }),
    newId: () => `r${(ids += 1)}`,
    now: () => 7,
    record: (callId, fact) => {
      if (fact.type !== 'recording') return;
      done.push(`fact ${callId} ${fact.recordingId ?? '-'} ${fact.what} ${fact.detail}`.trim());
    },
    sides: () => null,
    openCapture: ({ onPiece, onFault }) => {
      done.push('capture');
      fault = onFault;
      onPiece(new Uint8Array(3));
      return {
        pause: () => void done.push('pause'),
        resume: () => void done.push('resume'),
        finish: () => {
          done.push('finish');
          return Promise.resolve();
        },
      };
    },
    openUploader: (options) => {
      uploads.push(options);
      return {
        push: (piece) => void done.push(`push ${piece.length}`),
        finish: (at, reason) => void done.push(`end ${at} ${reason}`),
      };
    },
    playNotice: (callId, told) => {
      done.push(`play ${callId}`);
      played = told.onPlayed;
      return (restore) => void done.push(`quiet ${restore}`);
    },
    changed: () => undefined,
  });
  return {
    recordings,
    done,
    uploads,
    phase: (id = 'a') => phaseOf(recordings.of(id)),
    clipEnds: () => played?.(),
    break: () => fault?.('capture.failed'),
    calls: (...calls: Partial<Call>[]) =>
      recordings.onCalls(calls.map((change) => ({ ...CALL, ...change }))),
    /** What was done since the last look. */
    since: () => done.splice(0),
  };
}

describe('the recordings of the calls there are', () => {
  it('tell, take, keep and end', async () => {
    const desk = setUp();
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    expect(desk.since()).toEqual(['play a']);
    desk.clipEnds();
    expect(desk.since()).toEqual(['quiet true', 'fact a - noticed played', 'capture', 'push 3']);
    desk.uploads[0]?.onWritten();
    expect(desk.phase()).toBe('recording');
    desk.calls();
    await Promise.resolve();
    expect(desk.since()).toEqual(['finish', 'fact a r1 ended call-ended', 'end 7 call-ended']);
  });

  it('begin by themselves once in a call where the policy says so', () => {
    const desk = setUp({ mode: 'always', notice: 'none' });
    desk.calls({ phase: 'ringing', answeredAt: null });
    expect(desk.since()).toEqual([]);
    desk.calls({});
    expect(desk.since()).toEqual(['capture', 'push 3']);
    desk.calls({ phase: 'held' });
    desk.calls({});
    expect(desk.since()).toEqual(['pause', 'fact a r1 paused hold', 'resume', 'fact a r1 resumed']);
    desk.calls({ heldByOther: true });
    expect(desk.since()).toEqual(['pause', 'fact a r1 paused hold']);
  });

  it('do nothing at all where recording is off', () => {
    const desk = setUp({ mode: 'off' });
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.recordings.input('a', { type: 'said' });
    expect(desk.since()).toEqual([]);
    expect(desk.phase()).toBe('idle');
  });

  it('stand still while somebody joins who has not been told; saying it tells all', async () => {
    const desk = setUp();
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.clipEnds();
    desk.since();
    desk.calls({ joined: true }, { id: 'b', joined: true });
    expect(desk.phase()).toBe('noticing');
    expect(desk.since()).toEqual(['pause', 'fact a r1 paused company']);
    desk.recordings.input('a', { type: 'said' });
    expect(desk.since()).toEqual(['fact a r1 noticed said', 'resume', 'fact a r1 resumed']);
    // The other call is recorded as well: its party knows already.
    desk.recordings.input('b', { type: 'start' });
    expect(desk.since()).toEqual(['capture', 'push 3']);
    await Promise.resolve();
  });

  it('go on when the one who was not told has gone', () => {
    const desk = setUp();
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.clipEnds();
    desk.calls({ joined: true }, { id: 'b', joined: true });
    desk.since();
    desk.calls({});
    expect(desk.since()).toContain('resume');
  });

  it('leave the mix alone when a clip is cut off by a joint call', () => {
    const desk = setUp();
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.since();
    desk.calls({ joined: true }, { id: 'b', joined: true });
    expect(desk.since()).toEqual(['quiet false']);
  });

  it('say that sound waits, also after the call, until it is kept', () => {
    const desk = setUp({ notice: 'none' });
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.uploads[0]?.onStalled('storage.full');
    expect(desk.phase()).toBe('stalled');
    desk.calls();
    expect(desk.recordings.troubles).toEqual([{ code: 'storage.full', lost: false }]);
    // What may yet be saved cannot be dismissed.
    desk.recordings.forgetTroubles();
    expect(desk.recordings.troubles).toHaveLength(1);
    desk.uploads[0]?.onDone();
    expect(desk.recordings.troubles).toEqual([]);
  });

  it('say that it failed, and take a new file when started again', () => {
    const desk = setUp({ notice: 'none' });
    desk.calls({});
    desk.recordings.input('a', { type: 'start' });
    desk.since();
    desk.break();
    expect(desk.phase()).toBe('failed');
    expect(desk.since()).toEqual(['finish', 'fact a r1 failed capture.failed']);
    expect(desk.recordings.troubles).toEqual([{ code: 'capture.failed', lost: true }]);
    desk.recordings.input('a', { type: 'start' });
    // News of the file before it is none of the new one.
    desk.uploads[0]?.onWritten();
    expect(desk.phase()).toBe('opening');
    desk.recordings.forgetTroubles();
    expect(desk.recordings.troubles).toEqual([]);
  });
});
