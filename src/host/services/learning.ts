import type { IeumContract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import {
  addLessonFact,
  isAuthor,
  lessonTags,
  listLessons,
  readLesson,
  shownTo,
} from '../db/lessons.ts';
import {
  addMistakeFact,
  listMistakes,
  mistakesOfCall,
  readMistake,
  mistakeEvents,
} from '../db/mistakes.ts';
import { addReflectionFact, readReflection } from '../db/reflections.ts';
import type { Storage } from '../db/storage.ts';

const MOST_TAGS = 200;

export interface LearningService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    | 'mistakes.list'
    | 'mistakes.ofCall'
    | 'mistakes.get'
    | 'mistakes.append'
    | 'lessons.list'
    | 'lessons.get'
    | 'lessons.append'
    | 'reflections.ofCall'
    | 'reflections.append'
  >;
  /** Another database: any of it may be new to the pages. */
  announce(): void;
}

/** Mistakes made good, the board of lessons, and what an agent keeps for themselves. */
export function createLearningService(options: {
  readonly storage: Storage;
  readonly announcer: Announcer<IeumContract>;
}): LearningService {
  const { storage, announcer } = options;

  return {
    announce() {
      announcer.emit('mistakes.changed', { ids: null });
      announcer.emit('lessons.changed', { ids: null });
    },
    handlers: {
      'mistakes.list': ({ group, before, limit }) =>
        pageOf(
          storage.read((db) => listMistakes(db, group, before, limit + 1)),
          limit,
        ),
      'mistakes.ofCall': ({ callId }) => ({
        rows: storage.read((db) => mistakesOfCall(db, callId)),
      }),
      'mistakes.get': ({ id }) => {
        const { row, facts } = storage.read((db) => ({
          row: readMistake(db, id),
          facts: mistakeEvents.read(db, id),
        }));
        if (!row) throw new AppError('mistake.unknown', 'There is no such record.');
        return { row, facts };
      },
      'mistakes.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => {
            if (fact.type !== 'reported' && !readMistake(db, fact.mistakeId)) {
              throw new AppError('mistake.unknown', 'There is no such record.');
            }
            return addMistakeFact(db, fact, agentId);
          }),
        );
        const ids = [...new Set(stored.map(({ mistakeId }) => mistakeId))];
        if (ids.length > 0) announcer.emit('mistakes.changed', { ids });
        return { stored: stored.length };
      },
      'lessons.list': ({ before, limit, ...wanted }) =>
        storage.read((db) => {
          const { agentId } = storage;
          const found = pageOf(listLessons(db, wanted, before, limit + 1), limit);
          const rows = found.rows.map((row) => shownTo(db, row, agentId));
          return { ...found, rows, tags: lessonTags(db, MOST_TAGS) };
        }),
      'lessons.get': ({ id }) =>
        storage.read((db) => {
          const { agentId } = storage;
          const row = readLesson(db, id);
          if (!row || row.withdrawn) throw new AppError('lesson.unknown', 'No such lesson.');
          return shownTo(db, row, agentId);
        }),
      'lessons.append': ({ facts }) => {
        const stored = storage.write((db, agentId) =>
          facts.filter((fact) => {
            if (fact.type !== 'written') {
              if (!readLesson(db, fact.lessonId)) {
                throw new AppError('lesson.unknown', 'No such lesson.');
              }
              if (fact.type !== 'helpful' && !isAuthor(db, fact.lessonId, agentId)) {
                throw new AppError('lesson.not-yours', 'Only its author may change a lesson.');
              }
            }
            return addLessonFact(db, fact, agentId);
          }),
        );
        const ids = [...new Set(stored.map(({ lessonId }) => lessonId))];
        if (ids.length > 0) announcer.emit('lessons.changed', { ids });
        return { stored: stored.length };
      },
      'reflections.ofCall': ({ callId }) => ({
        row: storage.read((db) => readReflection(db, callId, storage.agentId)),
      }),
      // Announced to nobody: another page has no business to know that one was written.
      'reflections.append': ({ facts }) => ({
        stored: storage.write(
          (db, agentId) =>
            facts.filter((fact) => {
              if (fact.type === 'shared' && !readReflection(db, fact.callId, agentId)?.written) {
                throw new AppError('reflection.unknown', 'There is nothing to share yet.');
              }
              return addReflectionFact(db, fact, agentId);
            }).length,
        ),
      }),
    },
  };
}

/** One more than asked for tells whether there is a next page. */
function pageOf<R extends { readonly at: number; readonly id: string }>(
  found: readonly R[],
  limit: number,
): { rows: R[]; next: { at: number; id: string } | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? { at: last.at, id: last.id } : null };
}
