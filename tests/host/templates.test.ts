import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostOptions } from '#host/host.ts';
import { openMemory } from '#host/db/database.ts';
import { migrate } from '#host/db/migrate.ts';
import { migrations } from '#host/db/migrations/index.ts';
import type { Storage } from '#host/db/storage.ts';
import { newId } from '#host/newId.ts';
import { createTemplatesService } from '#host/services/templates.ts';
import type { TemplatesService } from '#host/services/templates.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { messageTemplateSchema } from '#shared/domain/outbox/messageTemplate.ts';
import type { MessageTemplate } from '#shared/domain/outbox/messageTemplate.ts';
import { templateFileText } from '#shared/domain/outbox/messageTemplateFile.ts';
import { createAnnouncer } from '#shared/rpc/server.ts';
import { query } from '../support/callLog.ts';
import { ended, started, TEN_O_CLOCK, treated } from './facts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { written } from './textFacts.ts';

const template = (id: string, body: string, name = id): MessageTemplate =>
  messageTemplateSchema.parse({ id, name, language: 'ko', body });

describe('templates of texts', () => {
  let dir: ReturnType<typeof makeTempDir>;
  let dataDir: string;
  const running: TestHost[] = [];
  beforeEach(() => {
    dir = makeTempDir();
    dataDir = join(dir.path, 'data');
  });
  afterEach(async () => {
    for (const { host } of running.splice(0)) await host.stop();
    dir.remove();
  });

  function start(options: Partial<HostOptions> = {}): TestHost {
    const test = startHost(dataDir, options);
    running.push(test);
    return test;
  }
  const stop = async (): Promise<void> => running.pop()?.host.stop();
  const save = (test: TestHost, body: string, base: number | null) => {
    const input = { id: newId(), template: template('mine', body), note: '고침', base };
    return test.connect().client.call('templates.save', input);
  };
  const wordsOf = async (test: TestHost): Promise<[number, string] | null> => {
    const { rows } = await test.connect().client.call('templates.list', {});
    const one = rows.find(({ template: { id } }) => id === 'mine');
    return one ? [one.version, one.template.body] : null;
  };

  it('are there again after a restart, with whose work each version is', async () => {
    const test = start();
    await save(test, '하나.', null);
    await save(test, '둘.', 1);
    await stop();
    const next = start();
    expect(await wordsOf(next)).toEqual([2, '둘.']);
    await stop();
    const stored = query<{ agent_id: string }>(
      dataDir,
      "SELECT DISTINCT agent_id FROM template_versions WHERE id = 'mine'",
    );
    expect(stored).toEqual([{ agent_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }]);
    // What comes with the app is stored once, however often the app starts.
    const twice = 'SELECT id FROM template_versions GROUP BY id, version HAVING count(*) > 1';
    expect(query(dataDir, twice)).toEqual([]);
    expect(
      query(dataDir, "SELECT max(version) AS v FROM template_versions WHERE source = 'built-in'"),
    ).toEqual([{ v: 1 }]);
  });

  it('never change a version, nor drop one', () => {
    const db = openMemory();
    migrate(db, migrations, () => undefined);
    db.exec(`INSERT INTO template_versions (id, version, source, at, agent_id, note, body)
      VALUES ('a', 1, 'own', 1, 'agent', '', '{}')`);
    for (const sql of ['UPDATE template_versions SET at = 0', 'DELETE FROM template_versions']) {
      expect(() => db.exec(sql), sql).toThrow(/append-only/);
    }
  });

  it('made while the data folder was not there keep their words, and their texts find them', async () => {
    const before = start();
    await save(before, '하나.', null);
    await stop();
    const kept = `${dataDir}-kept`;
    renameSync(dataDir, kept);
    writeFileSync(dataDir, '');
    const test = start();
    await save(test, '그사이.', null);
    const { client } = test.connect();
    const text = written({ absence: null });
    const content = { ...text.content, template: { id: 'mine', version: 1 } };
    await client.call('outbox.append', { facts: [{ ...text, content }] });
    rmSync(dataDir);
    renameSync(kept, dataDir);
    test.tick();
    expect(test.host.storage).toMatchObject({ state: 'ok' });
    expect(await wordsOf(test)).toEqual([2, '그사이.']);
    const { row } = await client.call('outbox.get', { id: text.textId });
    expect(row.content.template).toEqual({ id: 'mine', version: 2 });
  });

  it('say what a reason for being away has to say, as long as they are offered', async () => {
    const test = start({ clock: () => TEN_O_CLOCK });
    const { client } = test.connect();
    const reasons = test.host.settings.awayReasons.map((one) =>
      one.id === 'meeting' ? { ...one, text: true, templateId: 'absent-ko' } : one,
    );
    await client.call('settings.update', { patch: { awayReasons: [...reasons] } });
    const missed = async (dialled: string) => {
      const first = started({
        at: TEN_O_CLOCK,
        address: dialled,
        dialled,
        e164: `+82${dialled.slice(1)}`,
      });
      const at = treated(first.callId, first.at, { reasonId: 'meeting' });
      const over = ended(first.callId, first.at + 1_000, { outcome: 'missed', by: 'app' });
      await client.call('calls.append', { facts: [first, at, over] });
      return (await client.call('outbox.ofCall', { callId: first.callId })).rows[0];
    };
    const one = await missed('01099991234');
    expect(one?.body).toMatch(/^지금 회의 중이라 전화를 받지 못해 죄송합니다\./);
    expect(one?.content.template).toEqual({ id: 'absent-ko', version: 1 });

    const retire = { id: newId(), templateId: 'absent-ko', retired: true };
    await client.call('templates.retire', retire);
    const other = await missed('01099995678');
    expect(other?.body).toMatch(/^지금 회의 중이라 전화를 받지 못했습니다\./);
    expect(other?.content.template).toBeNull();
  });

  describe('that come with the app', () => {
    /** One database under apps of several ages. */
    function ages(): (shipped: readonly MessageTemplate[]) => TemplatesService['handlers'] {
      const db = openMemory();
      migrate(db, migrations, () => undefined);
      const agentId = newId();
      const storage = {
        agentId,
        read: <T>(work: (from: typeof db) => T): T => work(db),
        write: <T>(work: (to: typeof db, agent: string) => T): T =>
          db.transaction(() => work(db, agentId)).immediate(),
      } as unknown as Storage;
      return (shipped) => {
        const announcer = createAnnouncer<IeumContract>();
        const service = createTemplatesService({ storage, announcer, clock: () => 1, shipped });
        service.catchUp();
        return service.handlers;
      };
    }
    const connection = { id: 'page' };
    const inUse = async (handlers: TemplatesService['handlers']) => {
      const { rows } = await handlers['templates.list']({}, connection);
      return rows.map(({ version, source, template: one }) => [version, source, one.body]);
    };

    it('follow the app, each of its versions kept', async () => {
      const app = ages();
      app([template('a', '하나.')]);
      app([template('a', '하나.')]);
      const now = app([template('a', '둘.'), template('b', '새로.')]);
      expect(await inUse(now)).toEqual([
        [2, 'built-in', '둘.'],
        [1, 'built-in', '새로.'],
      ]);
      const { rows } = await now['templates.versions']({ id: 'a' }, connection);
      expect(rows.map((one) => one.template.body)).toEqual(['둘.', '하나.']);
    });

    it("give way to a lead's, until the lead goes back to them", async () => {
      const app = ages();
      const first = app([template('a', '하나.')]);
      const mine = { id: newId(), template: template('a', '내 글.'), note: '', base: 1 };
      await first['templates.save'](mine, connection);
      const now = app([template('a', '둘.')]);
      expect(await inUse(now)).toEqual([[2, 'own', '내 글.']]);
      const use = { id: newId(), templateId: 'a', version: null, note: '' };
      expect(await now['templates.use'](use, connection)).toEqual({ templateId: 'a', version: 3 });
      expect(await inUse(now)).toEqual([[3, 'built-in', '둘.']]);
      expect(await inUse(app([template('a', '셋.')]))).toEqual([[4, 'built-in', '셋.']]);
    });

    it('are taken from a file whole or not at all', async () => {
      const now = ages()([template('a', '하나.'), template('b', '둘.')]);
      const good = [template('a', '하나 더.'), template('c', '셋.')];
      const bad = templateFileText([...good, template('d', '{없음} 넷.')]);
      const request = { id: newId(), note: '' };
      const refused = async (): Promise<unknown> =>
        now['templates.import']({ ...request, text: bad }, connection);
      await expect(refused()).rejects.toMatchObject({
        code: 'template.refused',
        details: { faults: [{ code: 'token', path: 'templates[2].body' }] },
      });
      expect(await inUse(now)).toHaveLength(2);
      const text = templateFileText(good);
      await now['templates.import']({ ...request, text }, connection);
      expect(await inUse(now)).toEqual([
        [2, 'own', '하나 더.'],
        [1, 'built-in', '둘.'],
        [1, 'own', '셋.'],
      ]);
    });
  });
});
