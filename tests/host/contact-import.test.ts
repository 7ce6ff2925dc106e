import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFile } from '#host/db/database.ts';
import { newId } from '#host/newId.ts';
import type { ImportResult } from '#shared/contract/contacts.ts';
import { fieldsOf } from '#shared/domain/contact/contact.ts';
import type { Contact, ContactFields } from '#shared/domain/contact/contact.ts';
import type { OnSame } from '#shared/domain/contact/merge.ts';
import { nthPerson, somebody } from './people.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

type Client = ReturnType<TestHost['connect']>['client'];

async function stage(client: Client, people: readonly ContactFields[]): Promise<string> {
  const importId = newId();
  for (let from = 0; from < people.length; from += 500) {
    const piece = people.slice(from, from + 500);
    await client.call('contacts.importStage', {
      importId,
      from,
      people: piece.map((fields, index) => ({ line: from + index + 2, fields })),
    });
  }
  return importId;
}

describe('an import', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let test: TestHost;
  let client: Client;
  beforeEach(() => {
    dir = makeTempDir();
    test = startHost(join(dir.path, 'data'));
    ({ client } = test.connect());
  });
  afterEach(async () => {
    await test.host.stop();
    dir.remove();
  });

  async function everybody(): Promise<Contact[]> {
    return (await client.call('contacts.list', { limit: 200 })).rows;
  }

  function save(fields: ContactFields, known?: Contact): Promise<Contact> {
    return client.call('contacts.save', {
      id: known?.id ?? newId(),
      fields,
      basedOn: known?.revision ?? null,
    });
  }

  async function run(
    people: readonly ContactFields[],
    onSame: OnSame = 'merge',
  ): Promise<ImportResult> {
    const importId = await stage(client, people);
    const plan = await client.call('contacts.importPlan', { importId, onSame });
    const order = { importId, onSame, fileName: '고객.csv', refused: 3 };
    const result = await client.call('contacts.import', order);
    // What was shown is what was done.
    expect(plan).toMatchObject({
      added: result.added,
      merged: result.merged,
      unchanged: result.unchanged,
      skipped: result.skipped,
    });
    return result;
  }

  it('adds whom nobody knows, merges by number, and leaves alone what is known already', async () => {
    const haneul = await save(somebody('김하늘', ['010-1234-5678'], { note: '오전에만' }));
    await save(somebody('이도윤', ['02-123-4567']));
    const result = await run([
      somebody('하늘이네', ['+82 10-1234-5678', '1001'], { email: 'haneul@example.com' }),
      // Another person on the same office line.
      somebody('박서준', ['02-123-4567']),
      somebody('이 도윤', ['02-123-4567']),
      // Twice in the file.
      somebody('최가온', ['010-7777-8888']),
      somebody('최가온', ['010-7777-8888'], { organisation: '가온물산' }),
    ]);
    expect(result).toMatchObject({ added: 2, merged: 2, unchanged: 1, refused: 3, undone: null });
    const all = await everybody();
    expect(all.map(({ name }) => name)).toEqual(['김하늘', '박서준', '이도윤', '최가온']);
    expect(all.find(({ id }) => id === haneul.id)).toMatchObject({
      name: '김하늘',
      note: '오전에만',
      email: 'haneul@example.com',
      numbers: [{ number: '010-1234-5678' }, { number: '1001' }],
      revision: 2,
      sourceImportId: null,
    });
    expect(all.at(-1)).toMatchObject({ organisation: '가온물산', sourceImportId: result.id });
  });

  it('leaves known people alone, or doubles them, when that is asked for', async () => {
    await save(somebody('김하늘', ['010-1234-5678']));
    const people = [somebody('하늘', ['010-1234-5678'], { email: 'a@example.com' })];
    expect(await run(people, 'skip')).toMatchObject({ added: 0, skipped: 1 });
    expect(await everybody()).toMatchObject([{ email: '' }]);
    expect(await run(people, 'add')).toMatchObject({ added: 1 });
    expect(await everybody()).toHaveLength(2);
  });

  it('said twice is done once', async () => {
    const importId = await stage(client, [somebody('김하늘', ['010-1234-5678'])]);
    const order = { importId, onSame: 'add', fileName: 'a.csv', refused: 0 } as const;
    const first = await client.call('contacts.import', order);
    expect(await client.call('contacts.import', order)).toEqual(first);
    expect(await everybody()).toHaveLength(1);
  });

  it('a piece handed over again replaces itself; a host that lost the first ones says so', async () => {
    const importId = newId();
    const people = [1, 2, 3].map((n) => ({ line: n, fields: nthPerson(n) }));
    const hand = (from: number, id = importId): Promise<{ staged: number }> =>
      client.call('contacts.importStage', { importId: id, from, people });
    await hand(0);
    expect(await hand(0)).toEqual({ staged: 3 });
    expect(await hand(3)).toEqual({ staged: 6 });
    await expect(hand(3, newId())).rejects.toMatchObject({ code: 'import.unknown' });
    await expect(
      client.call('contacts.import', {
        importId: newId(),
        onSame: 'merge',
        fileName: '',
        refused: 0,
      }),
    ).rejects.toMatchObject({ code: 'import.unknown' });
  });

  it('is taken back whole; who was changed since stays as they are now', async () => {
    const known = await save(somebody('김하늘', ['010-1234-5678']));
    const touched = await save(somebody('정다은', ['010-3333-4444']));
    const result = await run([
      somebody('x', ['010-1234-5678', '1001']),
      somebody('y', ['010-3333-4444', '1002']),
      somebody('이도윤', ['010-2222-3333']),
      somebody('박서준', ['010-5555-6666']),
    ]);
    const all = await everybody();
    const seojun = all.find(({ name }) => name === '박서준');
    const daeun = all.find(({ id }) => id === touched.id);
    if (!seojun || !daeun) throw new Error('They were imported.');
    await save({ ...fieldsOf(seojun), note: '직접 적음' }, seojun);
    await save({ ...fieldsOf(daeun), favourite: true }, daeun);

    const undone = await client.call('contacts.importUndo', { importId: result.id });
    expect(undone.undone).toMatchObject({ removed: 1, restored: 1, kept: 2 });
    expect(await everybody()).toMatchObject([
      { ...fieldsOf(known), revision: 3 },
      { name: '박서준', note: '직접 적음' },
      { name: '정다은', favourite: true, numbers: [{}, { number: '1002' }] },
    ]);
    // Said twice, it is done once.
    expect(await client.call('contacts.importUndo', { importId: result.id })).toEqual(undone);
    expect((await client.call('contacts.imports', {})).imports).toEqual([undone]);
  });

  it('refuses a row that is nobody, and text that hides something is cleaned', async () => {
    const importId = newId();
    await expect(
      client.call('contacts.importStage', {
        importId,
        from: 0,
        people: [{ line: 2, fields: somebody('', ['010-1234-5678']) }],
      }),
    ).rejects.toMatchObject({ code: 'contact.incomplete', details: { line: 2 } });
    await run([somebody('\u202E김\u0000하늘', ['010-1234-5678'])]);
    expect(await everybody()).toMatchObject([{ name: '김하늘' }]);
  });

  it('made while the folder could not be used goes into the file with everything else', async () => {
    await test.host.stop();
    const dataDir = join(dir.path, 'blocked');
    writeFileSync(dataDir, '');
    test = startHost(dataDir);
    ({ client } = test.connect());
    const result = await run([somebody('김하늘', ['010-1234-5678'])]);
    const [haneul] = await everybody();
    const entry = { label: '', number: '010-1234-5678', contactId: haneul?.id ?? null };
    await client.call('speedDial.set', { place: 3, entry });
    rmSync(dataDir);
    test.tick();
    expect(test.host.storage.state).toBe('ok');
    expect(await everybody()).toEqual([
      haneul && { ...haneul, agentId: expect.any(String) as string },
    ]);
    expect(await client.call('speedDial.list', {})).toEqual({
      places: [{ place: 3, ...entry, label: '김하늘' }],
    });
    const undone = await client.call('contacts.importUndo', { importId: result.id });
    expect(undone.undone).toMatchObject({ removed: 1 });
  });
});

