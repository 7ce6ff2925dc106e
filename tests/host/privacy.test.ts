import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAbuseFact } from '#host/db/abuseCases.ts';
import { openFile } from '#host/db/database.ts';
import type { Db } from '#host/db/database.ts';
import { addMessageFact } from '#host/db/messageProjection.ts';
import { addTextFact } from '#host/db/outbox.ts';
import { addPauseFact } from '#host/db/pauseProjection.ts';
import { addFact } from '#host/db/projection.ts';
import { addPromiseFact } from '#host/db/promiseProjection.ts';
import type { Later } from '#host/later.ts';
import { newId } from '#host/newId.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import type { RetentionPlan } from '#shared/contract/privacy.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { query } from '../support/callLog.ts';
import { abuseAfter, begun } from './abuseFacts.ts';
import { MOBILE, OFFICE, somebody } from './customerFacts.ts';
import { noted, TEN_O_CLOCK, wholeCall } from './facts.ts';
import { received } from './messageFacts.ts';
import { afterwards, opened } from './pauseFacts.ts';
import { made, said } from './promiseFacts.ts';
import { makePieces } from './recordingPieces.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

const DAY = 86_400_000;
const FOUR_YEARS = 1_461 * DAY;
const OLD = TEN_O_CLOCK - FOUR_YEARS;
const OTHER = {
  dialled: '0255551234',
  e164: '+82255551234',
  address: 'sip:0255551234@pbx.example.com',
};

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let client: RpcClient<IeumContract>;
let now = TEN_O_CLOCK;
let waiting: (() => void)[] = [];

/** What waits for its moment, until nothing does; others would have their turn between. */
function settle(): void {
  for (let round = waiting.shift(); round; round = waiting.shift()) round();
}
const later: Later = (ms, run) => {
  // What is for another hour does not come in a test whose clock stands.
  if (ms > 2_000) return () => undefined;
  waiting.push(run);
  return () => (waiting = waiting.filter((one) => one !== run));
};

