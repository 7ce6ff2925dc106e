import { expect, it } from 'vitest';
import { keepIdle } from './idle.ts';

const NOW = 1_800_000_000_000;

it('nobody is idle within the first minute', () => {
  expect(keepIdle(null, 0, NOW)).toBeNull();
  expect(keepIdle(null, 59, NOW)).toBeNull();
  expect(keepIdle(null, 60, NOW)).toBe(NOW - 60_000);
});

it('one absence keeps its beginning, whatever whole seconds make of it', () => {
  const since = keepIdle(null, 70, NOW);
  expect(keepIdle(since, 84, NOW + 15_000)).toBe(since);
  expect(keepIdle(since, 4_000, NOW + 3_930_500)).toBe(since);
});

it('somebody who came and left between two looks is absent anew', () => {
  const since = keepIdle(null, 300, NOW);
  expect(keepIdle(since, 61, NOW + 600_000)).toBe(NOW + 600_000 - 61_000);
  expect(keepIdle(since, 3, NOW + 15_000)).toBeNull();
});
