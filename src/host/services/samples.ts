import type { IeumContract } from '#shared/contract/index.ts';
import type { SamplesState } from '#shared/contract/samples.ts';
import { sampleDesk } from '#shared/domain/samples/sampleDesk.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Db } from '../db/database.ts';
import { writeMeta } from '../db/meta.ts';
import { OUTBOX_LINKED } from '../db/outboxLinks.ts';
import { PAUSES_LINKED } from '../db/pauseLinks.ts';
import { PROMISES_LINKED } from '../db/promiseLinks.ts';
import { addSamples, countSamples, removeSamples } from '../db/samples.ts';
import type { Storage } from '../db/storage.ts';

export interface SamplesServiceOptions {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Every list may have changed. */
  readonly changed: () => void;
}

type SamplesHandlers = Pick<
  Handlers<IeumContract>,
  'samples.state' | 'samples.add' | 'samples.remove'
>;

/** A desk to look around in, and the way to be rid of it. */
export function createSamplesService(options: SamplesServiceOptions): SamplesHandlers {
  const { storage, announcer, clock, newId, changed } = options;
  const state = (): SamplesState => storage.read(countSamples);

  function told(): SamplesState {
    const now = state();
    changed();
    announcer.emit('samples.changed', now);
    return now;
  }

  return {
    'samples.state': state,
    'samples.add': () => {
      const now = clock();
      storage.write((db) => {
        if (countSamples(db).shown > 0) return;
        addSamples(db, sampleDesk(now, newId, clockOf(now)));
        followed(db);
      });
      return told();
    },
    'samples.remove': ({ touched }) => {
      storage.write((db) => {
        removeSamples(db, touched);
        followed(db);
      });
      return told();
    },
  };
}

/** On the clock of this computer, as a desk keeps its hours. */
function clockOf(now: number): (daysBefore: number, hour: number) => number {
  return (daysBefore, hour) => {
    const date = new Date(now);
    date.setDate(date.getDate() - daysBefore);
    return date.setHours(hour, 0, 0, 0);
  };
}

/**
 * Nothing follows from facts of samples: no promise, no text. All facts of before are followed already,
 * in the transaction that stored them; and after a removal the next fact may have the same place.
 */
function followed(db: Db): void {
  const last = db.prepare('SELECT coalesce(max(seq), 0) FROM call_events').pluck().get() as number;
  for (const key of [PROMISES_LINKED, PAUSES_LINKED, OUTBOX_LINKED] as const) {
    writeMeta(db, key, String(last));
  }
}