function start(): void {
  waiting = [];
  test = startHost(dir.path, { clock: () => now, later });
  ({ client } = test.connect());
}
beforeEach(() => {
  dir = makeTempDir();
  now = TEN_O_CLOCK;
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

/** Writes past the host, as if it had been so for years. */
async function fill(work: (db: Db, agentId: string) => void): Promise<void> {
  await test.host.stop();
  const db = openFile(join(dir.path, 'ieum.sqlite'));
  db.transaction(() => work(db, 'an-agent')).immediate();
  db.close();
  start();
}

/** Every byte of the data folder, what lies in the write-ahead log included. */
function bytesHold(text: string): boolean {
  return readdirSync(dir.path, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
}

const kindOf = (plan: RetentionPlan, kind: string) => plan.kinds.find((one) => one.kind === kind);
const counts = (sql: string): number => query<{ n: number }>(dir.path, sql)[0]?.n ?? -1;

async function runAll(): Promise<RetentionPlan> {
  const plan = await client.call('privacy.dryRun', {});
  await client.call('privacy.run', { plan: plan.id, who: '정보보호 담당' });
  settle();
  return plan;
}

describe('retention', () => {
  const oldCall = wholeCall({ at: OLD });
  const callId = oldCall[0]?.callId ?? '';

  async function fillOld(): Promise<void> {
    await fill((db, agentId) => {
      for (const fact of oldCall) addFact(db, fact, agentId);
      addFact(db, noted(callId, OLD + 1, '오래된 메모 삼나무'), agentId);
      // What is new stays, and keeps the newest fact where it is.
      for (const fact of wholeCall({ ...OTHER, at: now - DAY })) addFact(db, fact, agentId);
      const text = written({ at: OLD, body: '오래된 문자 자작나무' });
      addTextFact(db, text, agentId);
      addTextFact(db, textSaid(text.textId, OLD + 1, { type: 'cancelled' }), agentId);
      addMessageFact(db, received({ at: OLD, body: '오래된 답장 느티나무' }), agentId);
      db.prepare('UPDATE messages SET read_at = at').run();
      const promise = made({ at: OLD, topic: '오래된 약속 은행나무' });
      addPromiseFact(db, promise, agentId);
      addPromiseFact(
        db,
        said(promise.promiseId, OLD + 1, { type: 'closed', reason: 'other', words: '' }),
        agentId,
      );
    });
  }

  it('says first what would go, from when it is, and takes nothing by saying so', async () => {
    await fillOld();
    const plan = await client.call('privacy.dryRun', {});
    expect(kindOf(plan, 'calls')).toMatchObject({ due: 1, oldest: OLD, newest: OLD });
    expect(kindOf(plan, 'texts')).toMatchObject({ due: 2, oldest: OLD });
    expect(kindOf(plan, 'promises')).toMatchObject({ due: 1 });
    expect(kindOf(plan, 'contacts')).toMatchObject({ before: null, due: 0 });
    expect(counts('SELECT count(*) AS n FROM calls')).toBe(2);
    expect(counts('SELECT count(*) AS n FROM going')).toBe(0);
  });

  it('destroys what was said, to the last byte, and nothing else', async () => {
    await fillOld();
    expect((await client.call('calls.list', { filter: { text: '삼나무' } })).rows).toHaveLength(1);
    await runAll();
    for (const gone of ['삼나무', '자작나무', '느티나무', '은행나무', '99991234']) {
      expect(bytesHold(gone), gone).toBe(false);
    }
    expect((await client.call('calls.list', {})).rows).toMatchObject([{ e164: OTHER.e164 }]);
    expect((await client.call('calls.list', { filter: { text: '삼나무' } })).rows).toEqual([]);
    const [run] = (await client.call('privacy.retention', {})).runs;
    expect(run).toMatchObject({ who: '정보보호 담당', automatic: false, endedAt: now });
    expect(Object.fromEntries((run?.gone ?? []).map((one) => [one.kind, one.count]))).toMatchObject(
      {
        ...{ calls: 1, texts: 2, promises: 1 },
      },
    );
    const entries = query<{ action: string }>(dir.path, 'SELECT action FROM access_log');
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['retention.begin', 'retention.run']),
    );
  });

  it('does only what a dry run of this page has said, and that not for ever', async () => {
    await fillOld();
    await expect(client.call('privacy.run', { plan: newId(), who: '담당' })).rejects.toMatchObject({
      code: 'privacy.plan-old',
    });
    const plan = await client.call('privacy.dryRun', {});
    const { client: another } = test.connect();
    await expect(another.call('privacy.run', { plan: plan.id, who: '담당' })).rejects.toMatchObject(
      { code: 'privacy.plan-old' },
    );
    now += 16 * 60_000;
    await expect(client.call('privacy.run', { plan: plan.id, who: '담당' })).rejects.toMatchObject({
      code: 'privacy.plan-old',
    });
  });

  it('leaves whoever is owed something: an open promise, a text that waits', async () => {
    await fillOld();
    await fill((db, agentId) => addPromiseFact(db, made({ at: now - DAY }), agentId) && undefined);
    const plan = await runAll();
    expect(kindOf(plan, 'calls')).toMatchObject({ due: 0, stays: { open: 1 } });
    expect(kindOf(plan, 'texts')).toMatchObject({ due: 0 });
    expect(counts('SELECT count(*) AS n FROM calls')).toBe(2);
  });

  it('keeps a call for as long as its record of abuse is kept', async () => {
    await fillOld();
    await fill((db, agentId) => {
      const record = begun({ callId, at: now - DAY });
      addAbuseFact(db, record, agentId);
      addAbuseFact(db, abuseAfter(record.caseId, now - DAY + 1, { type: 'closed' }), agentId);
    });
    const plan = await runAll();
    expect(kindOf(plan, 'calls')).toMatchObject({ due: 0, stays: { needed: 1 } });
  });

  it('leaves what is held, says so, and takes it once it is released', async () => {
    await fillOld();
    const holdId = newId();
    const hold = { subjectId: null, numbers: [MOBILE] };
    await client.call('privacy.hold', {
      ...{
        id: holdId,
        ...hold,
        subjectKind: 'customer',
        who: '법무',
        reason: '소송 2026가단1',
        until: null,
      },
    });
    const plan = await runAll();
    expect(kindOf(plan, 'calls')).toMatchObject({ due: 0, stays: { hold: 1 } });
    expect(kindOf(plan, 'promises')).toMatchObject({ due: 0, stays: { hold: 1 } });
    expect(bytesHold('삼나무')).toBe(true);

    const released = { holdId, who: '법무', reason: '소송 종결' };
    const { holds } = await client.call('privacy.release', released);
    expect(holds).toMatchObject([{ reason: '소송 2026가단1', release: { reason: '소송 종결' } }]);
    await runAll();
    expect(counts('SELECT count(*) AS n FROM calls')).toBe(1);
  });

  it('goes by itself once a day where that is turned on, and never before', async () => {
    await fillOld();
    test.tick();
    settle();
    expect(counts('SELECT count(*) AS n FROM retention_runs')).toBe(0);
    await client.call('settings.update', { patch: { retention: { automatic: true, days: {} } } });
    test.tick();
    settle();
    now += 3_600_000;
    test.tick();
    settle();
    expect(query(dir.path, 'SELECT automatic FROM retention_runs')).toEqual([{ automatic: 1 }]);
    now += DAY;
    test.tick();
    settle();
    expect(counts('SELECT count(*) AS n FROM retention_runs')).toBe(2);
  });

  it('keeps the access log for a year at the least, whoever asks', async () => {
    const short = { retention: { automatic: false, days: { accessLog: 364 } } };
    await expect(client.call('settings.update', { patch: short })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const year = { retention: { automatic: false, days: { accessLog: 365 } } };
    await client.call('settings.update', { patch: year });
    await fill((db) => {
      const add = db.prepare(
        `INSERT INTO access_log (id, at, agent_id, origin, action, subject_kind, subject_id, person, reason)
         VALUES (?, ?, 'a', 'page', 'customer.open', 'customer', ?, NULL, '')`,
      );
      add.run(newId(), now - 366 * DAY, 'old');
      add.run(newId(), now - 364 * DAY, 'new');
      expect(() => db.exec(`DELETE FROM access_log`)).toThrow(/append-only/);
      expect(() => db.exec(`UPDATE access_log SET at = 0`)).toThrow(/append-only/);
    });
    await runAll();
    const subjects = query<{ id: string }>(dir.path, 'SELECT subject_id AS id FROM access_log');
    expect(subjects.map(({ id }) => id)).toContain('new');
    expect(subjects.map(({ id }) => id)).not.toContain('old');
  });

  it('takes recordings with their files, and copies of the database that are too old', async () => {
    const id = newId();
    await fillOld();
    await client.call('recordings.begin', { id, callId, kind: 'voicemail', startedAt: OLD });
    await client.call('recordings.append', { id, seq: 0, data: makePieces()(true) });
    await client.call('recordings.end', { id, endedAt: OLD + 1_000, reason: '' });
    const attendant = { ...(await client.call('settings.get', {})).attendant, keepDays: 30 };
    await client.call('settings.update', { patch: { attendant } });
    const backup = join(dir.path, 'ieum.before-v2.2020-01-01T00-00-00-000Z.sqlite');
    writeFileSync(backup, '010-9999-1234');
    utimesSync(backup, OLD / 1_000, OLD / 1_000);
    const plan = await runAll();
    expect(kindOf(plan, 'voicemail')).toMatchObject({ due: 1 });
    expect(kindOf(plan, 'backups')).toMatchObject({ due: 1, oldest: OLD });
    expect(existsSync(backup)).toBe(false);
    expect(readdirSync(join(dir.path, 'recordings'))).toEqual([]);
    // What was said of the recording is the newest fact, which stays for those who count by it.
    await client.call('calls.append', { facts: wholeCall({ ...OTHER, at: now }) });
    await runAll();
    expect(counts(`SELECT count(*) AS n FROM calls WHERE id = '${callId}'`)).toBe(0);
  });
});

describe('a customer who is erased in full', () => {
  const call = wholeCall({ at: TEN_O_CLOCK - DAY });
  const callId = call[0]?.callId ?? '';
  const kim = somebody('김하늘', [MOBILE]);
  const wish = {
    ...{ customerId: kim.id, reason: '정보주체 요구', contacts: true },
    ...({ ground: 'request', extent: 'full', who: '정보보호 담당' } as const),
  };

  async function fillKim(): Promise<void> {
    await client.call('customers.append', { facts: kim.facts });
    await client.call('calls.append', { facts: [...call, noted(callId, now, '자작나무')] });
    await client.call('customers.card', { customerId: kim.id, numbers: [] });
    await fill((db, agentId) => {
      const promise = made({ at: now - DAY, topic: '은행나무' });
      addPromiseFact(db, promise, agentId);
      addPromiseFact(
        db,
        said(promise.promiseId, now, { type: 'closed', reason: 'other', words: '' }),
        agentId,
      );
      const pause = opened({ at: now - DAY });
      addPauseFact(db, pause, agentId);
      addPauseFact(
        db,
        afterwards(pause.pauseId, now, { type: 'closed', reason: 'wish', words: '' }),
        agentId,
      );
      addMessageFact(db, received({ at: now - DAY }), agentId);
      addTextFact(db, textSaidOver(db, agentId), agentId);
    });
  }
  function textSaidOver(db: Db, agentId: string): Parameters<typeof addTextFact>[1] {
    const text = written({ at: now - DAY });
    addTextFact(db, text, agentId);
    return textSaid(text.textId, now, { type: 'cancelled' });
  }

  it('leaves not a byte of the number, and a figure of each call', async () => {
    await fillKim();
    const { certificate } = await client.call('customers.erase', { id: newId(), ...wish });
    settle();
    expect(certificate).toBe(1);
    for (const gone of ['99991234', '9999-1234', '김하늘', '자작나무', '은행나무']) {
      expect(bytesHold(gone), gone).toBe(false);
    }
    const { rows } = await client.call('calls.list', {});
    expect(rows).toMatchObject([{ id: callId, dialled: '—', e164: null, outcome: 'answered' }]);
    // It was looked at, and nobody can say any more who that was.
    const looks = query<{ person: string }>(
      dir.path,
      `SELECT person FROM access_log WHERE action = 'customer.open'`,
    );
    expect(looks).toHaveLength(1);
    expect(query(dir.path, 'SELECT * FROM access_people')).toEqual([]);
  });

  it('has a certificate that says what went and what is left, and holds nothing of them', async () => {
    await fillKim();
    await client.call('customers.erase', { id: newId(), ...wish });
    const { certificates } = await client.call('privacy.certificates', {});
    expect(certificates).toMatchObject([
      { no: 1, who: '정보보호 담당', sound: true, body: { ground: 'request', extent: 'full' } },
    ]);
    const { erased, kept, refs } = certificates[0]?.body ?? { erased: [], kept: [], refs: [] };
    expect(Object.fromEntries(erased.map((one) => [one.part, one.count]))).toEqual({
      ...{ cards: 1, calls: 1, texts: 1, messages: 1, promises: 1, pauses: 1 },
    });
    expect(kept).toContainEqual({ why: 'figures', count: 1 });
    expect(refs).toHaveLength(1);
    expect(JSON.stringify(certificates)).not.toMatch(/9999|김하늘/);
    expect(() => {
      const db = openFile(join(dir.path, 'ieum.sqlite'));
      try {
        db.exec(`UPDATE certificates SET who = ''`);
      } finally {
        db.close();
      }
    }).toThrow(/append-only/);
  });

  it('is not erased while a promise is open', async () => {
    await fillKim();
    await fill((db, agentId) => addPromiseFact(db, made({ at: now }), agentId) && undefined);
    await expect(client.call('customers.erase', { id: newId(), ...wish })).rejects.toMatchObject({
      code: 'privacy.owed',
    });
    expect((await client.call('customers.list', {})).rows).toHaveLength(1);
    expect((await client.call('privacy.certificates', {})).certificates).toEqual([]);
  });

  it('is not erased while they are held; one call that is held is left as it was', async () => {
    await fillKim();
    const hold = { who: '법무', reason: '분쟁', until: now + DAY, numbers: [] };
    await client.call('privacy.hold', {
      ...{ id: newId(), subjectKind: 'customer', subjectId: kim.id, ...hold },
    });
    const erase = { id: newId(), ...wish };
    await expect(client.call('customers.erase', erase)).rejects.toMatchObject({
      code: 'privacy.held',
    });
    // Its day has come: it holds nothing any more.
    now += DAY;
    await client.call('privacy.hold', {
      ...{ id: newId(), subjectKind: 'call', subjectId: callId, ...hold, until: null },
    });
    await client.call('customers.erase', erase);
    const [certificate] = (await client.call('privacy.certificates', {})).certificates;
    expect(certificate?.body.kept).toContainEqual({ why: 'hold', count: 1 });
    expect((await client.call('calls.get', { id: callId })).row).toMatchObject({
      ...{ e164: MOBILE.e164, note: '자작나무' },
    });
  });
});

describe('the access log', () => {
  it('says who looked at which call, once for one look, and by a word in place of the number', async () => {
    const call = wholeCall({ at: now });
    await client.call('calls.append', { facts: call });
    const id = call[0]?.callId ?? '';
    await client.call('calls.get', { id });
    await client.call('calls.get', { id });
    const entries = query<{ person: string; role: string }>(
      dir.path,
      `SELECT person, role FROM access_log WHERE action = 'call.open'`,
    );
    expect(entries).toMatchObject([
      { person: expect.stringMatching(/^[0-9a-f]{16}$/) as string, role: 'agent' },
    ]);
    const month = '2026-11';
    const { rows } = await client.call('privacy.log', { month });
    expect(rows).toMatchObject([{ action: 'call.open', person: MOBILE.e164 }]);
  });

  it('has who read a conversation, by the word for its number alone, and many calls read for one change', async () => {
    const call = wholeCall({ at: now });
    await client.call('calls.append', { facts: call });
    const fact = received({ at: now });
    await client.call('messages.receive', { fact, answerBy: now + 5_000 });
    const { threads } = await client.call('messages.threads', {});
    const thread = threads[0]?.thread ?? '';
    await client.call('messages.thread', { thread });
    await client.call('messages.thread', { thread });
    await client.call('calls.rows', { ids: [call[0]?.callId ?? ''] });
    const { rows } = await client.call('privacy.log', { month: '2026-11' });
    expect(rows.map(({ action }) => action).sort()).toEqual(['calls.bulk', 'thread.open']);
    const kept = query<{ entry: string }>(
      dir.path,
      'SELECT subject_id || detail AS entry FROM access_log',
    );
    expect(JSON.stringify(kept)).not.toContain('1099991234');
  });

  it('has a search for a number once it has settled, and none of its keystrokes', async () => {
    for (const text of ['0', '010', '0109', '01099991234']) {
      await client.call('calls.list', { filter: { text } });
    }
    settle();
    const { rows } = await client.call('privacy.log', { month: '2026-11', kind: 'search' });
    expect(rows).toMatchObject([{ action: 'search.number', person: MOBILE.e164 }]);
    await client.call('calls.list', { filter: { text: '김하늘' } });
    settle();
    const again = await client.call('privacy.log', { month: '2026-11', kind: 'search' });
    expect(again.rows).toHaveLength(1);
  });

  it('is signed off month by month once a month is over, and each time is a row of its own', async () => {
    await client.call('customers.card', { customerId: null, numbers: [OFFICE] });
    const review = { month: '2026-11', who: '김책임', remark: '이상 없음' };
    await expect(client.call('privacy.review', { id: newId(), ...review })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    now += 31 * DAY;
    await client.call('privacy.review', { id: newId(), ...review });
    await client.call('privacy.review', { id: newId(), ...review, remark: '다시 봄' });
    const { months, reviews } = await client.call('privacy.months', {});
    expect(months.map(({ month, over }) => [month, over])).toEqual([
      ['2026-12', false],
      ['2026-11', true],
    ]);
    expect(reviews).toMatchObject([{ remark: '다시 봄' }, { remark: '이상 없음', entries: 1 }]);
  });

  it('leaves as a file without whole numbers, and only with a line that says so', async () => {
    await client.call('customers.card', { customerId: null, numbers: [MOBILE] });
    const wish = { month: '2026-11', reason: '=월별 점검', language: 'ko' } as const;
    const { text, rows } = await client.call('privacy.logFile', wish);
    expect(rows).toBe(1);
    expect(text).toContain('010-****-1234');
    expect(text).not.toContain('9999');
    const again = await client.call('privacy.logFile', wish);
    expect(again.text).toContain("'=월별 점검");
  });

  it('brings numbers of an older log into words when the app is updated', async () => {
    await client.call('customers.card', { customerId: null, numbers: [MOBILE] });
    const [entry] = query<{ person: string; subject_id: string }>(
      dir.path,
      'SELECT person, subject_id FROM access_log',
    );
    expect(entry?.person).toBe(entry?.subject_id);
    expect(entry?.person).toMatch(/^[0-9a-f]{16}$/);
  });
});
