import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('asks each text once, and begins anew when it knows too many', () => {
  const asked: string[] = [];
  const length = remembered((text) => asked.push(text) && text.length, 2);
  expect([length('가'), length('나다'), length('가')]).toEqual([1, 2, 1]);
  expect(asked).toEqual(['가', '나다']);
  expect([length('라'), length('가')]).toEqual([1, 1]);
  expect(asked).toEqual(['가', '나다', '라', '가']);
});