const KILLS = 12;

it(
  `killed in ${KILLS} imports at random moments: all of a file or nothing of it`,
  { timeout: 120_000 },
  async () => {
    const dir = makeTempDir();
    let finished = 0;
    let open = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'hostChild.ts'), dir.path, 'import', String(kill)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      await expect.poll(() => output, { timeout: 20_000, interval: 2 }).toContain('importing');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
      child.kill('SIGKILL');
      await once(child, 'close');

      const test = startHost(dir.path);
      await test.host.stop();
      const db = openFile(join(dir.path, 'ieum.sqlite'));
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const imports = db.prepare('SELECT id, added FROM contact_imports').all() as {
        id: string;
        added: number;
      }[];
      const stored = db
        .prepare(`SELECT source_import_id AS id, count(*) AS added FROM contacts GROUP BY 1`)
        .all();
      expect(stored).toEqual(expect.arrayContaining(imports));
      expect(stored).toHaveLength(imports.length);
      // What was acknowledged is there.
      const acknowledged = [...output.matchAll(/^imported (\S+)$/gm)].map(([, id]) => id);
      const known = new Set(imports.map(({ id }) => id));
      expect(acknowledged.filter((id) => !known.has(id ?? ''))).toEqual([]);
      finished += acknowledged.length;
      open += output.split('importing').length - 1 - acknowledged.length;
      db.close();
    }
    // The kills did fall into imports.
    expect(open).toBeGreaterThan(0);
    console.log(`contacts: ${KILLS} kills, ${open} in an import, ${finished} imports acknowledged`);
    dir.remove();
  },
);
