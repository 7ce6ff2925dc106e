import type { IeumContract } from '#shared/contract/index.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import type { Reader } from '../reader/reader.ts';

/** See `reportsMethods` in the contract. Nobody waits for the host while a report is added up. */
export function createReportsService({
  reader,
}: {
  readonly reader: Pick<Reader, 'ask'>;
}): Pick<Handlers<IeumContract>, 'reports.figures'> {
  return { 'reports.figures': (request) => reader.ask('reports.figures', request) };
}
