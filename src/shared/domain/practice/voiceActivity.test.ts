import { expect, it } from 'vitest';
import { isVoice } from './voiceActivity.ts';

it('begins above one level and ends below a lower one', () => {
  expect(isVoice(false, 0.01)).toBe(false);
  expect(isVoice(false, 0.02)).toBe(true);
  expect(isVoice(true, 0.01)).toBe(true);
  expect(isVoice(true, 0.004)).toBe(false);
});

it('keeps its answer when there is no measurement', () => {
  expect(isVoice(true, Number.NaN)).toBe(true);
  expect(isVoice(false, Number.NaN)).toBe(false);
});
