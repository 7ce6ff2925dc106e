import { readFileSync } from 'node:fs';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RecordingKind, RecordingRow } from '#shared/contract/recordings.ts';
import type { RecordingFact } from '#shared/domain/recording/recording.ts';
import { mayRecord } from '#shared/domain/recording/policy.ts';
import type { RecordingPolicy } from '#shared/domain/recording/policy.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Connection, Handlers } from '#shared/rpc/server.ts';
import { accessTo, addAccess } from '../db/accessLog.ts';
import type { Db } from '../db/database.ts';
import { addFact } from '../db/projection.ts';
import {
  anyRecorded,
  isRecordingHeld,
  readRecording,
  recordingsOfCall,
  setDeleted,
  setHeard,
} from '../db/recordings.ts';
import type { StoredRecording } from '../db/recordings.ts';
import type { Storage } from '../db/storage.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';
import { createMediaTickets, MEDIA_PATH } from '../media.ts';
import type { MediaFile } from '../media.ts';
import { createRecordingFiles } from '../recordings/recordingFiles.ts';
import { personOf, recordingFact, saveName, toRecordingRow } from '../recordings/recordingRow.ts';
import { createRecordingWriter, SYNC_EVERY_MS } from '../recordings/recordingWriter.ts';
import { createRetention, RETENTION_EVERY_MS } from '../recordings/retention.ts';
import type { Ticker } from '../ticker.ts';

export interface RecordingsServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly dataDir: string;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  readonly ticker: Ticker;
  readonly policy: RecordingPolicy;
  readonly noticeFile: string | null;
  /** Days that a voicemail is kept; null: until it is deleted by hand. */
  readonly voicemailDays: () => number | null;
}

export interface RecordingsService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    Extract<keyof Handlers<IeumContract>, `recordings.${string}` | `access.${string}`>
  >;
  media(ticket: string): MediaFile | null;
  /** Removes these for good; see `Retention`. */
  remove(ids: readonly string[]): void;
  /** Removes what is due now, as it does each hour. */
  removeDue(): void;
  /** Days that each kind is kept; null: for ever. */
  days(kind: RecordingKind): number | null;
  stop(): Promise<void>;
}

/** What is deleted by hand stays for a day, to be taken back. */
const DELETED_KEPT_MS = 86_400_000;

