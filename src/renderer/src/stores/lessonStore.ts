import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import type { LessonFact, LessonWords, ShownLesson } from '#shared/domain/lesson/record.ts';
import type { ReflectionFact, ReflectionRow } from '#shared/domain/lesson/reflection.ts';
import type { Trigger } from '#shared/domain/script/script.ts';
import { AppError } from '#shared/errors.ts';
import { newId, useHost } from '../api/host.ts';

const PAGE = 50;
/** Beside a sentence there is no time for more. */
const MOST_OF_STEP = 9;

type BodyOf<F, K extends string> = F extends object ? Omit<F, K | 'id' | 'at'> : never;
type LessonBody = BodyOf<LessonFact, 'lessonId'>;
type ReflectionBody = BodyOf<ReflectionFact, 'callId'>;
/** What an agent writes of a call for themselves. */
export type ReflectionWords = NonNullable<ReflectionRow['written']>;

/** The board of lessons, and what an agent keeps for themselves until they share it. */
export const useLessonStore = defineStore('lesson', () => {
  const host = useHost();

  const text = ref('');
  const tag = ref('');
  const trigger = ref<Trigger | ''>('');
  const drafts = ref(false);
  const rows = shallowRef<readonly ShownLesson[]>([]);
  const tags = shallowRef<readonly string[]>([]);
  const next = shallowRef<{ at: number; id: string } | null>(null);
  const loaded = ref(false);
  /** Counts what changes on the board, for whoever shows a part of it. */
  const changes = ref(0);
  const failure = ref<string | null>(null);

  const wanted = () => ({
    ...{ text: text.value, tag: tag.value || null, trigger: trigger.value || null },
    drafts: drafts.value,
  });

  let asked = 0;
  async function load(): Promise<void> {
    const question = ++asked;
    try {
      const limit = Math.min(200, Math.max(PAGE, rows.value.length));
      const page = await host.call('lessons.list', { ...wanted(), limit });
      if (question !== asked) return;
      rows.value = page.rows;
      tags.value = page.tags;
      next.value = page.next;
      loaded.value = true;
      failure.value = null;
    } catch (error) {
      // What was shown stays; the next open line asks again.
      if (question === asked) failure.value = error instanceof AppError ? error.code : 'internal';
    }
  }

  async function loadMore(): Promise<void> {
    const before = next.value;
    const question = asked;
    if (before === null) return;
    next.value = null;
    try {
      const page = await host.call('lessons.list', { ...wanted(), before, limit: PAGE });
      if (question !== asked) return;
      rows.value = [...rows.value, ...page.rows];
      next.value = page.next;
    } catch {
      next.value = before;
    }
  }

  function start(): void {
    host.on('lessons.changed', () => {
      changes.value += 1;
      void load();
    });
    host.onState((state) => {
      if (state === 'open') void load();
    });
    watch([text, tag, trigger, drafts], () => void load());
    void load();
  }

  async function add(lessonId: string, body: LessonBody): Promise<void> {
    const facts = [{ ...body, id: newId(), lessonId, at: Date.now() }];
    await host.call('lessons.append', { facts });
    await load();
  }

  /**
   * @param author null: anonymous
   * @returns its id
   * @throws AppError when it could not be stored
   */
  async function write(words: LessonWords, author: string | null): Promise<string> {
    const id = newId();
    await add(id, { type: 'written', words, author });
    return id;
  }

  async function reflect(callId: string, body: ReflectionBody): Promise<void> {
    const facts = [{ ...body, id: newId(), callId, at: Date.now() }];
    await host.call('reflections.append', { facts });
  }

  return {
    text,
    tag,
    trigger,
    drafts,
    rows,
    tags,
    next,
    loaded,
    failure,
    changes,
    start,
    reload: load,
    loadMore,
    write,
    edit: (id: string, words: LessonWords) => add(id, { type: 'edited', words }),
    /** What was learnt in one step of a script, newest first; none where it cannot be asked. */
    async ofStep(scriptId: string, stepId: string): Promise<readonly ShownLesson[]> {
      try {
        const step = { scriptId, stepId };
        return (await host.call('lessons.list', { step, limit: MOST_OF_STEP })).rows;
      } catch {
        return [];
      }
    },
    withdraw: (id: string) => add(id, { type: 'withdrawn' }),
    helpful: (id: string) => add(id, { type: 'helpful' }),
    /** The agent's own; null where it was neither written nor passed over. */
    reflectionOf: async (callId: string): Promise<ReflectionRow | null> =>
      (await host.call('reflections.ofCall', { callId })).row,
    pass: (callId: string) => reflect(callId, { type: 'passed' }),
    keep: (callId: string, words: ReflectionWords) =>
      reflect(callId, { type: 'written', ...words }),
    shared: (callId: string, lessonId: string) => reflect(callId, { type: 'shared', lessonId }),
  };
});
