import { describe, expect, it } from 'vitest';
import { textFactSchema } from '../outbox/record.ts';
import { BLANKS, emptied } from './emptied.ts';

const ID = 'a0000000-0000-4000-8000-000000000001';
const SHA256 = 'a'.repeat(64);

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

  it('is one that a text can still be read from, whatever was attached, booked or let stand', () => {
    const written = {
      ...{ id: ID, textId: ID, at: 3, type: 'written', address: 'sip:01012345678@pbx.invalid' },
      ...{ dialled: '01012345678', e164: '+821012345678', name: '김하늘', practice: false },
      body: '김하늘님, 안내드립니다.',
      origin: { kind: 'hand', callId: null, promiseId: null, reasonId: null, reasonName: null },
      absence: null,
      content: {
        subject: '김하늘님',
        reservation: { id: ID, at: 9, place: '강남점', bring: '신분증', state: 'booked' },
        attachments: [{ fileName: '김하늘.jpg', type: 'image/jpeg', size: 9, sha256: SHA256 }],
        passed: ['person 김하늘'],
        despite: '본인 요청',
      },
    };
    const parsed = textFactSchema.parse(written);
    const after = textFactSchema.parse(emptied('written', parsed, BLANKS.texts));
    expect(after).toMatchObject({
      name: null,
      body: '—',
      content: {
        subject: '',
        reservation: { at: 9, place: '—', bring: '' },
        attachments: [{ fileName: '—', size: 9, sha256: '' }],
      },
    });
    expect(JSON.stringify(after)).not.toMatch(/하늘|강남|신분증|요청/);
  });

  it('says nobody where there was a name, a dash where a person must be named', () => {
    expect(emptied('opened', { name: '김하늘' }, BLANKS.pauses)).toEqual({ name: null });
    const backup = { name: '이도윤', relation: '자녀', number: '010', note: '' };
    expect(emptied('backup', { backup }, BLANKS.pauses)).toEqual({
      backup: { name: '—', relation: '', number: '', note: '' },
    });
  });
});
