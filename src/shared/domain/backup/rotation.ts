/** A whole copy of the records, as it lies in the folder of backups. */
export interface Backup {
  readonly name: string;
  /** When it was begun; epoch milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

/** One for each of so many hours, days and weeks that have any; the newest of each. */
const KEPT = { hours: 4, days: 7, weeks: 4 } as const;
/** However large they are: one may turn out to be damaged. */
const AT_LEAST = 2;
const DAY_MS = 86_400_000;
/** Together no more than this, or three times the newest where that is more. */
const MOST_BYTES = 2_000_000_000;

/** Hours, days and weeks of the time zone's clock, as numbers that grow. */
export interface BackupClock {
  /** Milliseconds to add to UTC at that moment. */
  offsetAt(at: number): number;
}

/** How long a copy is good for before the next one is made, while anything is recorded. */
export const BACKUP_EVERY_MS = 4 * 3_600_000;

/** @returns the names of those that are not needed any more, oldest first */
export function backupsToDrop(backups: readonly Backup[], clock: BackupClock): string[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  const kept = new Set<Backup>(newestFirst.slice(0, AT_LEAST));
  const local = (at: number): number => at + clock.offsetAt(at);
  // 1970 began on a Thursday: weeks begin on Monday.
  const spans: readonly [number, (at: number) => number][] = [
    [KEPT.hours, (at) => Math.floor(local(at) / 3_600_000)],
    [KEPT.days, (at) => Math.floor(local(at) / DAY_MS)],
    [KEPT.weeks, (at) => Math.floor((local(at) / DAY_MS + 3) / 7)],
  ];
  for (const [most, spanOf] of spans) {
    const seen = new Set<number>();
    for (const backup of newestFirst) {
      const span = spanOf(backup.at);
      if (seen.has(span)) continue;
      if (seen.size === most) break;
      seen.add(span);
      kept.add(backup);
    }
  }
  const limit = Math.max(MOST_BYTES, 3 * (newestFirst[0]?.bytes ?? 0));
  let bytes = 0;
  let count = 0;
  const dropped: string[] = [];
  for (const backup of newestFirst) {
    const fits = count < AT_LEAST || bytes + backup.bytes <= limit;
    if (kept.has(backup) && fits) {
      bytes += backup.bytes;
      count += 1;
    } else dropped.push(backup.name);
  }
  return dropped.reverse();
}
