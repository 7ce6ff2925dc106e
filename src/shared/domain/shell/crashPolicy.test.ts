import { expect, it } from 'vitest';
import { decideCrash } from './crashPolicy.ts';

it('loads a page that fell again, and remembers when', () => {
  expect(decideCrash('crashed', [1_000], 2_000)).toEqual({
    action: 'reload',
    reloads: [1_000, 2_000],
  });
});

it('leaves one that was closed in order alone', () => {
  expect(decideCrash('clean-exit', [], 0)).toEqual({ action: 'ignore' });
});

it('tells a person instead of a fourth time within a minute', () => {
  expect(decideCrash('oom', [0, 1, 2], 59_999)).toEqual({ action: 'tell' });
});

it('forgets what is a minute old', () => {
  expect(decideCrash('oom', [0, 1, 2], 60_000)).toEqual({
    action: 'reload',
    reloads: [1, 2, 60_000],
  });
});