/** See `recordingsMethods` in the contract. */
export function createRecordingsService(options: RecordingsServiceOptions): RecordingsService {
  const { storage, announcer, dataDir, clock, newId, log, ticker, policy, noticeFile } = options;
  const days = (kind: RecordingKind): number | null =>
    kind === 'voicemail' ? options.voicemailDays() : policy.retentionDays;
  const files = createRecordingFiles(dataDir);
  const tickets = createMediaTickets(clock);
  const changed = (callIds: readonly string[]): void => {
    const ids = [...new Set(callIds)];
    announcer.emit('recordings.changed', { callIds: ids });
    announcer.emit('calls.changed', { callIds: ids });
  };
  const writer = createRecordingWriter({
    ...{ storage, files, newId, log },
    onChanged: (callId) => changed([callId]),
  });
  const retention = createRetention({
    ...{ storage, files, clock, newId, log, days },
    deletedKeptMs: DELETED_KEPT_MS,
    onRemoved: changed,
  });

  const toRow = (stored: StoredRecording): RecordingRow =>
    toRecordingRow(stored, days(stored.kind), DELETED_KEPT_MS);

  /** One that is finished, for whoever listens or removes. */
  function finished(id: string): StoredRecording {
    const stored = storage.read((db) => readRecording(db, id));
    if (!stored) throw new AppError('recording.unknown', 'There is no such recording.');
    if (stored.state === 'open') {
      throw new AppError('recording.busy', 'The recording is still being made.');
    }
    return stored;
  }

  function writeDown(
    db: Db,
    agentId: string,
    { id: subjectId, callId }: StoredRecording,
    connection: Connection,
    action: string,
    reason = '',
  ): void {
    addAccess(db, {
      ...{ id: newId(), at: clock(), agentId, origin: connection.id, action, reason },
      ...{ subjectKind: 'recording', subjectId, person: personOf(db, callId) },
    });
  }

  /** The access is written down before there is anything to hear. */
  function open(
    id: string,
    connection: Connection,
    action: 'recording.listen' | 'recording.export',
    reason?: string,
  ): { path: string } {
    const stored = finished(id);
    if (stored.deletedAt !== null || stored.removedAt !== null || !files.exists(id)) {
      throw new AppError('recording.gone', 'The recording is no longer there.');
    }
    const isNew = stored.kind === 'voicemail' && stored.heardAt === null;
    storage.write((db, agentId) => {
      writeDown(db, agentId, stored, connection, action, reason);
      if (!isNew) return;
      const at = clock();
      setHeard(db, id, at);
      addFact(db, recordingFact(stored, { id: newId(), at, what: 'heard' }), agentId);
    });
    if (isNew) changed([stored.callId]);
    const saveAs = action === 'recording.export' ? saveName(stored) : null;
    const ticket = tickets.issue(() => {
      const now = storage.read((db) => readRecording(db, id));
      if (!now || now.deletedAt !== null || now.removedAt !== null || !files.exists(id))
        return null;
      return { path: files.path(id), type: 'audio/ogg', size: now.bytes, saveAs };
    });
    return { path: MEDIA_PATH + ticket };
  }

  function change(
    stored: StoredRecording,
    connection: Connection,
    what: Extract<RecordingFact, 'deleted' | 'restored'>,
    reason: string,
  ): RecordingRow {
    const { id, callId } = stored;
    const at = clock();
    const row = storage.write((db, agentId) => {
      const deleted = what === 'deleted';
      setDeleted(db, id, deleted ? at : null, deleted ? reason : null);
      addFact(db, recordingFact(stored, { id: newId(), at, what, detail: reason }), agentId);
      // Taken back it is not new again.
      if (!deleted && stored.heardAt !== null) {
        addFact(db, recordingFact(stored, { id: newId(), at, what: 'heard' }), agentId);
      }
      const action = deleted ? 'recording.delete' : 'recording.restore';
      writeDown(db, agentId, stored, connection, action, reason);
      return readRecording(db, id);
    });
    changed([callId]);
    return toRow(row ?? stored);
  }

  writer.interruptOpen();
  retention.run();
  const stops = [
    ticker(SYNC_EVERY_MS, () => writer.sync()),
    ticker(RETENTION_EVERY_MS, () => retention.run()),
    // The page that spoke into them is gone with its sound.
    announcer.subscribe(({ event }) => {
      if (event === 'desk.changed') writer.interruptOpen();
    }),
  ];

  return {
    media: (ticket) => tickets.find(ticket),
    remove: (ids) => retention.remove(ids),
    removeDue: () => retention.run(),
    days,
    async stop() {
      for (const stop of stops) stop();
      await writer.stop();
    },
    handlers: {
      'recordings.policy': () => ({
        policy,
        any: storage.read(anyRecorded),
      }),
      'recordings.notice': () => {
        if (noticeFile === null) return { sound: null };
        try {
          return { sound: readFileSync(noticeFile).toString('base64') };
        } catch (error) {
          // It was there when the app started. The agent is asked to say it.
          log.warn('notice unreadable', describeError(error));
          return { sound: '' };
        }
      },
      'recordings.begin': (recording) => {
        if (recording.kind === 'call' && !mayRecord(policy)) {
          throw new AppError('recording.not-allowed', 'The policy does not allow recording.');
        }
        writer.begin(recording);
        return {};
      },
      'recordings.append': ({ id, seq, data }) => ({
        bytes: writer.append(id, seq, Buffer.from(data, 'base64')),
      }),
      'recordings.end': async ({ id, endedAt, reason }) =>
        toRow(await writer.end(id, endedAt, reason)),
      'recordings.ofCall': ({ callId }) => ({
        rows: storage.read((db) => recordingsOfCall(db, callId)).map(toRow),
      }),
      'recordings.listen': ({ id }, connection) => open(id, connection, 'recording.listen'),
      'recordings.export': ({ id, reason }, connection) =>
        open(id, connection, 'recording.export', reason),
      'recordings.delete': ({ id, reason }, connection) => {
        const stored = finished(id);
        if (stored.deletedAt !== null || stored.removedAt !== null) return toRow(stored);
        if (storage.read((db) => isRecordingHeld(db, id, clock()))) {
          throw new AppError('privacy.held', 'The recording is held.');
        }
        return change(stored, connection, 'deleted', reason);
      },
      'recordings.restore': ({ id }, connection) => {
        const stored = finished(id);
        if (stored.removedAt !== null || !files.exists(id)) {
          throw new AppError('recording.gone', 'The recording is no longer there.');
        }
        return stored.deletedAt === null
          ? toRow(stored)
          : change(stored, connection, 'restored', '');
      },
      'recordings.retention': () => retention.preview(),
      'access.list': ({ subjectKind, subjectId }) => ({
        entries: storage.read((db) => accessTo(db, subjectKind, subjectId)),
      }),
    },
  };
}
