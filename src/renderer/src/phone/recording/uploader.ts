import { base64Of } from '#shared/domain/text/base64.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RecordingKind } from '#shared/contract/recordings.ts';
import { AppError } from '#shared/errors.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

export interface UploaderOptions {
  readonly client: Pick<RpcClient<IeumContract>, 'call'>;
  readonly recording: {
    readonly id: string;
    readonly callId: string;
    readonly startedAt: number;
    readonly kind: RecordingKind;
  };
  /** @returns what calls it off */
  readonly later: (ms: number, run: () => void) => () => void;
  /** A piece is on the disk. */
  readonly onWritten: () => void;
  /** The host cannot keep it now; it waits here and is offered again. */
  readonly onStalled: (code: string) => void;
  /** The host will not keep it; what was kept stays. */
  readonly onFailed: (code: string) => void;
  /** Everything is on the disk, and the host knows that it is over. */
  readonly onDone: () => void;
}

/** Hands the pieces of one recording to the host, one after the other, and lets none go before the
 * host says that it is stored. */
export interface Uploader {
  push(piece: Uint8Array): void;
  /** No more comes. */
  finish(endedAt: number, reason: string): void;
}

/** Milliseconds without an answer until it counts as not being written. */
export const PATIENCE_MS = 2_500;
export const RETRY_MS = 2_000;
/** Bytes that may wait: half an hour of sound. */
export const MOST_WAITING = 10_000_000;

export function createUploader(options: UploaderOptions): Uploader {
  const { client, recording, later, onWritten, onStalled, onFailed, onDone } = options;
  const { id } = recording;
  const queue: { readonly seq: number; readonly piece: Uint8Array }[] = [];
  let nextSeq = 0;
  let waiting = 0;
  let begun = false;
  let sending = false;
  let end: { endedAt: number; reason: string } | null = null;
  let over = false;

  async function patiently<T>(work: Promise<T>): Promise<T> {
    const callOff = later(PATIENCE_MS, () => onStalled('transport.down'));
    try {
      return await work;
    } finally {
      callOff();
    }
  }

  async function sendAll(): Promise<void> {
    if (!begun) await patiently(client.call('recordings.begin', recording));
    begun = true;
    for (let first = queue[0]; first; first = queue[0]) {
      const { seq, piece } = first;
      await patiently(client.call('recordings.append', { id, seq, data: base64Of(piece) }));
      queue.shift();
      waiting -= piece.length;
      onWritten();
    }
    if (!end) return;
    await patiently(client.call('recordings.end', { id, ...end }));
    over = true;
    onDone();
  }

  async function send(): Promise<void> {
    if (sending || over) return;
    sending = true;
    try {
      await sendAll();
    } catch (error) {
      refused(error instanceof AppError ? error.code : 'internal');
    } finally {
      sending = false;
    }
    // What came while the last answer was on its way.
    if (queue.length > 0 && begun && !retrying) void send();
  }

  let retrying = false;
  function refused(code: string): void {
    if (!code.startsWith('storage.')) {
      over = true;
      queue.length = 0;
      onFailed(code);
      return;
    }
    retrying = true;
    onStalled(code);
    later(RETRY_MS, () => {
      retrying = false;
      void send();
    });
  }

  return {
    push(piece) {
      if (over) return;
      if (waiting + piece.length > MOST_WAITING) return onFailed('recording.backlog');
      queue.push({ seq: nextSeq++, piece });
      waiting += piece.length;
      if (!retrying) void send();
    },
    finish(endedAt, reason) {
      end ??= { endedAt, reason };
      if (!retrying) void send();
    },
  };
}
