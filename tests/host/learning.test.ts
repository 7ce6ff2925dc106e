import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openFile } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import {
  addLessonFact,
  listLessons,
  rebuildLessons,
  shownTo,
  readLesson,
} from '#host/db/lessons.ts';
import { addMistakeFact, MISTAKE_PAGES, rebuildMistakes } from '#host/db/mistakes.ts';
import { readReflection } from '#host/db/reflections.ts';
import { newId } from '#host/newId.ts';
import { learningMethods } from '#shared/contract/learning.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { lesson, lessonWords, reported, thereafter } from './learningFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

describe('mistakes, lessons and reflections', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const running: TestHost[] = [];

  function start(): TestHost {
    const test = startHost(dataDir);
    running.push(test);
    return test;
  }
  const open = () => start().connect().client;
  const stop = async (): Promise<void> => running.pop()?.host.stop();
  /** The database of a host that has stopped. */
  async function withDb<T>(work: (db: Db) => T): Promise<T> {
    await stop();
    const db = openFile(join(dataDir, 'ieum.sqlite'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }

  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  it('cannot be asked for by agent: no method takes one, answers with one, counts or orders by one', async () => {
    for (const [name, { input, output }] of Object.entries(learningMethods)) {
      const written = JSON.stringify([
        z.toJSONSchema(input, { io: 'input' }),
        z.toJSONSchema(output),
      ]);
      expect(written, name).not.toMatch(/"[^"]*(agent|reporter|owner|rank|score|total)[^"]*"/i);
    }
    const client = open();
    const facts = [reported(), reported({ at: TEN_O_CLOCK + 1 })];
    await client.call('mistakes.append', { facts });
    const { rows } = await client.call('mistakes.list', { group: 'open' });
    expect(rows.map(({ id }) => id)).toEqual(facts.map(({ mistakeId }) => mistakeId).reverse());
    const columns = await withDb((db) =>
      db.prepare("SELECT name FROM pragma_table_info('mistakes')").pluck().all(),
    );
    expect(columns).toEqual(['id', 'call_id', 'practice', 'at', 'closed_at', 'body']);
  });

  it('cannot be edited or deleted, not even in the database', async () => {
    const client = open();
    const callId = newId();
    await client.call('mistakes.append', { facts: [reported()] });
    await client.call('lessons.append', { facts: [lesson()] });
    const passed = { id: newId(), callId, at: 1, type: 'passed' } as const;
    await client.call('reflections.append', { facts: [passed] });
    await withDb((db) => {
      for (const table of ['mistake_events', 'lesson_events', 'reflection_events']) {
        expect(() => db.exec(`UPDATE ${table} SET at = 0`), table).toThrow(/append-only/);
        expect(() => db.exec(`DELETE FROM ${table}`), table).toThrow(/append-only/);
      }
    });
  });

  it('are read along an index, page by page, and made again from their facts to the letter', async () => {
    const client = open();
    const facts = [0, 1, 2].map((n) => reported({ at: TEN_O_CLOCK + n }));
    await client.call('mistakes.append', { facts });
    const told = thereafter(facts[0]?.mistakeId ?? '', TEN_O_CLOCK + 5, { type: 'closed' });
    await client.call('mistakes.append', { facts: [told] });
    const page = await client.call('mistakes.list', { group: 'open', limit: 1 });
    expect(page.rows[0]?.id).toBe(facts[2]?.mistakeId);
    const rest = await client.call('mistakes.list', { group: 'open', before: page.next });
    expect(rest).toMatchObject({ rows: [{ id: facts[1]?.mistakeId }], next: null });
    await client.call('lessons.append', { facts: [lesson()] });
    await withDb((db) => {
      for (const sql of Object.values(MISTAKE_PAGES)) {
        const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all({ at: 1, id: '', limit: 1 });
        expect(JSON.stringify(plan)).toMatch(/USING INDEX mistakes_(open|closed)/);
        expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE/);
      }
      const all = (): unknown => [
        db.prepare('SELECT * FROM mistakes ORDER BY id').all(),
        db.prepare('SELECT * FROM lessons ORDER BY id').all(),
      ];
      const before = all();
      rebuildMistakes(db);
      rebuildLessons(db);
      expect(all()).toEqual(before);
    });
  });

  it('are found by two syllables within a word, by tag, trigger and proposed step', async () => {
    const client = open();
    const draft = { title: '이름이 둘', ko: '어느 분이신지 여쭙겠습니다.', en: '' };
    const other = lesson({
      at: TEN_O_CLOCK + 1,
      author: '이하늘',
      words: lessonWords({
        ...{ title: '이름을 먼저', text: '천천히', tags: [] },
        trigger: null,
        draft,
      }),
    });
    const first = lesson();
    await client.call('lessons.append', { facts: [first, other] });
    const found = async (wanted: Parameters<typeof client.call<'lessons.list'>>[1]) =>
      (await client.call('lessons.list', wanted)).rows.map(({ id }) => id);
    expect(await found({ text: '택배' })).toEqual([first.lessonId]);
    expect(await found({ text: '배사' })).toEqual([first.lessonId]);
    expect(await found({ text: '하늘' })).toEqual([other.lessonId]);
    expect(await found({ text: '100%' })).toEqual([]);
    expect(await found({ tag: '배송' })).toEqual([first.lessonId]);
    expect(await found({ trigger: 'deadline' })).toEqual([first.lessonId]);
    expect(await found({ drafts: true })).toEqual([other.lessonId]);
    expect(await found({})).toEqual([other.lessonId, first.lessonId]);
  });

  it('are edited and taken back by their author only; a helpful word counts once for each', async () => {
    // Makes the folder.
    open();
    const theirs = lesson();
    const somebody = newId();
    await withDb((db) => addLessonFact(db, theirs, somebody));
    const again = open();
    const { lessonId } = theirs;
    for (const body of [{ type: 'edited', words: lessonWords() }, { type: 'withdrawn' }] as const) {
      const facts = [{ id: newId(), lessonId, at: 1, ...body }];
      await expect(again.call('lessons.append', { facts })).rejects.toMatchObject({
        code: 'lesson.not-yours',
      });
    }
    const shown = await again.call('lessons.get', { id: lessonId });
    expect(shown).toMatchObject({ mine: false, author: null });
    // Anonymous: whose it is does not leave the host.
    expect(JSON.stringify(shown)).not.toContain(somebody);
    await again.call('lessons.append', {
      facts: [{ id: newId(), lessonId, at: 1, type: 'helpful' }],
    });
    await withDb((db) => {
      const row = readLesson(db, lessonId);
      expect(row?.helpful).toBe(1);
      expect(row && shownTo(db, row, somebody)).toMatchObject({ mine: true, helped: false });
      expect(listLessons(db, { ...ALL }, null, 5)).toHaveLength(1);
    });
  });

  it('keep a reflection for the agent alone, and out of the report for support', async () => {
    const test = start();
    const { client } = test.connect();
    const callId = newId();
    const wrote = { wentWell: '잘 들음', wouldTry: '더 천천히', about: 'skill' } as const;
    const fact = { id: newId(), callId, at: 1, type: 'written', ...wrote } as const;
    expect(await client.call('reflections.append', { facts: [fact] })).toEqual({ stored: 1 });
    expect((await client.call('reflections.ofCall', { callId })).row?.written).toEqual(wrote);
    expect(await client.call('lessons.list', {})).toMatchObject({ rows: [] });
    expect(JSON.stringify(await client.call('support.report', {}))).not.toContain('더 천천히');
    await withDb((db) => expect(readReflection(db, callId, newId())).toBeNull());
  });

  it('written while the folder could not be used are in the file afterwards', async () => {
    writeFileSync(dataDir, 'in the way');
    const test = start();
    const { client } = test.connect();
    expect(test.host.storage.state).toBe('volatile');
    const first = reported();
    const callId = newId();
    await client.call('mistakes.append', { facts: [first] });
    await client.call('lessons.append', { facts: [lesson()] });
    const passed = { id: newId(), callId, at: 1, type: 'passed' } as const;
    await client.call('reflections.append', { facts: [passed] });
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage.state).toBe('ok');
    await stop();
    const again = open();
    expect((await again.call('mistakes.get', { id: first.mistakeId })).facts).toEqual([first]);
    expect((await again.call('lessons.list', {})).rows).toMatchObject([{ mine: true }]);
    expect((await again.call('reflections.ofCall', { callId })).row).not.toBeNull();
  });

  it('stores nothing of a batch of which one is refused', async () => {
    const client = open();
    const stray = thereafter(newId(), 1, { type: 'closed' });
    await expect(
      client.call('mistakes.append', { facts: [reported(), stray] }),
    ).rejects.toMatchObject({ code: 'mistake.unknown' });
    expect(await client.call('mistakes.list', { group: 'open' })).toMatchObject({ rows: [] });
    await withDb((db) => expect(addMistakeFact(db, reported(), newId())).toBe(true));
  });
});

const ALL = { text: '', tag: null, trigger: null, step: null, drafts: false } as const;
