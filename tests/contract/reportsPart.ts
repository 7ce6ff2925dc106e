import { expect } from 'vitest';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { ended, started, TEN_O_CLOCK, wholeCall } from '../host/facts.ts';

/** The figures of a time, through one line. */
export async function reportsPart(client: RpcClient<IeumContract>): Promise<void> {
  const lost = started({ at: TEN_O_CLOCK + 60_000 });
  const facts = [
    ...wholeCall(),
    lost,
    ended(lost.callId, lost.at + 30_000, { outcome: 'missed', by: 'customer' }),
  ];
  await client.call('calls.append', { facts });
  const policy = { answerWithinS: 20, shortAbandonS: 5 };
  const time = { from: TEN_O_CLOCK, to: TEN_O_CLOCK + 3_600_000 };
  const report = await client.call('reports.figures', { ...time, policy });
  expect(report.inbound).toMatchObject({ total: 2, answered: 1, abandoned: 1, shortAbandoned: 0 });
  expect(report.hours.calls.flat().reduce((all, n) => all + n, 0)).toBe(2);
  const before = { from: TEN_O_CLOCK - 3_600_000, to: TEN_O_CLOCK };
  const nothing = await client.call('reports.figures', { ...before, policy });
  expect(nothing.inbound.total).toBe(0);
  expect(nothing.quality).toMatchObject({ good: 0, unknown: 0, mos: null });
  expect(nothing.callback.missed).toEqual({ n: 0, median: null, p90: null });
}
