import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactListStatement, listContacts } from '#host/db/contactList.ts';
import { readContact, saveContact } from '#host/db/contacts.ts';
import { openMemory } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import { newId } from '#host/newId.ts';
import type { Contact, ContactFields } from '#shared/domain/contact/contact.ts';
import { nthPerson, somebody } from './people.ts';
import { TEN_O_CLOCK } from './facts.ts';

const AGENT = newId();

function contact(fields: ContactFields): Contact {
  return {
    ...fields,
    id: newId(),
    agentId: AGENT,
    revision: 1,
    sourceImportId: null,
    createdAt: TEN_O_CLOCK,
    changedAt: TEN_O_CLOCK,
  };
}

describe('stored contacts', () => {
  let db: Db;
  beforeEach(() => {
    db = openMemory();
    migrate(db, migrations, () => undefined);
  });
  afterEach(() => void db.close());

  function names(text: string, favourites = false): string[] {
    const filter = { text, favourites };
    return listContacts(db, { filter, after: null, limit: 50 }).rows.map(({ name }) => name);
  }

  it('come back as they were saved, and a change takes the place of what was', () => {
    const first = contact(
      somebody('김하늘', ['010-1234-5678', '02-123-4567', '1001'], {
        organisation: '한빛상사',
        email: 'haneul@example.com',
        note: '두\n줄',
        tags: ['단골', '서울'],
        favourite: true,
      }),
    );
    saveContact(db, first);
    expect(readContact(db, first.id)).toEqual(first);
    const changed = { ...first, ...somebody('김하늘', ['1002']), revision: 2 };
    saveContact(db, changed);
    expect(readContact(db, first.id)).toEqual(changed);
  });

  describe('are found', () => {
    beforeEach(() => {
      for (const fields of [
        somebody('김하늘', ['010-1234-5678'], { organisation: '한빛상사', favourite: true }),
        somebody('이도윤', ['02-345-6089', '1001'], { tags: ['단골'], note: '1234번 주문' }),
        somebody('', ['1588-1234'], { organisation: '가온물산' }),
        somebody('Alice_100%', ['+1 415 555 2671']),
      ]) {
        saveContact(db, contact(fields));
      }
    });

    it.each([
      ['', ['', '김하늘', '이도윤', 'Alice_100%']],
      ['ㄱㅎㄴ', ['김하늘']],
      ['하늘', ['김하늘']],
      ['김한', ['김하늘']],
      ['한빛 하늘', ['김하늘']],
      ['가온', ['']],
      ['단골', ['이도윤']],
      ['alice', ['Alice_100%']],
      ['%', ['Alice_100%']],
      ['*', []],
      // In a number or in a note.
      ['1234', ['', '김하늘', '이도윤']],
      ['010-1234', ['김하늘']],
      ['010 1234 56', ['김하늘']],
      ['+82 10', ['김하늘']],
      ['5678', ['김하늘']],
      ['023456', ['이도윤']],
      // The end of one number and the beginning of the next are not together.
      ['60891001', []],
      ["' OR 1=1 --", []],
    ])('by %j', (text, expected) => {
      expect(names(text)).toEqual(expected);
    });

    it('among the favourites only', () => {
      expect(names('', true)).toEqual(['김하늘']);
      expect(names('도윤', true)).toEqual([]);
    });
  });

  it('are paged without a gap or a double, also where many have one name', () => {
    for (let count = 0; count < 57; count += 1) {
      saveContact(db, contact(somebody(`고객${Math.floor(count / 20)}`, [`${1_000 + count}`])));
    }
    const seen: string[] = [];
    let after: { sortKey: string; id: string } | null = null;
    do {
      const page = listContacts(db, { filter: { text: '', favourites: false }, after, limit: 10 });
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toHaveLength(57);
    expect(new Set(seen).size).toBe(57);
  });

  it.each([
    ['a page', { text: '', favourites: false }, 'contacts_by_name'],
    ['a search', { text: 'ㄱㅎ', favourites: false }, 'contacts_by_name'],
    ['figures', { text: '1234', favourites: false }, 'contacts_by_name'],
    ['favourites', { text: '', favourites: true }, 'contacts_favourite'],
  ])('run along an index, without sorting: %s', (_name, filter, index) => {
    const after = { sortKey: '1김', id: newId() };
    const { sql, values } = contactListStatement({ filter, after, limit: 50 });
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[];
    const details = plan.map(({ detail }) => detail).join('\n');
    expect(details).toMatch(new RegExp(`SEARCH contacts USING (COVERING )?INDEX ${index}`));
    expect(details).toContain('(sort_key,id)>(?,?)');
    expect(details).not.toContain('TEMP B-TREE');
  });
});

/*
 * The figure asked for is the one of a search over calls: p95 ≤ 50 ms. It is held against the
 * processor time, which other work on the machine does not lengthen; both are printed.
 */
it('with 50,000 contacts: a search, a first and a deep page', { timeout: 60_000 }, () => {
  const db = openMemory();
  migrate(db, migrations, () => undefined);
  db.transaction(() => {
    for (let n = 0; n < 50_000; n += 1) saveContact(db, contact(nthPerson(n)));
  })();
  const deep = { sortKey: '1최', id: newId() };
  const times: number[] = [];
  const work: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    for (const [text, after] of [
      ['', null],
      ['', deep],
      ['하늘', null],
      ['ㄱㅎㄴ', null],
      ['김핟', null],
      ['ㅎㅎㅎ', null],
      ['5678', null],
      ['010-2345-6', null],
      ['상사 ㄱㅎ', null],
      ['없는이름', null],
    ] as const) {
      const started = performance.now();
      const before = process.cpuUsage();
      listContacts(db, { filter: { text, favourites: false }, after, limit: 50 });
      const { user, system } = process.cpuUsage(before);
      times.push(performance.now() - started);
      work.push((user + system) / 1_000);
    }
  }
  db.close();
  const p95 = (of: number[]): number =>
    of.sort((one, other) => one - other)[Math.floor(of.length * 0.95)] ?? Infinity;
  const [wall, processor] = [p95(times), p95(work)];
  console.log(
    `contacts, 50,000: search p95 ${wall.toFixed(1)} ms, of the processor ${processor.toFixed(1)} ms`,
  );
  expect(processor).toBeLessThan(50);
});
