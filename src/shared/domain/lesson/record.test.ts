import { describe, expect, it } from 'vitest';
import {
  applyToLesson,
  folded,
  lessonFactSchema,
  onlyOnceKey,
  searchTextOf,
  shownLessonSchema,
} from './record.ts';
import type { LessonFact, LessonRow, LessonWords } from './record.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const WORDS: LessonWords = {
  ...{ title: '예정일을 두 곳에서', text: '택배사 화면도 봅니다.', tags: ['배송'] },
  ...{ trigger: 'deadline', step: null },
  draft: { title: '서로 다를 때', ko: '확인해 보겠습니다.', en: '' },
};

let n = 0;
function meta(at = 100): { id: string; lessonId: string; at: number } {
  n += 1;
  return { id: `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`, lessonId: ID, at };
}
const written = (author: string | null = null): LessonFact => ({
  ...{ ...meta(1), type: 'written', words: WORDS, author },
});

function after(...facts: readonly LessonFact[]): LessonRow {
  const row = facts.reduce<LessonRow | null>((row, fact) => applyToLesson(row, fact), null);
  if (!row) throw new Error('There is no row.');
  return row;
}

describe('a lesson', () => {
  it('is by name or by nobody, and neither the row nor a fact says more', () => {
    expect(after(written('이하늘')).author).toBe('이하늘');
    expect(after(written()).author).toBeNull();
    const shapes = [shownLessonSchema.shape, ...lessonFactSchema.options.map(({ shape }) => shape)];
    for (const shape of shapes) {
      expect(Object.keys(shape).filter((key) => /agent/i.test(key))).toEqual([]);
    }
  });

  it('has helped somebody once each', () => {
    const helpful: LessonFact = { ...meta(), type: 'helpful' };
    expect(onlyOnceKey(helpful, 'a')).toBe(onlyOnceKey({ ...meta(), type: 'helpful' }, 'a'));
    expect(onlyOnceKey(helpful, 'a')).not.toBe(onlyOnceKey(helpful, 'b'));
    expect(after(written(), helpful).helpful).toBe(1);
  });

  it('is edited by another fact, and nothing after it was taken back', () => {
    const words = { ...WORDS, title: '새 제목' };
    const edited: LessonFact = { ...meta(5), type: 'edited', words };
    expect(after(written(), edited)).toMatchObject({ words, editedAt: 5, at: 1 });
    const gone = after(written(), { ...meta(), type: 'withdrawn' });
    expect(applyToLesson(gone, edited)).toBe(gone);
  });

  it('is found by two syllables within a word, however they were typed', () => {
    const text = searchTextOf(after(written('이하늘')));
    for (const part of ['택배', '배송', '하늘', '다를', '확인', '택배'.normalize('NFD')]) {
      expect(text.includes(folded(part)), part).toBe(true);
    }
    expect(text.includes(folded('환불'))).toBe(false);
  });

  it.each([
    ['no title', { title: ' ' }],
    ['no text', { text: '' }],
    ['a tag twice', { tags: ['배송', '배송'] }],
    ['a draft without a sentence', { draft: { title: '가', ko: '', en: '' } }],
  ])('is refused with %s', (_what, change) => {
    const fact = { ...written(), words: { ...WORDS, ...change } };
    expect(lessonFactSchema.safeParse(fact).success).toBe(false);
  });
});
