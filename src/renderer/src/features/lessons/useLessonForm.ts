import { shallowRef } from 'vue';
import type { LessonWords, ShownLesson } from '#shared/domain/lesson/record.ts';

export interface LessonAbout {
  /** What the form begins with. */
  readonly words: Pick<LessonWords, 'title' | 'text'>;
  /** Null: a new one. */
  readonly editing: ShownLesson | null;
  /** A proposed step is what it is for. */
  readonly asDraft: boolean;
  /** Who waits for its id. */
  readonly written: ((lessonId: string) => void) | null;
}

/** What the form is open about; one form, wherever it was asked for. */
const about = shallowRef<LessonAbout | null>(null);

export function useLessonForm() {
  function write(change: Partial<LessonAbout> = {}): void {
    const empty = { words: { title: '', text: '' }, editing: null, asDraft: false, written: null };
    about.value = { ...empty, ...change };
  }

  return { about, write, close: () => (about.value = null) };
}
