import { describe, expect, it } from 'vitest';
import type { HealthState } from '../../contract/health.ts';
import { judge } from './judge.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const WELL: HealthState = {
  ...{ at: NOW, startedAt: NOW - DAY, freeBytes: 50e9, errors: [] },
  storage: { state: 'ok', code: null, since: NOW - DAY },
  database: { bytes: 1_000, logBytes: 0, pages: 10, pageBytes: 4_096 },
  backup: { lastAt: NOW - 3_600_000, failed: null },
  check: { running: false, last: { at: NOW - DAY, code: null } },
  texts: { waiting: 3, retrying: 0, unsure: 0 },
  versions: { app: '1', electron: null, node: '24', sqlite: '3', schema: 30 },
};
const of = (change: Partial<HealthState>) => judge({ ...WELL, ...change });

describe('the health of the app', () => {
  it('is good where all is as it should be; texts that wait for their time are nothing to look at', () => {
    expect(new Set(Object.values(judge(WELL)))).toEqual(new Set(['good']));
  });

  it('is said to be bad where records are in danger', () => {
    const storage = { state: 'volatile', code: 'storage.full', since: NOW } as const;
    expect(of({ storage }).storage).toBe('bad');
    expect(of({ freeBytes: 100_000_000 }).space).toBe('bad');
    expect(of({ backup: { lastAt: NOW, failed: 'storage.full' } }).backup).toBe('bad');
    const last = { at: NOW, code: 'storage.corrupt' };
    expect(of({ check: { running: false, last } }).check).toBe('bad');
  });

  it('asks for a look where something waits for a person', () => {
    expect(of({ texts: { waiting: 0, retrying: 0, unsure: 1 } }).texts).toBe('look');
    expect(of({ freeBytes: 1e9 }).space).toBe('look');
    expect(of({ backup: { lastAt: NOW - 8 * DAY, failed: null } }).backup).toBe('look');
    expect(of({ errors: [{ code: 'internal', count: 12, lastAt: NOW }] }).errors).toBe('look');
  });

  it('says nothing where nothing is known yet', () => {
    const fresh = of({
      ...{ startedAt: NOW - 60_000, freeBytes: null, backup: { lastAt: null, failed: null } },
      check: { running: true, last: null },
    });
    expect([fresh.backup, fresh.space, fresh.check]).toEqual(['none', 'none', 'none']);
  });
});
