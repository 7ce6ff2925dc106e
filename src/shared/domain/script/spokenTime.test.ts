import { describe, expect, it } from 'vitest';
import { fieldOfMoment, momentOfField, spokenField, spokenTime } from './spokenTime.ts';

const NOW = new Date(2026, 10, 26, 14, 0).getTime();
const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 10, day, hour, minute).getTime();

describe('a moment as it is said to a customer', () => {
  it.each([
    [at(26, 15), '오후 3시', '3 pm'],
    [at(26, 12, 5), '오후 12시 5분', '12:05 pm'],
    [at(27, 0, 30), '내일 오전 12시 30분', '12:30 am tomorrow'],
    [at(27, 10), '내일 오전 10시', '10 am tomorrow'],
    [at(28, 10), '모레 오전 10시', '10 am on 28 November'],
    [at(30, 17, 30), '11월 30일 오후 5시 30분', '5:30 pm on 30 November'],
  ])('%# names the day where it is not today', (moment, ko, en) => {
    expect(spokenTime(moment, NOW, 'ko')).toBe(ko);
    expect(spokenTime(moment, NOW, 'en')).toBe(en);
  });

  it('is read from a field and written into one', () => {
    expect(momentOfField(fieldOfMoment(at(27, 9, 5)))).toBe(at(27, 9, 5));
    expect(fieldOfMoment(at(27, 9, 5))).toBe('2026-11-27T09:05');
    expect(momentOfField('내일쯤')).toBeNull();
  });

  it('leaves words that are no moment as they are', () => {
    expect(spokenField('내일쯤', NOW, 'ko')).toBe('내일쯤');
    expect(spokenField('2026-11-27T10:00', NOW, 'ko')).toBe('내일 오전 10시');
  });
});
