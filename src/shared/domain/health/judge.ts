import type { HealthState } from '../../contract/health.ts';

export const HEALTH_ROWS = ['storage', 'space', 'backup', 'check', 'texts', 'errors'] as const;
export type HealthRow = (typeof HEALTH_ROWS)[number];
/** `none`: nothing can be said yet. */
export type Judgement = 'good' | 'look' | 'bad' | 'none';

const DAY_MS = 86_400_000;
/** As much as backups leave free, and a tenth of it, below which records are in danger. */
const ROOM = { enough: 2_000_000_000, least: 200_000_000 } as const;
const ERRORS_TO_LOOK_AT = 10;

/** What of it is as it should be. One place for the bounds that the help beside each row names. */
export function judge(state: HealthState): Readonly<Record<HealthRow, Judgement>> {
  const { storage, freeBytes, backup, check, texts, errors, at, startedAt } = state;
  const age = backup.lastAt === null ? null : at - backup.lastAt;
  const count = errors.reduce((sum, one) => sum + one.count, 0);
  return {
    storage: storage.state === 'ok' ? (storage.code === null ? 'good' : 'look') : 'bad',
    space:
      freeBytes === null
        ? 'none'
        : freeBytes < ROOM.least
          ? 'bad'
          : freeBytes < ROOM.enough
            ? 'look'
            : 'good',
    backup:
      backup.failed !== null
        ? 'bad'
        : age === null
          ? at - startedAt < DAY_MS
            ? 'none'
            : 'look'
          : age > 7 * DAY_MS
            ? 'look'
            : 'good',
    check: check.last === null ? 'none' : check.last.code === null ? 'good' : 'bad',
    texts: texts.unsure > 0 ? 'look' : texts.retrying > 0 ? 'look' : 'good',
    errors: count >= ERRORS_TO_LOOK_AT ? 'look' : 'good',
  };
}
