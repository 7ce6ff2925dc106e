import { describe, expect, it } from 'vitest';
import { DEFAULT_TEMPLATES, fillTemplate, pauseSettingsSchema } from './templates.ts';

describe('texts for a paused customer', () => {
  it('name them as they are written', () => {
    expect(fillTemplate('{name}님, 안녕하십니까. {name}님', '김$&철수')).toBe(
      '김$&철수님, 안녕하십니까. 김$&철수님',
    );
  });

  it.each(['ko', 'en'] as const)('are several in %s, of every kind', (language) => {
    const of = (kind: string): number =>
      DEFAULT_TEMPLATES.filter((one) => one.language === language && one.kind === kind).length;
    expect(of('inquiry')).toBeGreaterThanOrEqual(4);
    expect(of('support')).toBeGreaterThanOrEqual(4);
    expect(of('thanks')).toBeGreaterThanOrEqual(1);
  });

  it('and the schedule have defaults; two texts with one id are refused', () => {
    expect(pauseSettingsSchema.parse({})).toMatchObject({
      checkInDays: [3, 7, 14, 30],
      checkInMinute: 600,
    });
    const [first] = DEFAULT_TEMPLATES;
    expect(pauseSettingsSchema.safeParse({ templates: [first, first] }).success).toBe(false);
  });
});
