import { expect, it } from 'vitest';
import { wallClock } from './moment.ts';

it('reads as the clock of a time zone does, in summer and in winter', () => {
  const seoul = wallClock('Asia/Seoul');
  const at = Date.UTC(2026, 10, 26, 15, 3, 5, 900);
  expect(seoul.spoken(at)).toBe('2026-11-27 00:03:05');
  expect(seoul.iso(at)).toBe('2026-11-27T00:03:05+09:00');
  const york = wallClock('America/New_York');
  expect(york.iso(Date.UTC(2026, 10, 1, 5, 59, 59))).toBe('2026-11-01T01:59:59-04:00');
  expect(york.iso(Date.UTC(2026, 10, 1, 6))).toBe('2026-11-01T01:00:00-05:00');
  expect(wallClock('Asia/Kathmandu').iso(0)).toBe('1970-01-01T05:30:00+05:30');
  expect(() => wallClock('Asia/Nowhere')).toThrow(RangeError);
});

it('is what the calendar of Date says, also before 1970, at ends of days and in leap years', () => {
  const london = wallClock('UTC');
  const edges = [0, -1, 951_782_399_999, 951_868_800_000, 4_107_542_399_000, -62_135_596_800_000];
  for (let n = 0; n < 500; n += 1) edges.push(n * 86_399_123_457 - 2_000_000_000_000);
  for (const at of edges) {
    expect(london.iso(at)).toBe(new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00'));
  }
});
