import type { CallFact } from '#shared/domain/call/record.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { AppError } from '#shared/errors.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { createFactQueue } from '../api/factQueue.ts';
import type { QueueState } from '../api/factQueue.ts';

/** Milliseconds. After a crash a call's end is known to within this. */
export const HEARTBEAT_MS = 2_000;
const LARGEST_BATCH = 200;

export type RecorderState = QueueState;

export interface Recorder {
  /** @returns settled when the host has stored it, however long that takes */
  record(fact: CallFact): Promise<void>;
  /** Says every `HEARTBEAT_MS` which calls go on. */
  setLive(callIds: readonly string[]): void;
  /** The page goes away; see `FactQueue`. */
  hurry(): void;
  onState(listener: (state: RecorderState) => void): void;
  stop(): void;
}

/** What is recorded of calls goes to the host, in order; a call is never held up by it. */
export function createRecorder(
  client: Pick<RpcClient<IeumContract>, 'call'>,
  now: () => number,
  onUnstorable: (factType: string, error: AppError) => void,
): Recorder {
  let live: readonly string[] = [];
  const queue = createFactQueue<CallFact>({
    store: (facts) => client.call('calls.append', { facts: [...facts] }),
    largestBatch: LARGEST_BATCH,
    unstorable: ['input.invalid'],
    onUnstorable: ({ type }, error) => onUnstorable(type, error),
  });

  const heartbeat = setInterval(() => {
    if (live.length === 0) return;
    // One that fails is followed by the next.
    client.call('calls.heartbeat', { callIds: [...live], at: now() }).catch(() => undefined);
  }, HEARTBEAT_MS);

  return {
    record: (fact) => queue.put(fact),
    setLive(callIds) {
      live = callIds;
    },
    hurry: () => queue.hurry(),
    onState: (listener) => queue.onState(listener),
    stop() {
      clearInterval(heartbeat);
      queue.stop();
    },
  };
}
