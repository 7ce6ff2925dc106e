import { describe, expect, it } from 'vitest';
import type { CallRow } from '../call/record.ts';
import { absenceWords } from './absenceWords.ts';
import { filled } from './words.ts';

const NOW = new Date(2026, 10, 26, 16, 10).getTime();
const THREE = new Date(2026, 10, 26, 15).getTime();
const SENTENCE = '[{until}까지 ][{reason}이어서 ]전화를 받지 못했습니다.';

function call(change: Partial<NonNullable<CallRow['treated']>> = {}) {
  const treated = { reasonId: 'meeting', reasonName: null, until: THREE, ...change };
  return { direction: 'inbound', answeredAt: null, treated } as unknown as CallRow;
}
const said = (about: Parameters<typeof absenceWords>[0]): string =>
  filled(SENTENCE, absenceWords(about, NOW, 'ko'));

describe('why a call was not answered', () => {
  it('is said from what was decided about that call', () => {
    expect(said(call())).toBe('오후 3시까지 회의 중이어서 전화를 받지 못했습니다.');
    expect(absenceWords(call(), NOW, 'en')).toEqual({ reason: 'in a meeting', until: '3 pm' });
  });

  it('is left out where nobody knows it', () => {
    expect(said(null)).toBe('전화를 받지 못했습니다.');
    expect(said({ ...call(), treated: null })).toBe('전화를 받지 못했습니다.');
  });

  it('never names what is private, or a reason by a name that was not meant for customers', () => {
    expect(said(call({ reasonId: 'rest' }))).toBe('전화를 받지 못했습니다.');
    expect(said(call({ reasonName: '팀장님과 면담' }))).toBe('전화를 받지 못했습니다.');
  });

  it('names no time to which the agent was not away', () => {
    expect(said(call({ until: NOW + 1 }))).toBe('회의 중이어서 전화를 받지 못했습니다.');
    expect(said(call({ until: null }))).toBe('회의 중이어서 전화를 받지 못했습니다.');
  });

  it('is not said of a call that was answered, or of one that the agent made', () => {
    expect(said({ ...call(), answeredAt: NOW })).toBe('전화를 받지 못했습니다.');
    expect(said({ ...call(), direction: 'outbound' })).toBe('전화를 받지 못했습니다.');
  });
});
