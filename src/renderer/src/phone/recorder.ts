import type { CallFact } from '#shared/domain/call/record.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { RpcClient } from '#shared/rpc/client.ts';

/** Milliseconds. After a crash a call's end is known to within this. */
export const HEARTBEAT_MS = 2_000;
const RETRY_MS = 2_000;
const LARGEST_BATCH = 200;

interface Waiting {
  readonly fact: CallFact;
  stored(): void;
}

export type RecorderState =
  | { readonly state: 'saved' }
  /** The host cannot store now; facts wait here in order and are offered again. */
  | { readonly state: 'waiting'; readonly code: string; readonly facts: number };

export interface Recorder {
  /** @returns settled when the host has stored it, however long that takes */
  record(fact: CallFact): Promise<void>;
  /** Says every `HEARTBEAT_MS` which calls go on. */
  setLive(callIds: readonly string[]): void;
  onState(listener: (state: RecorderState) => void): void;
  stop(): void;
}

/**
 * Hands facts to the host, in order, and lets go of each only when the host says it is stored.
 * A host that is away is waited for by the client; a host that cannot store (disk full) is asked
 * again. A call is never held up by either.
 */
export function createRecorder(
  client: Pick<RpcClient<IeumContract>, 'call'>,
  now: () => number,
  onUnstorable: (factType: string, error: AppError) => void,
): Recorder {
  const queue: Waiting[] = [];
  let sending = false;
  let live: readonly string[] = [];
  let notify: (state: RecorderState) => void = () => undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  let batchSize = LARGEST_BATCH;

  async function send(): Promise<void> {
    if (sending) return;
    sending = true;
    try {
      while (queue.length > 0) await sendBatch();
      notify({ state: 'saved' });
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      notify({ state: 'waiting', code, facts: queue.length });
      if (code !== 'transport.closed') retry = setTimeout(() => void send(), RETRY_MS);
    } finally {
      sending = false;
    }
  }

  async function sendBatch(): Promise<void> {
    const batch = queue.slice(0, batchSize);
    try {
      await client.call('calls.append', { facts: batch.map(({ fact }) => fact) });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'input.invalid') throw error;
      // A fact the host will never take must not hold up the others: one by one, and past it.
      if (batch.length > 1) {
        batchSize = 1;
        return;
      }
      onUnstorable(batch[0]?.fact.type ?? '', error);
    }
    queue.splice(0, batch.length);
    for (const { stored } of batch) stored();
    if (queue.length === 0) batchSize = LARGEST_BATCH;
  }

  const heartbeat = setInterval(() => {
    if (live.length === 0) return;
    // One that fails is followed by the next.
    client.call('calls.heartbeat', { callIds: [...live], at: now() }).catch(() => undefined);
  }, HEARTBEAT_MS);

  return {
    record(fact) {
      return new Promise((stored) => {
        queue.push({ fact, stored });
        clearTimeout(retry);
        void send();
      });
    },
    setLive(callIds) {
      live = callIds;
    },
    onState(listener) {
      notify = listener;
    },
    stop() {
      clearInterval(heartbeat);
      clearTimeout(retry);
    },
  };
}
