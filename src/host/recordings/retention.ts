import type { RecordingKind } from '#shared/contract/recordings.ts';
import { addAccess } from '../db/accessLog.ts';
import { addFact } from '../db/projection.ts';
import {
  dueRecordings,
  isRecordingHeld,
  keptRecordings,
  readRecording,
  setRemoved,
} from '../db/recordings.ts';
import type { StoredRecording } from '../db/recordings.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { DAY_MS, personOf, recordingFact } from './recordingRow.ts';
import type { RecordingFiles } from './recordingFiles.ts';

export const RETENTION_EVERY_MS = 3_600_000;
const SOON_MS = 7 * DAY_MS;
/** The host answers nobody while it removes: the rest is for the next run. */
const AT_A_TIME = 500;

export interface RetentionOptions {
  readonly storage: Storage;
  readonly files: RecordingFiles;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** Null: only what was deleted by hand goes. */
  readonly days: (kind: RecordingKind) => number | null;
  /** A deleted one can be taken back for so long. */
  readonly deletedKeptMs: number;
  readonly onRemoved: (callIds: string[]) => void;
}

export interface Retention {
  run(): void;
  /** Removes these for good, whatever their age; what is held or not there is passed over. */
  remove(ids: readonly string[]): void;
  /** What a run would remove; nothing is removed. */
  preview(): { kept: number; bytes: number; due: number; soon: number };
}

export function createRetention(options: RetentionOptions): Retention {
  const { storage, files, clock, newId, log, days, deletedKeptMs, onRemoved } = options;

  function dueAt(now: number, limit: number): StoredRecording[] {
    const before = (kind: RecordingKind): number => {
      const kept = days(kind);
      return kept === null ? -1 : now - kept * DAY_MS;
    };
    const startedBefore = { call: before('call'), voicemail: before('voicemail') };
    return storage.read((db) =>
      dueRecordings(db, { startedBefore, deletedBefore: now - deletedKeptMs, now }, limit),
    );
  }

  function remove(recording: StoredRecording): void {
    const { id, callId } = recording;
    // The sound first: after a crash between the two the next run finishes it.
    files.remove(id);
    const at = clock();
    storage.write((db, agentId) => {
      setRemoved(db, id, at);
      addFact(db, recordingFact(recording, { id: newId(), at, what: 'expired' }), agentId);
      addAccess(db, {
        id: newId(),
        at,
        agentId,
        origin: 'host',
        action: 'recording.remove',
        subjectKind: 'recording',
        subjectId: id,
        person: personOf(db, callId),
        reason: recording.deletedAt === null ? 'retention' : 'deleted',
      });
    });
  }

  function removeAll(recordings: readonly StoredRecording[]): void {
    const removed: string[] = [];
    try {
      for (const recording of recordings) {
        remove(recording);
        removed.push(recording.callId);
      }
    } finally {
      if (removed.length > 0) {
        log.info('retention', { removed: removed.length });
        onRemoved(removed);
      }
    }
  }

  return {
    run() {
      try {
        removeAll(dueAt(clock(), AT_A_TIME));
      } catch (error) {
        // A disk that refuses is tried again at the next run.
        log.warn('retention', describeError(error));
      }
    },
    remove(ids) {
      const now = clock();
      const found = storage.read((db) =>
        ids.flatMap((id) => {
          const stored = readRecording(db, id);
          if (!stored || stored.removedAt !== null || stored.state === 'open') return [];
          return isRecordingHeld(db, id, now) ? [] : [stored];
        }),
      );
      removeAll(found);
    },
    preview() {
      const now = clock();
      const due = dueAt(now, -1).length;
      const soon = dueAt(now + SOON_MS, -1).length - due;
      return { ...storage.read(keptRecordings), due, soon };
    },
  };
}
