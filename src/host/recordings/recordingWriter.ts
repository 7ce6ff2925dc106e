import type { RecordingKind } from '#shared/contract/recordings.ts';
import { AppError } from '#shared/errors.ts';
import { isStorageError, toStorageError } from '../db/errors.ts';
import { addFact } from '../db/projection.ts';
import {
  addRecording,
  closeRecording,
  openRecordings,
  readRecording,
  setAcknowledged,
} from '../db/recordings.ts';
import type { StoredRecording } from '../db/recordings.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { recordingFact } from './recordingRow.ts';
import type { OpenFile, RecordingFiles } from './recordingFiles.ts';

/** Why a voicemail ended in which nobody spoke. */
const EMPTY = 'empty';

/** Milliseconds of sound that a power failure may cost; a killed app costs nothing acknowledged. */
export const SYNC_EVERY_MS = 1_000;

export interface RecordingWriterOptions {
  readonly storage: Storage;
  readonly files: RecordingFiles;
  readonly newId: () => string;
  readonly log: Log;
  readonly onChanged: (callId: string) => void;
}

/**
 * Takes sound as it is spoken. The row says how much of the file counts: what a failed write left
 * behind it is written over by the next try, or cut off when nobody tries again.
 */
export interface RecordingWriter {
  begin(
    recording: Pick<StoredRecording, 'id' | 'callId' | 'startedAt'> & { kind: RecordingKind },
  ): void;
  append(id: string, seq: number, piece: Uint8Array): number;
  end(id: string, endedAt: number, reason: string): Promise<StoredRecording>;
  /** Whoever spoke into those that are open is gone. */
  interruptOpen(): void;
  sync(): void;
  /** Resolves when nothing is being read or written any more. */
  stop(): Promise<void>;
}

interface Live {
  readonly file: OpenFile;
  readonly callId: string;
  readonly kind: RecordingKind;
  readonly startedAt: number;
  bytes: number;
  nextSeq: number;
}

export function createRecordingWriter(options: RecordingWriterOptions): RecordingWriter {
  const { storage, files, newId, log, onChanged } = options;
  const live = new Map<string, Live>();
  const settling = new Set<Promise<unknown>>();

  function known(id: string): StoredRecording {
    const stored = storage.read((db) => readRecording(db, id));
    if (!stored) throw new AppError('recording.unknown', 'There is no such recording.');
    return stored;
  }

  /** What the file system says, as an error a person can be told. */
  function onDisk<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof AppError) throw error;
      log.error('recording refused', describeError(error));
      throw toStorageError(error);
    }
  }

  function takeUp(id: string): Live {
    const stored = known(id);
    if (stored.state === 'ended' || stored.deletedAt !== null || stored.removedAt !== null) {
      throw new AppError('recording.closed', 'The recording is over.');
    }
    const { callId, kind, startedAt, bytes, nextSeq } = stored;
    const file = onDisk(() => files.open(id, bytes));
    const taken: Live = { file, callId, kind, startedAt, bytes, nextSeq };
    live.set(id, taken);
    return taken;
  }

  function letGo(id: string): void {
    const open = live.get(id);
    live.delete(id);
    try {
      open?.file.close();
    } catch (error) {
      log.error('recording refused', describeError(error));
    }
  }

  async function settle(
    stored: StoredRecording,
    end: Pick<StoredRecording, 'state' | 'endedAt' | 'endReason'>,
  ): Promise<StoredRecording> {
    const { id, callId } = stored;
    letGo(id);
    const { bytes, durationMs, sha256 } = await files.settle(id, stored.bytes);
    const empty = bytes === 0;
    if (empty) files.remove(id);
    const closed = { ...end, bytes, durationMs, sha256: empty ? null : sha256 };
    const removedAt = empty ? (end.endedAt ?? stored.startedAt) : null;
    const row = storage.write((db, agentId) => {
      closeRecording(db, id, { ...closed, removedAt });
      if (end.state === 'interrupted' && !empty) {
        const at = stored.startedAt + durationMs;
        addFact(db, recordingFact(stored, { id: newId(), at, what: 'interrupted' }), agentId);
      }
      if (end.endReason === EMPTY && !empty) {
        const at = end.endedAt ?? stored.startedAt;
        addFact(db, recordingFact(stored, { id: newId(), at, what: 'empty' }), agentId);
      }
      return readRecording(db, id);
    });
    onChanged(callId);
    return row ?? stored;
  }

  function during<T>(work: Promise<T>): Promise<T> {
    settling.add(work);
    const done = (): void => void settling.delete(work);
    work.then(done, done);
    return work;
  }

  return {
    begin(recording) {
      const { id } = recording;
      if (storage.read((db) => readRecording(db, id))) return;
      if (storage.health.state === 'volatile') {
        // In memory there is no place for sound.
        throw new AppError('storage.read-only', 'The data folder cannot be used.');
      }
      const file = onDisk(() => files.open(id, 0));
      try {
        storage.write((db, agentId) => addRecording(db, recording, agentId));
      } catch (error) {
        file.close();
        files.remove(id);
        throw error;
      }
      const { callId, kind, startedAt } = recording;
      live.set(id, { file, callId, kind, startedAt, bytes: 0, nextSeq: 0 });
    },

    append(id, seq, piece) {
      const open = live.get(id);
      if (!open) {
        // Said again after it was over: it is there.
        const stored = known(id);
        if (seq < stored.nextSeq) return stored.bytes;
      }
      const target = open ?? takeUp(id);
      if (seq < target.nextSeq) return target.bytes;
      if (seq > target.nextSeq) {
        const expected = target.nextSeq;
        throw new AppError('recording.gap', 'A piece before this one is missing.', { expected });
      }
      const bytes = target.bytes + piece.length;
      onDisk(() => target.file.write(piece, target.bytes));
      storage.write((db, agentId) => {
        setAcknowledged(db, id, bytes, seq + 1);
        if (seq > 0) return;
        const { startedAt: at } = target;
        const fact = recordingFact({ ...target, id }, { id: newId(), at, what: 'started' });
        addFact(db, fact, agentId);
      });
      target.bytes = bytes;
      target.nextSeq = seq + 1;
      if (seq === 0) onChanged(target.callId);
      return bytes;
    },

    end(id, endedAt, reason) {
      const stored = known(id);
      if (stored.state === 'ended') return Promise.resolve(stored);
      return during(settle(stored, { state: 'ended', endedAt, endReason: reason }));
    },

    interruptOpen() {
      let open: readonly StoredRecording[];
      try {
        open = storage.read(openRecordings);
      } catch (error) {
        if (!isStorageError(error)) throw error;
        return;
      }
      for (const stored of open) {
        const end = { state: 'interrupted', endedAt: null, endReason: 'app.interrupted' } as const;
        during(settle(stored, end)).catch((error: unknown) =>
          log.error('recording not closed', describeError(error)),
        );
      }
    },

    sync() {
      for (const { file } of live.values()) file.sync();
    },

    async stop() {
      for (const id of [...live.keys()]) letGo(id);
      await Promise.allSettled(settling);
    },
  };
}
