import { describe, expect, it } from 'vitest';
import { BLANKS, emptied } from './emptied.ts';

describe('the body of a fact of an erased customer', () => {
  it('keeps its shape, its kinds, times and counts, and loses its words at any depth', () => {
    const body = {
      preferences: { channel: 'text', hours: '저녁', note: '문 앞' },
      at: 3,
      codes: [],
    };
    expect(emptied('resumed', { thanks: '감사합니다', ...body }, BLANKS.pauses)).toEqual({
      thanks: '',
      preferences: { channel: 'text', hours: '', note: '' },
      at: 3,
      codes: [],
    });
    expect(emptied('on-hold', { items: ['환불', '배송'] }, BLANKS.pauses)).toEqual({
      items: ['—', '—'],
    });
  });

  it('knows a word by the type of its fact where the same field is no word elsewhere', () => {
    const closed = { reason: 'solved', words: '다 되었음' };
    expect(emptied('closed', closed, BLANKS.promises)).toEqual({ reason: 'solved', words: '' });
    expect(emptied('rescheduled', { reason: '바쁨' }, BLANKS.promises)).toEqual({ reason: '' });
    const recording = (what: string, detail: string) =>
      emptied('recording', { what, detail }, BLANKS.calls);
    expect(recording('noticed', 'played')).toEqual({ what: 'noticed', detail: 'played' });
    expect(recording('deleted', '고객 요청')).toEqual({ what: 'deleted', detail: '' });
  });

  it('says nobody where there was a name, a dash where a person must be named', () => {
    expect(emptied('opened', { name: '김하늘' }, BLANKS.pauses)).toEqual({ name: null });
    const backup = { name: '이도윤', relation: '자녀', number: '010', note: '' };
    expect(emptied('backup', { backup }, BLANKS.pauses)).toEqual({
      backup: { name: '—', relation: '', number: '', note: '' },
    });
  });
});
