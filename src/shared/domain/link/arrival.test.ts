import { expect, it } from 'vitest';
import { arrivalOf } from './arrival.ts';

const IDLE = { dialText: '', calls: 0, typing: false };

it.each([
  ['an idle desk', {}, 'fill'],
  ['the same number again', { dialText: '010' }, 'fill'],
  ['a dial box with nothing but spaces', { dialText: ' ' }, 'fill'],
  ['another number in the dial box', { dialText: '02' }, 'ask'],
  ['a call', { calls: 1 }, 'ask'],
  ['a note that is being written', { typing: true }, 'ask'],
] as const)('a link comes to %s', (_name, change, what) => {
  expect(arrivalOf('010', { ...IDLE, ...change })).toBe(what);
});
