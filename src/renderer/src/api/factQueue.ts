import { AppError } from '#shared/errors.ts';

/** Milliseconds. */
const RETRY_MS = 2_000;

interface Waiting<Fact> {
  readonly fact: Fact;
  stored(): void;
}

export type QueueState =
  | { readonly state: 'saved' }
  /** The host cannot store now; facts wait here in order and are offered again. */
  | { readonly state: 'waiting'; readonly code: string; readonly facts: number };

export interface FactQueueDeps<Fact> {
  /** @throws AppError when nothing of the batch was stored */
  store(facts: readonly Fact[]): Promise<unknown>;
  readonly largestBatch: number;
  /** Codes of facts that the host will never take. */
  readonly unstorable: readonly string[];
  onUnstorable(fact: Fact, error: AppError): void;
}

export interface FactQueue<Fact> {
  /** @returns settled when the host has stored it, however long that takes */
  put(fact: Fact): Promise<void>;
  /**
   * For a page that goes away: what waits behind the batch under way leaves at once, without its
   * answer. What arrives twice is stored once.
   */
  hurry(): void;
  onState(listener: (state: QueueState) => void): void;
  stop(): void;
}

/**
 * Hands facts to the host, in order, and lets go of each only when the host says it is stored.
 * A host that is away is waited for by the client; a host that cannot store (disk full) is asked
 * again. Nobody who puts a fact waits for either.
 */
export function createFactQueue<Fact>(deps: FactQueueDeps<Fact>): FactQueue<Fact> {
  const { store, largestBatch, unstorable, onUnstorable } = deps;
  const queue: Waiting<Fact>[] = [];
  let sending = false;
  let batchSize = largestBatch;
  let notify: (state: QueueState) => void = () => undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

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
      await store(batch.map(({ fact }) => fact));
    } catch (error) {
      if (!(error instanceof AppError) || !unstorable.includes(error.code)) throw error;
      // A fact the host will never take must not hold up the others: one by one, and past it.
      if (batch.length > 1) {
        batchSize = 1;
        return;
      }
      if (batch[0]) onUnstorable(batch[0].fact, error);
    }
    queue.splice(0, batch.length);
    for (const { stored } of batch) stored();
    if (queue.length === 0) batchSize = largestBatch;
  }

  return {
    put(fact) {
      return new Promise((stored) => {
        queue.push({ fact, stored });
        clearTimeout(retry);
        void send();
      });
    },
    hurry() {
      for (let from = 0; from < queue.length; from += largestBatch) {
        const batch = queue.slice(from, from + largestBatch);
        store(batch.map(({ fact }) => fact)).catch(() => undefined);
      }
    },
    onState(listener) {
      notify = listener;
    },
    stop: () => clearTimeout(retry),
  };
}
