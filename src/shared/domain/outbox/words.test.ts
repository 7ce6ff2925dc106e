import { describe, expect, it } from 'vitest';
import { DEFAULT_REASONS } from '../availability/reasons.ts';
import type { AwayReason } from '../availability/reasons.ts';
import { unsendableIn } from '../message/charset.ts';
import { cp949Bytes, SMS_BYTES } from '../message/meter.ts';
import { missedTextsSchema } from './policy.ts';
import { templateFault } from './templateFaults.ts';
import { textWords, usualTemplate, USUAL_KINDS } from './words.ts';
import type { TextAbout } from './words.ts';

/** A Thursday, two in the afternoon. */
const NOW = new Date('2026-11-26T14:00:00').getTime();
const HOUR = 3_600_000;
const policy = missedTextsSchema.parse({ company: '한빛' });
const reasonOf = (id: string): AwayReason => {
  const found = DEFAULT_REASONS.find((reason) => reason.id === id);
  if (!found) throw new Error(id);
  return found;
};
const say = (change: Partial<TextAbout> = {}): string =>
  textWords({
    ...{ kind: 'missed', policy, reason: reasonOf('meeting'), back: NOW + HOUR, now: NOW },
    window: { from: NOW + HOUR, to: NOW + 3 * HOUR },
    alternate: '',
    ...change,
  });

describe('the text to a caller who reached nobody', () => {
  it('says why and when they will be called, in one SMS', () => {
    const text = say();
    expect(text).toBe(
      '[한빛] 지금 회의 중이라 전화를 받지 못했습니다. 11/26(목) 15:00~17:00에 전화드리겠습니다.',
    );
    expect(cp949Bytes(text)).toBeLessThanOrEqual(SMS_BYTES);
  });

  it('says it in English', () => {
    expect(say({ policy: { ...policy, company: 'Hanbit', language: 'en' } })).toBe(
      '[Hanbit] Sorry we missed your call; we are in a meeting. We will call you back Thu 26 Nov 15:00-17:00.',
    );
  });

  it('says who they may turn to', () => {
    expect(say({ alternate: '김상담 02-555-1234' })).toMatch(/ 급한 문의: 김상담 02-555-1234$/);
  });

  it('names the return where nothing is promised, and neither where it has passed', () => {
    expect(say({ window: null })).toContain('11/26(목) 15:00 이후에 전화드리겠습니다.');
    expect(say({ window: null, back: NOW - 1 })).toBe(
      '[한빛] 지금 회의 중이라 전화를 받지 못했습니다.',
    );
  });

  it('names both days of a window that goes over midnight', () => {
    expect(say({ window: { from: NOW + 9 * HOUR, to: NOW + 11 * HOUR } })).toContain(
      '11/26(목) 23:00~11/27(금) 01:00에',
    );
  });

  it.each(['personal', 'protected-break', 'coaching', 'rest', 'focus'])(
    'keeps to itself that it is %s',
    (id) => expect(say({ reason: reasonOf(id) })).toMatch(/^\[한빛\] 전화를 받지 못했습니다\. /),
  );

  it('does not tell the name that a desk has given to a reason', () => {
    expect(say({ reason: { ...reasonOf('meeting'), name: '병원' } })).not.toMatch(/병원|회의/);
  });

  it("goes by the reason's own sentences, else by the desk's", () => {
    const desk = { ...policy, template: '데스크입니다.' };
    expect(say({ policy: desk })).toBe('데스크입니다.');
    const reason = { ...reasonOf('meeting'), textBody: '회의실입니다. {대체}' };
    expect(say({ policy: desk, reason })).toBe('회의실입니다.');
    // Sentences of which nothing is left are none.
    expect(say({ policy: { ...desk, template: '{대체}' } })).toContain('전화를 받지 못했습니다.');
  });

  it('can always be sent, with no sentence cut short, whatever is known', () => {
    for (const kind of USUAL_KINDS)
      for (const language of ['ko', 'en'] as const)
        for (const company of ['', '한빛'])
          for (const back of [null, NOW - 1, NOW + HOUR])
            for (const window of [null, { from: NOW, to: NOW + HOUR }])
              for (const alternate of ['', '안내 😀 02–1'])
                for (const reason of [null, ...DEFAULT_REASONS]) {
                  const about = { kind, back, window, alternate, reason };
                  const text = say({ ...about, policy: { ...policy, language, company } });
                  expect(unsendableIn(text)).toEqual([]);
                  expect(text).toMatch(/^\S(?:.*\S)?$/);
                  expect(text).not.toMatch(/[{}<>]| {2}|\[\]|^ ?에 |: ?$|\. \./);
                }
  });

  it('has usual sentences that are no faulty template', () => {
    expect(['ko', 'en'].map((one) => templateFault(usualTemplate(one as 'ko')))).toEqual([
      null,
      null,
    ]);
  });
});
