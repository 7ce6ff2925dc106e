import { newId } from '#host/newId.ts';
import type { LessonFact, LessonWords } from '#shared/domain/lesson/record.ts';
import type { MistakeFact } from '#shared/domain/mistake/record.ts';
import { TEN_O_CLOCK } from './facts.ts';

type Reported = Extract<MistakeFact, { type: 'reported' }>;

/** A wrong date was said at ten o'clock, to somebody with a number. */
export function reported(change: Partial<Reported> = {}): Reported {
  return {
    id: newId(),
    mistakeId: newId(),
    at: TEN_O_CLOCK,
    type: 'reported',
    callId: null,
    promiseId: null,
    customer: {
      ...{ address: 'sip:01099991234@pbx.example.com', dialled: '01099991234' },
      ...{ e164: '+821099991234', name: '김철수' },
    },
    practice: false,
    kind: 'wrong-information',
    said: '배송이 오늘 도착한다고 안내함',
    inconvenience: '종일 기다리심',
    correct: '내일 도착',
    ...change,
  };
}

type BodyOf<F> = F extends MistakeFact ? Omit<F, 'id' | 'mistakeId' | 'at'> : never;

/** Anything that comes after it. */
export function thereafter<B extends BodyOf<MistakeFact>>(
  mistakeId: string,
  at: number,
  body: B,
): B & { id: string; mistakeId: string; at: number } {
  return { ...body, id: newId(), mistakeId, at };
}

type Written = Extract<LessonFact, { type: 'written' }>;

export function lessonWords(change: Partial<LessonWords> = {}): LessonWords {
  return {
    title: '배송일은 한 번 더 확인합니다',
    text: '택배사의 예정일과 우리 화면이 다를 때가 있어, 두 곳을 보고 말씀드립니다.',
    tags: ['배송'],
    trigger: 'deadline',
    step: null,
    draft: null,
    ...change,
  };
}

export function lesson(change: Partial<Written> = {}): Written {
  return {
    id: newId(),
    lessonId: newId(),
    at: TEN_O_CLOCK,
    type: 'written',
    words: lessonWords(),
    author: null,
    ...change,
  };
}
