import type { PromiseRow } from '#shared/domain/callback/record.ts';
import type { PauseRow } from '#shared/domain/pause/record.ts';

/** What somebody has to look after; `owner` null: whoever this computer belongs to. */
export interface Load {
  readonly owner: string | null;
  readonly promises: number;
  readonly pauses: number;
  /** Pieces of work that wait for a customer. */
  readonly onHold: number;
}

/** The own first, then by name. */
export function loadOf(
  promises: readonly Pick<PromiseRow, 'owner'>[],
  pauses: readonly Pick<PauseRow, 'owner' | 'onHold'>[],
): Load[] {
  const owners = [...promises, ...pauses].map(({ owner }) => owner);
  const names = [...new Set(owners)].filter((owner) => owner !== null).toSorted();
  return [null, ...names].map((owner) => {
    const own = pauses.filter((pause) => pause.owner === owner);
    return {
      owner,
      promises: promises.filter((promise) => promise.owner === owner).length,
      pauses: own.length,
      onHold: own.reduce((sum, { onHold }) => sum + onHold.length, 0),
    };
  });
}
