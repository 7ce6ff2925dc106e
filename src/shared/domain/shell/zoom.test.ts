import { expect, it } from 'vitest';
import { isZoom, zoomAfter } from './zoom.ts';

it('goes through its steps, to the ends and no further', () => {
  const seen = [1];
  for (let step = 0; step < 10; step += 1) seen.push(zoomAfter(seen.at(-1) ?? 1, 'in'));
  expect(seen).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2, 2, 2, 2, 2, 2]);
  expect([zoomAfter(1, 'out'), zoomAfter(0.75, 'out')]).toEqual([0.9, 0.75]);
  expect(zoomAfter(2, 'reset')).toBe(1);
});

it('knows its own', () => {
  expect([isZoom(1.25), isZoom(3)]).toEqual([true, false]);
});
