import type { TextRow } from '#shared/domain/outbox/record.ts';
import { learnAfterMs, LONGEST_BETWEEN_MS } from '#shared/domain/outbox/sending.ts';
import { readText } from '../db/outbox.ts';
import { textsToLearn } from '../db/outboxQueue.ts';
import type { Storage } from '../db/storage.ts';
import type { DeliveryAnswer, TextGateway } from '../gateways/gateway.ts';
import { describeError } from '../log.ts';
import type { Log } from '../log.ts';

export interface LearnerOptions {
  readonly storage: Storage;
  readonly clock: () => number;
  readonly log: Log;
  /** Null for one that is gone, or for the phone. */
  readonly gatewayOf: (id: string) => TextGateway | null;
  readonly learnt: (row: TextRow, answer: DeliveryAnswer) => void;
  readonly wake: () => void;
}

export interface Learner {
  /** These may have been taken by a gateway. */
  look(ids: readonly string[]): void;
  /** Asks for what is due. @returns when the next is, epoch milliseconds */
  pump(): number;
  stop(): void;
}

/** Gateways are asked about so many texts at the same moment. */
const MOST_AT_ONCE = 2;
/** What was written earlier is not looked for: reports come within three days. */
const WRITTEN_WITHIN_MS = 30 * 24 * 3_600_000;

/** Asks gateways what has become of the texts they took, more seldom the longer it takes. */
export function createLearner(options: LearnerOptions): Learner {
  const { storage, clock, log, gatewayOf, learnt, wake } = options;
  /** When each text is asked about next; null: all there are have yet to be found. */
  let due: Map<string, number> | null = null;
  const asking = new Set<string>();
  let stopped = false;

  function find(): Map<string, number> {
    const now = clock();
    const rows = storage.read((db) => textsToLearn(db, now - WRITTEN_WITHIN_MS));
    const found = new Map<string, number>();
    for (const row of rows) {
      const at = nextAt(row, now);
      if (at !== null) found.set(row.id, at);
    }
    return found;
  }

  function nextAt({ delivery }: TextRow, now: number): number | null {
    if (delivery?.ref == null || gatewayOf(delivery.gatewayId)?.learn == null) return null;
    const after = learnAfterMs(Math.max(0, now - delivery.at));
    return after === null ? null : now + after;
  }

  function ask(id: string): void {
    const row = storage.read((db) => readText(db, id));
    const { delivery } = row ?? {};
    const learn = delivery ? (gatewayOf(delivery.gatewayId)?.learn ?? null) : null;
    if (!row || delivery?.state !== 'accepted' || delivery.ref === null || learn === null) {
      due?.delete(id);
      return;
    }
    asking.add(id);
    learn(delivery.ref)
      .catch((error: unknown): DeliveryAnswer => {
        log.error('outbox: a gateway failed', describeError(error));
        return { kind: 'pending' };
      })
      .then((answer) => {
        asking.delete(id);
        if (stopped) return;
        const next = answer.kind === 'pending' ? nextAt(row, clock()) : null;
        if (next === null) due?.delete(id);
        else due?.set(id, next);
        learnt(row, answer);
        wake();
      })
      .catch((error: unknown) => log.error('outbox', describeError(error)));
  }

  return {
    look(ids) {
      for (const id of ids) {
        const row = storage.read((db) => readText(db, id));
        const at = row?.delivery?.state === 'accepted' ? nextAt(row, clock()) : null;
        if (at !== null) due?.set(id, at);
      }
    },
    pump() {
      due ??= find();
      const now = clock();
      let soonest = Infinity;
      for (const [id, at] of due) {
        if (asking.has(id)) continue;
        // A clock set back must not put a question off for longer than it ever is.
        if (at > now && at - now <= LONGEST_BETWEEN_MS) soonest = Math.min(soonest, at);
        else if (asking.size < MOST_AT_ONCE) ask(id);
      }
      return soonest;
    },
    stop() {
      stopped = true;
    },
  };
}
