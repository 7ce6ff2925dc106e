import type { CallFact } from '#shared/domain/call/record.ts';
import type { RecordingFact } from '#shared/domain/recording/recording.ts';
import type { RecordingRow } from '#shared/contract/recordings.ts';
import { readCall } from '../db/calls.ts';
import type { Db } from '../db/database.ts';
import type { StoredRecording } from '../db/recordings.ts';

export const DAY_MS = 86_400_000;

/** Whose voice it is, for the access log. */
export function personOf(db: Db, callId: string): string | null {
  const call = readCall(db, callId);
  return call && (call.e164 ?? call.address);
}

/** A fact about a recording, of the call it belongs to. */
export function recordingFact(
  { id: recordingId, callId, kind }: Pick<StoredRecording, 'id' | 'callId' | 'kind'>,
  { id, at, what, detail = '' }: { id: string; at: number; what: RecordingFact; detail?: string },
): CallFact {
  const fact = { id, callId, at, type: 'recording', recordingId, what, detail } as const;
  return kind === 'voicemail' ? { ...fact, kind } : fact;
}

/** @param deletedKeptMs how long a deleted one can be taken back */
export function toRecordingRow(
  stored: StoredRecording,
  days: number | null,
  deletedKeptMs: number,
): RecordingRow {
  const { nextSeq: _nextSeq, removedAt: _removedAt, ...row } = stored;
  return {
    ...row,
    restorableUntil: stored.deletedAt === null ? null : stored.deletedAt + deletedKeptMs,
    expiresAt: days === null ? null : stored.startedAt + days * DAY_MS,
  };
}

/** A name for whoever saves it; nothing of the customer is in it. */
export function saveName({ startedAt }: Pick<StoredRecording, 'startedAt'>): string {
  const at = new Date(startedAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `ieum-${day}-${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}.ogg`;
}
