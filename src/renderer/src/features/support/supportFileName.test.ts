import { expect, it } from 'vitest';
import { supportFileName } from './supportFileName.ts';

it('names a support file by the minute it was made in', () => {
  expect(supportFileName(new Date(2026, 0, 5, 9, 7))).toBe('ieum-support-20260105-0907.json');
});
