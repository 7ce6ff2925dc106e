import type { IeumContract } from '#shared/contract/index.ts';
import { earlierTypes, recentTypes } from '#shared/domain/disposition/disposition.ts';
import type { CallType } from '#shared/domain/disposition/tree.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { chosenTypes, disposedCallsOf, undisposedCalls } from '../db/dispositions.ts';
import type { Storage } from '../db/storage.ts';

export interface DispositionsServiceOptions {
  readonly storage: Storage;
  readonly types: () => readonly CallType[];
}

type DispositionsHandlers = Pick<
  Handlers<IeumContract>,
  'dispositions.recent' | 'dispositions.earlier' | 'dispositions.missing'
>;

/** What is asked about the types of calls across calls; they are chosen with a fact of the call. */
export function createDispositionsService({
  storage,
  types,
}: DispositionsServiceOptions): DispositionsHandlers {
  return {
    'dispositions.recent': () => {
      const chosen = storage.read((db) => chosenTypes(db, storage.agentId));
      return { typeIds: [...recentTypes(chosen, types())] };
    },
    'dispositions.earlier': (customer) => ({
      calls: [...earlierTypes(storage.read((db) => disposedCallsOf(db, customer)))],
    }),
    'dispositions.missing': ({ since }) => ({
      calls: storage.read((db) => undisposedCalls(db, since)),
    }),
  };
}
