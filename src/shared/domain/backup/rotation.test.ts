import { describe, expect, it } from 'vitest';
import { backupsToDrop } from './rotation.ts';
import type { Backup } from './rotation.ts';

const HOUR = 3_600_000;
const SEOUL = { offsetAt: () => 9 * HOUR };
/** Thursday, ten in the morning in Seoul. */
const NOW = Date.UTC(2026, 10, 26, 1);

const backup = (at: number, bytes = 1_000_000): Backup => ({ name: String(at), at, bytes });

/** Every four hours, oldest first, with what would be dropped after each. */
function kept(days: number, bytes?: number): Backup[] {
  let backups: Backup[] = [];
  for (let at = NOW - days * 24 * HOUR; at <= NOW; at += 4 * HOUR) {
    backups = [...backups, backup(at, bytes)];
    const dropped = new Set(backupsToDrop(backups, SEOUL));
    backups = backups.filter(({ name }) => !dropped.has(name));
  }
  return backups;
}

describe('backups that are kept', () => {
  it('are the last four, and the last of each of seven days and four weeks', () => {
    const ages = kept(60).map(({ at }) => Math.round((NOW - at) / HOUR));
    // The last of a day is of 22:00; of a week, of Sunday at 22:00.
    expect(ages.toReversed()).toEqual([...[0, 4, 8, 12], ...[36, 60, 84, 108, 132], ...[252, 420]]);
  });

  it('are at least two, however large', () => {
    expect(kept(10, 5_000_000_000)).toHaveLength(3);
    const three = [backup(1, 9e9), backup(2, 9e9), backup(3, 1_000)];
    expect(backupsToDrop(three, SEOUL)).toEqual(['1']);
    expect(backupsToDrop([backup(1, 9e12), backup(2, 9e12)], SEOUL)).toEqual([]);
  });

  it('do not depend on the order in which a folder lists them', () => {
    const many = Array.from({ length: 200 }, (_, n) => backup(NOW - n * 3 * HOUR));
    const dropped = backupsToDrop(many, SEOUL);
    expect(backupsToDrop(many.toReversed(), SEOUL)).toEqual(dropped);
    expect(dropped).toEqual([...dropped].sort((a, b) => Number(a) - Number(b)));
    expect(backupsToDrop([], SEOUL)).toEqual([]);
  });

  it('are the same when nothing is added: what was once kept is not dropped by looking again', () => {
    expect(backupsToDrop(kept(30), SEOUL)).toEqual([]);
  });
});
