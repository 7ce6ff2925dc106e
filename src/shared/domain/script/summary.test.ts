import { describe, expect, it } from 'vitest';
import { filledIn, noteOf, noteWith, noteWithout, textOf } from './summary.ts';
import { scriptSchema } from './script.ts';

const script = scriptSchema.parse({
  ...{ kind: 'script', id: 'one', version: 1, situation: 'difficult', start: 'a' },
  ...{ title: { ko: '어려운 고객', en: 'Difficult' }, summary: { ko: '요약', en: 'Summary' } },
  fields: [
    ['problem', '문제', 'Problem', 'line', 'problem'],
    ['cause', '원인', 'Cause', 'line', 'cause'],
    ['by', '시각', 'By', 'time', 'promise'],
  ].map(([id, ko, en, kind, fills]) => ({ id, label: { ko, en }, kind, fills })),
  steps: [
    {
      ...{ id: 'a', title: { ko: '가', en: 'A' }, say: [], next: null },
      fields: ['problem', 'cause', 'by'],
    },
  ],
});
const NOW = new Date(2026, 10, 26, 14, 0).getTime();
const fields = { problem: ' 물이 샘 ', cause: '호스 불량', by: '2026-11-27T10:00' };

describe('what a run comes to in the note', () => {
  it('is a line a field that something was written into, in the order of the script', () => {
    expect(noteOf(script, { fields }, NOW, 'ko')).toBe(
      '[어려운 고객]\n문제: 물이 샘\n원인: 호스 불량\n시각: 내일 오전 10시',
    );
    expect(noteOf(script, { fields: { problem: 'Leak' } }, NOW, 'en')).toBe(
      '[Difficult]\nProblem: Leak',
    );
  });

  it('is nothing when nothing was written', () => {
    expect(noteOf(script, { fields: { problem: '  ' } }, NOW, 'ko')).toBe('');
  });

  it('goes below what the agent wrote, once, and is taken out again', () => {
    expect(noteWith('', '[가]', null)).toBe('[가]');
    const note = noteWith('먼저 적은 말\n', '[가]\n문제: 나', null);
    expect(note).toBe('먼저 적은 말\n\n[가]\n문제: 나');
    expect(noteWith(note, '[가]\n문제: 나', null)).toBe(note);
    expect(noteWithout(note, '[가]\n문제: 나')).toBe('먼저 적은 말');
  });

  it('takes the place of the earlier one, unless the agent has changed that', () => {
    const note = '앞\n\n[가]\n문제: 나\n\n뒤';
    expect(noteWith(note, '[가]\n문제: 다 $&', '[가]\n문제: 나')).toBe(
      '앞\n\n[가]\n문제: 다 $&\n\n뒤',
    );
    expect(noteWith('앞\n[가] 고침', '[가]\n문제: 다', '[가]\n문제: 나')).toBe(
      '앞\n[가] 고침\n\n[가]\n문제: 다',
    );
  });
});

describe('what a run comes to in a text to the customer', () => {
  it('says neither the cause nor anything else that is ours alone', () => {
    const about = { company: '이음전자', promisedAt: NOW + 3_600_000 };
    expect(textOf(script, { fields }, about, NOW, 'ko')).toBe(
      '[이음전자] 통화로 말씀드린 내용을 알려 드립니다.\n문제: 물이 샘\n오후 3시에 전화드리겠습니다.',
    );
  });

  it('promises nothing that was not promised', () => {
    const about = { company: '', promisedAt: null };
    expect(textOf(script, { fields: {} }, about, NOW, 'en')).toBe(
      'This is what we told you on the phone.',
    );
  });
});

it('what the promise is about is what the customer said', () => {
  expect(filledIn(script, { fields }, 'problem')).toBe('물이 샘');
  expect(filledIn(script, { fields }, 'wanted')).toBe('');
});
