import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteTeamRecordsBefore } from '#host/db/teamRecords.ts';
import { openFile } from '#host/db/database.ts';
import { databasePath } from '#host/db/files.ts';
import { newId } from '#host/newId.ts';
import { keyOfCode, makeCode } from '#host/team/teamKey.ts';
import { hashPassphrase } from '#host/roles/passphrase.ts';
import { writeTeamText } from '#host/team/teamText.ts';
import { LARGEST_TEAM_FILE, readHeader, teamFileName } from '#shared/domain/team/teamFile.ts';
import type { TeamHeader } from '#shared/domain/team/teamFile.ts';
import { query } from '../support/callLog.ts';
import { disposedAs, noted, TEN_O_CLOCK } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { somebody } from './people.ts';
import { made, said } from './promiseFacts.ts';
import { inRun, runStarted } from './runFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import { aCall, HOUR, openDesk, THE_DAY } from './teamDesk.ts';
import type { DeskOptions, TeamDesk } from './teamDesk.ts';

const NOON = TEN_O_CLOCK + 2 * HOUR;
const DAY = '2026-11-21';

let dir: ReturnType<typeof makeTempDir>;
let folder: string;
let desks: TeamDesk[] = [];
beforeEach(() => {
  dir = makeTempDir();
  folder = join(dir.path, 'team');
  mkdirSync(folder);
});
afterEach(async () => {
  for (const desk of desks) await desk.stop();
  desks = [];
  dir.remove();
});

async function open(options: DeskOptions): ReturnType<typeof openDesk> {
  const desk = await openDesk(dir.path, folder, options);
  desks.push(desk);
  return desk;
}
/** A lead who reads, and an agent who writes, with one key. */
async function pair(): Promise<{ lead: TeamDesk & { code: string }; agent: TeamDesk }> {
  const lead = await open({ role: 'read', name: '이팀장', code: null });
  const agent = await open({ role: 'write', name: '김상담', code: lead.code });
  return { lead, agent };
}
const fileOf = ({ agentId }: TeamDesk, day = DAY): string =>
  join(folder, teamFileName(agentId, day));
const recordsAt = ({ dataDir }: TeamDesk) =>
  query<{ agent_id: string; kind: string; id: string; body: string }>(
    dataDir,
    'SELECT agent_id, kind, id, body FROM team_records ORDER BY agent_id, kind, id',
  );
const overview = ({ client }: TeamDesk) => client.call('team.overview', THE_DAY);

describe('a team folder', () => {
  it('gives the lead the day of every agent, apart from the lead’s own log', async () => {
    const { lead, agent } = await pair();
    const other = await open({ role: 'write', name: '박상담', code: lead.code });
    await aCall(agent, 1);
    await aCall(agent, 5, { missed: true });
    await aCall(other, 3);
    await agent.client.call('promises.append', { facts: [made()] });
    const kept = made({ promiseId: newId() });
    await other.client.call('promises.append', {
      facts: [kept, said(kept.promiseId, NOON, { type: 'closed', reason: 'solved', words: '' })],
    });
    await agent.client.call('runs.append', {
      facts: [runStarted({ trigger: 'billing', at: TEN_O_CLOCK + 5 })],
    });
    for (const desk of [agent, other, lead]) await desk.look();
    const { agents, troubles, refused } = await overview(lead);
    expect(agents).toMatchObject([
      { name: '김상담', own: false, calls: 2, answered: 1, missed: 1, open: 2, overdue: 0 },
      { name: '박상담', own: false, calls: 1, answered: 1, missed: 0, open: 0, overdue: 0 },
    ]);
    expect(troubles).toEqual([{ trigger: 'billing', count: 1 }]);
    expect(refused).toEqual([]);
    const { rows } = await lead.client.call('team.promises', {});
    expect(rows).toMatchObject([
      { agent: '김상담', promise: { topic: '배송 일정', who: { e164: '+821099991234' } } },
      { agent: '김상담', promise: { origin: 'missed' } },
    ]);
    expect((await lead.client.call('calls.list', {})).rows).toEqual([]);
    expect((await lead.client.call('promises.list', {})).rows).toEqual([]);
    const [first] = (await lead.client.call('team.calls', { text: '1234' })).rows;
    expect(first).toMatchObject({ agent: '김상담', call: { outcome: 'missed' } });
    const mine = await lead.client.call('team.calls', { agentId: other.agentId });
    expect(mine.rows).toMatchObject([{ agent: '박상담' }]);
  });

  it('changes nothing when it is read twice, and takes what is newer', async () => {
    const { lead, agent } = await pair();
    const id = await aCall(agent, 1);
    await agent.look();
    await lead.look();
    const before = recordsAt(lead);
    rmSync(fileOf(agent));
    await agent.look();
    await lead.look();
    expect(recordsAt(lead)).toEqual(before);
    await agent.client.call('calls.append', {
      facts: [disposedAs(id, TEN_O_CLOCK + 100_000, 'billing-twice')],
    });
    const old = readFileSync(fileOf(agent));
    await agent.look();
    await lead.look();
    const { rows } = await lead.client.call('team.calls', {});
    expect(rows[0]?.call.about.length).toBeGreaterThan(0);
    // The file of before that, as a share may bring it back, takes nothing away.
    writeFileSync(fileOf(agent), old);
    await lead.look();
    expect((await lead.client.call('team.calls', {})).rows).toEqual(rows);
  });

  it('keeps the calls of two agents apart that have one id', async () => {
    const lead = await open({ role: 'read', name: '이팀장', code: null });
    const key = keyOfCode(lead.code);
    const agent = await open({ role: 'write', name: '김상담', code: lead.code });
    await aCall(agent, 1);
    await agent.look();
    const [header = '', call = ''] = readFileSync(fileOf(agent), 'utf8').split('\n');
    const twin: TeamHeader = {
      ...(JSON.parse(header) as TeamHeader),
      agentId: newId(),
      name: '박',
    };
    const { key: _key, ...unsigned } = twin;
    const text = writeTeamText(unsigned, [JSON.parse(call) as never], key) ?? '';
    writeFileSync(join(folder, teamFileName(twin.agentId, DAY)), text);
    await lead.look();
    expect(recordsAt(lead)).toHaveLength(2);
    expect(new Set(recordsAt(lead).map(({ id }) => id)).size).toBe(1);
  });

  it('holds no more than is needed: whole numbers only of promises that are owed, no notes', async () => {
    const { agent } = await pair();
    const id = await aCall(agent, 1);
    const promise = made({ note: '속마음' });
    const { promiseId } = promise;
    await agent.client.call('promises.append', { facts: [promise] });
    await agent.client.call('calls.append', { facts: [noted(id, TEN_O_CLOCK + 1, '비밀 메모')] });
    const run = runStarted({ trigger: 'defect', callId: id, at: TEN_O_CLOCK + 1 });
    await agent.client.call('runs.append', {
      facts: [
        run,
        inRun(run.runId, TEN_O_CLOCK + 2, { type: 'field', fieldId: 'x', value: '고객의 말' }),
      ],
    });
    await agent.look();
    const lines = (): Record<string, unknown>[] =>
      readFileSync(fileOf(agent), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines().find(({ kind }) => kind === 'call')).toMatchObject({
      who: { number: '010-****-1234', e164: null, name: '김*수' },
      note: '',
    });
    expect(lines().find(({ kind }) => kind === 'promise')).toMatchObject({
      who: { number: '01099991234', e164: '+821099991234', name: '김철수' },
      note: '',
    });
    const all = readFileSync(fileOf(agent), 'utf8');
    for (const secret of ['비밀 메모', '속마음', '고객의 말', agent.dataDir]) {
      expect(all).not.toContain(secret);
    }
    // One that is owed no more needs no number.
    await agent.client.call('promises.append', {
      facts: [said(promiseId, NOON, { type: 'closed', reason: 'solved', words: '김철수 고객' })],
    });
    await agent.look();
    expect(readFileSync(fileOf(agent), 'utf8')).not.toMatch(/1099991234|김철수|배송/);
    const team = { role: 'write', folder, name: '김상담', numbers: 'all', notes: true } as const;
    await agent.client.call('settings.update', { patch: { team } });
    await agent.look();
    expect(readFileSync(fileOf(agent), 'utf8')).toMatch(/비밀 메모/);
    expect(lines().find(({ kind }) => kind === 'call')).toMatchObject({
      who: { number: '01099991234', name: '김철수' },
    });
  });

  it('has no practice in it, and nothing where there is no key', async () => {
    const { agent } = await pair();
    await agent.client.call('promises.append', { facts: [made({ practice: true })] });
    await agent.look();
    expect(readFileSync(fileOf(agent), 'utf8').split('\n')).toHaveLength(3);
    rmSync(fileOf(agent));
    await agent.client.call('team.forgetKey', {});
    await agent.look();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a file that is not what it should be', () => {
  /** A small one that is right, and a lead who has not seen it. */
  async function rightFile() {
    const { lead, agent } = await pair();
    await aCall(agent, 1);
    await agent.look();
    await agent.stop();
    desks = desks.filter((desk) => desk !== agent);
    return { lead, agent, path: fileOf(agent), bytes: readFileSync(fileOf(agent)) };
  }

  it('is refused and named whichever byte of it was altered', { timeout: 120_000 }, async () => {
    const { lead, path, bytes } = await rightFile();
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 0x01, at);
      writeFileSync(path, altered);
      // It was not a moment ago that it was written.
      utimesSync(path, 1, 1 + at);
      const { refused } = await lead.look();
      expect(refused, `byte ${at}`).toBe(1);
    }
    expect(recordsAt(lead)).toEqual([]);
    expect((await overview(lead)).refused).toMatchObject([{ file: path.split('/').at(-1) }]);
    // The right one is taken after all that.
    writeFileSync(path, bytes);
    expect((await lead.look()).refused).toBe(0);
    expect(recordsAt(lead)).toHaveLength(1);
  });

  it('is waited for where its end may be on its way, and refused when it does not come', async () => {
    const { lead, path, bytes } = await rightFile();
    for (let length = 0; length < bytes.length; length += 7) {
      writeFileSync(path, bytes.subarray(0, length));
      // The desk's clock stands at eleven.
      const justNow = (TEN_O_CLOCK + HOUR) / 1_000 - 1;
      utimesSync(path, justNow, justNow);
      expect((await lead.look()).refused, `${length} bytes, just now`).toBe(0);
      utimesSync(path, 1, 1);
      expect((await lead.look()).refused, `${length} bytes, long ago`).toBe(1);
      expect((await overview(lead)).refused).toMatchObject([{ fault: 'partial' }]);
      rmSync(path);
      expect((await lead.look()).refused).toBe(0);
    }
    expect(recordsAt(lead)).toEqual([]);
  });

  const FAULTS: readonly [
    string,
    (file: { path: string; bytes: Buffer; lead: { code: string } }) => void,
  ][] = [
    ['wrong-key', ({ path, bytes }) => resign(path, bytes, keyOfCode(makeCode()), {})],
    ['unsigned', ({ path, bytes }) => resign(path, bytes, null, {})],
    [
      'future',
      ({ path, bytes, lead }) => resign(path, bytes, keyOfCode(lead.code), { madeAt: NOON + HOUR }),
    ],
    [
      'version',
      ({ path, bytes }) =>
        writeFileSync(path, bytes.toString().replace('"version":1', '"version":2')),
    ],
    [
      'name',
      ({ path, bytes, lead }) => resign(path, bytes, keyOfCode(lead.code), { day: '2026-11-20' }),
    ],
    ['name', ({ path }) => renameSync(path, path.replace('.jsonl', ' (1).jsonl'))],
    ['too-large', ({ path }) => writeFileSync(path, Buffer.alloc(LARGEST_TEAM_FILE + 1, 32))],
    ['altered', ({ path }) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x0a]))],
    [
      'link',
      ({ path }) => {
        renameSync(path, join(dir.path, 'elsewhere.jsonl'));
        symlinkSync(join(dir.path, 'elsewhere.jsonl'), path);
      },
    ],
    [
      'link',
      ({ path }) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    [
      'link',
      ({ path }) => {
        rmSync(path);
        execFileSync('mkfifo', [path]);
      },
    ],
  ];
  it.each(FAULTS)('is refused by name: %s (%#)', async (fault, spoil) => {
    const { lead, path, bytes } = await rightFile();
    spoil({ path, bytes, lead });
    await lead.look();
    const { refused, agents } = await overview(lead);
    expect(refused).toMatchObject([{ fault }]);
    expect(agents).toEqual([]);
    expect(recordsAt(lead)).toEqual([]);
  });

  function resign(
    path: string,
    bytes: Buffer,
    key: ReturnType<typeof keyOfCode>,
    change: Partial<TeamHeader>,
  ): void {
    const [first = '', ...records] = bytes.toString().trimEnd().split('\n').slice(0, -1);
    const header = readHeader(first);
    if (!header) throw new Error('A header was to be there.');
    const { key: _key, ...rest } = { ...header, ...change };
    const all = records.map((line) => JSON.parse(line) as never);
    writeFileSync(path, writeTeamText(rest, all, key) ?? '');
  }

  it('is one of two apps that call themselves by one id: said at both, refused at the lead’s', async () => {
    const { lead, agent } = await pair();
    await aCall(agent, 1);
    await agent.look();
    await lead.look();
    await agent.stop();
    desks = desks.filter((desk) => desk !== agent);
    // The data folder is taken to another computer; the first goes on.
    cpSync(agent.dataDir, join(dir.path, '복사'), { recursive: true });
    const copy = await open({ role: 'write', name: '복사', code: lead.code });
    const first = await open({ role: 'write', name: '김상담', code: lead.code });
    expect(copy.agentId).toBe(first.agentId);
    await first.look();
    await lead.look();
    await aCall(copy, 3);
    await copy.look();
    await lead.look();
    expect((await overview(lead)).refused).toEqual([]);
    await aCall(first, 4);
    expect(await first.look()).toMatchObject({ writeFault: 'duplicate-agent' });
    await first.stop();
    const again = await open({ role: 'write', name: '김상담', code: lead.code });
    await again.look();
    await lead.look();
    expect((await overview(lead)).refused).toMatchObject([{ fault: 'duplicate-agent' }]);
  });
});

describe('the folder', () => {
  it('is looked at before it is used', async () => {
    const { lead } = await pair();
    const fault = async (path: string): Promise<string | null> =>
      (await lead.client.call('team.checkFolder', { folder: path, writes: true })).fault;
    expect(await fault(folder)).toBeNull();
    expect(await fault('')).toBe('none');
    expect(await fault('team')).toBe('not-absolute');
    expect(await fault(join(folder, 'none'))).toBe('missing');
    writeFileSync(join(folder, 'file'), '');
    expect(await fault(join(folder, 'file'))).toBe('not-folder');
    expect(await fault(lead.dataDir)).toBe('own-data');
    expect(await fault(dir.path)).toBe('own-data');
    symlinkSync(lead.dataDir, join(dir.path, 'link'));
    expect(await fault(join(dir.path, 'link'))).toBe('own-data');
  });

  it('is cleaned of what a kill has left, and of own days of more than a month ago', async () => {
    const { agent, lead } = await pair();
    const left = `.ieum-team-${agent.agentId}-${DAY}.0123abcd.part`;
    const others = `.ieum-team-${lead.agentId}-${DAY}.0123abcd.part`;
    const old = teamFileName(agent.agentId, '2026-10-01');
    // What is not ours is nobody's business.
    const foreign = ['.ieum-team-x.part', 'notes.txt'];
    for (const name of [left, others, old, ...foreign]) writeFileSync(join(folder, name), 'half');
    utimesSync(join(folder, others), TEN_O_CLOCK / 1_000, TEN_O_CLOCK / 1_000);
    await agent.look();
    expect(readdirSync(folder).sort()).toEqual(
      [...foreign, others, teamFileName(agent.agentId, DAY)].sort(),
    );
  });

  it('that is full leaves the file of before, says so, and is written when there is room', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
    const mount = mountTmpfs(64);
    try {
      folder = mount.path;
      const { lead, agent } = await pair();
      await aCall(agent, 1);
      await agent.look();
      const before = readFileSync(fileOf(agent));
      const room = join(folder, 'ballast');
      try {
        writeFileSync(room, Buffer.alloc(128 * 1_024));
      } catch {
        // As much as there was room for.
      }
      for (let minute = 2; minute < 40; minute += 1) await aCall(agent, minute);
      expect(await agent.look()).toMatchObject({ writeFault: 'full' });
      expect(readFileSync(fileOf(agent)).equals(before)).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(['ballast', teamFileName(agent.agentId, DAY)]);
      await lead.look();
      expect(recordsAt(lead)).toHaveLength(1);
      rmSync(room);
      expect(await agent.look()).toMatchObject({ writeFault: null, written: { records: 39 } });
      await lead.look();
      expect(recordsAt(lead)).toHaveLength(39);
      await agent.stop();
      await lead.stop();
      desks = [];
    } finally {
      mount.remove();
    }
  });

  it('gets the day that was not written because nobody could', async () => {
    let now = TEN_O_CLOCK + HOUR;
    const lead = await open({ role: 'read', name: '이팀장', code: null, clock: () => now });
    rmSync(folder, { recursive: true });
    const agent = await open({
      ...{ role: 'write', name: '김상담', code: lead.code, clock: () => now },
    });
    await aCall(agent, 1);
    expect(await agent.look()).toMatchObject({ folderFault: 'missing' });
    now += 24 * HOUR;
    mkdirSync(folder);
    await agent.look();
    await lead.look();
    expect(existsSync(fileOf(agent))).toBe(true);
    expect(recordsAt(lead)).toHaveLength(1);
  });
});

describe('an erased customer', () => {
  const erase = async ({ client }: TeamDesk): Promise<void> => {
    const kim = { id: newId(), customerId: newId(), at: TEN_O_CLOCK };
    const { numbers } = somebody('김철수', ['010-9999-1234']);
    await client.call('customers.append', {
      facts: [{ ...kim, type: 'created', name: '김철수', numbers } as never],
    });
    await client.call('customers.erase', {
      ...{ id: newId(), customerId: kim.customerId, reason: '고객 요청', contacts: true },
    });
  };

  it('is nobody in the lead’s records, and stays nobody when the file is read again', async () => {
    const { lead, agent } = await pair();
    const id = await aCall(agent, 1);
    await aCall(agent, 2, { dialled: '01055556666', name: '박영희' });
    await agent.client.call('promises.append', { facts: [made()] });
    await agent.look();
    await lead.look();
    await erase(lead);
    const bodies = (): string =>
      recordsAt(lead)
        .map(({ body }) => body)
        .join('\n');
    expect(bodies()).not.toMatch(/김철수|김\*수|1234|배송/);
    expect(bodies()).toContain('박*희');
    expect(recordsAt(lead)).toHaveLength(3);
    await agent.client.call('calls.append', {
      facts: [noted(id, TEN_O_CLOCK + 200_000, '다시 적음')],
    });
    rmSync(fileOf(agent));
    await agent.look();
    await lead.look();
    expect(bodies()).not.toMatch(/김철수|김\*수|1234|배송/);
    // Erased with the key of before, too.
    await lead.client.call('team.makeKey', {});
    await erase(lead);
    expect(bodies()).not.toMatch(/1234/);
  });

  it('goes out of the agent’s files of earlier days as well', async () => {
    let now = TEN_O_CLOCK + HOUR;
    const lead = await open({ role: 'read', name: '이팀장', code: null, clock: () => now });
    const settings = { numbers: 'all', notes: true } as const;
    const agent = await open({
      ...{ role: 'write', name: '김상담', code: lead.code, clock: () => now, settings },
    });
    await aCall(agent, 1);
    await agent.look();
    expect(readFileSync(fileOf(agent), 'utf8')).toContain('김철수');
    now += 24 * HOUR;
    await agent.look();
    await lead.look();
    await erase(agent);
    await agent.look();
    expect(readFileSync(fileOf(agent), 'utf8')).not.toContain('김철수');
    await lead.look();
    expect(recordsAt(lead)[0]?.body).not.toContain('김철수');
  });
});

it('old records go, those that are owed stay, and files that lie there yet bring nothing back', async () => {
  const { lead, agent } = await pair();
  await aCall(agent, 1);
  await agent.client.call('promises.append', { facts: [made()] });
  await agent.look();
  await lead.look();
  await lead.stop();
  desks = desks.filter((desk) => desk !== lead);
  const db = openFile(databasePath(lead.dataDir));
  expect(deleteTeamRecordsBefore(db, NOON)).toBe(1);
  db.close();
  const again = await open({ role: 'read', name: '이팀장', code: lead.code });
  expect(recordsAt(again).map(({ kind }) => kind)).toEqual(['promise']);
  await aCall(agent, 130);
  await agent.look();
  await again.look();
  expect(recordsAt(again).map(({ kind }) => kind)).toEqual(['call', 'promise']);
});

describe('a file of its own', () => {
  async function stage({ client }: TeamDesk, text: string): Promise<string> {
    const importId = newId();
    await client.call('team.importStage', { importId, from: 0, text });
    return importId;
  }

  it('is looked at before it is taken, taken once, and needs no folder', async () => {
    const { lead, agent } = await pair();
    await aCall(agent, 1);
    const reason = '팀장 요청';
    const file = await agent.client.call('team.exportDay', { day: DAY, reason });
    expect(file).toMatchObject({ name: teamFileName(agent.agentId, DAY), records: 1 });
    const importId = await stage(lead, file.text);
    const plan = await lead.client.call('team.importPlan', { importId });
    expect(plan).toMatchObject({ name: '김상담', day: DAY, signature: 'right', refused: 0 });
    expect(plan.counts).toMatchObject({ added: 1, changed: 0, unchanged: 0 });
    expect(recordsAt(lead)).toEqual([]);
    await lead.client.call('team.import', { importId });
    const again = await lead.client.call('team.import', { importId });
    expect(again.counts).toMatchObject({ added: 0, unchanged: 1 });
    expect(recordsAt(lead)).toHaveLength(1);
    const [line] = query<{ action: string; reason: string }>(
      agent.dataDir,
      `SELECT action, reason FROM access_log WHERE action = 'team.export'`,
    );
    expect(line).toEqual({ action: 'team.export', reason });
  });

  it('says that nobody has signed it, which lines it cannot read, and is refused when altered', async () => {
    const { lead, agent } = await pair();
    await aCall(agent, 1);
    const { text } = await agent.client.call('team.exportDay', { day: DAY, reason: '시험' });
    await expect(
      lead.client.call('team.importPlan', {
        importId: await stage(lead, text.replace('김', '박')),
      }),
    ).rejects.toMatchObject({ code: 'team.refused', details: { fault: 'altered' } });
    await agent.client.call('team.forgetKey', {});
    const bare = await agent.client.call('team.exportDay', { day: DAY, reason: '시험' });
    const [first = '', call = ''] = bare.text.split('\n');
    const header = readHeader(first);
    if (!header) throw new Error('A header was to be there.');
    const one = JSON.parse(call) as object;
    const odd = [one, one, { ...one, kind: 'secret' }] as never[];
    const importId = await stage(lead, writeTeamText(header, odd, null) ?? '');
    const plan = await lead.client.call('team.importPlan', { importId });
    expect(plan).toMatchObject({
      signature: 'none',
      counts: { added: 1 },
      faults: [
        { line: 3, why: 'twice' },
        { line: 4, why: 'invalid' },
      ],
    });
  });
});

it('is seen by a lead alone, where the organisation has one', async () => {
  const account = { uri: 'sip:1001@pbx.example.com', servers: ['wss://pbx.example.com/ws'] };
  const lead = { passphrase: await hashPassphrase('푸른 바다 위 등대', { ln: 14, r: 8, p: 1 }) };
  const provisioningFile = join(dir.path, 'provision.json');
  writeFileSync(provisioningFile, JSON.stringify({ version: 1, account, policy: { lead } }));
  const test = startHost(join(dir.path, 'led'), { provisioningFile });
  const { client } = test.connect();
  const needed = { code: 'role.needed' };
  await expect(client.call('team.overview', THE_DAY)).rejects.toMatchObject(needed);
  await expect(client.call('team.promises', {})).rejects.toMatchObject(needed);
  await expect(client.call('team.calls', {})).rejects.toMatchObject(needed);
  const importId = newId();
  await expect(client.call('team.importPlan', { importId })).rejects.toMatchObject(needed);
  await expect(client.call('team.import', { importId })).rejects.toMatchObject(needed);
  await client.call('roles.unlock', { passphrase: '푸른 바다 위 등대' });
  expect((await client.call('team.overview', THE_DAY)).agents).toEqual([]);
  await test.host.stop();
});

describe('the key', () => {
  it('is a code with a check, the same word at both ends, and is told no second time', async () => {
    const { lead, agent } = await pair();
    const state = await lead.client.call('team.state', {});
    expect(state.word).toEqual((await agent.client.call('team.state', {})).word);
    expect(JSON.stringify(state)).not.toContain(lead.code);
    expect(lead.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
    const typed = lead.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect(await agent.client.call('team.enterKey', { code: typed })).toEqual({ word: state.word });
    const slip = lead.code.startsWith('A') ? `B${lead.code.slice(1)}` : `A${lead.code.slice(1)}`;
    const entered = agent.client.call('team.enterKey', { code: slip });
    // One in thirty-two slips is a code as well: then the word is another.
    await entered.then(
      ({ word }) => expect(word).not.toEqual(state.word),
      (error: unknown) => expect(error).toMatchObject({ code: 'team.code' }),
    );
  });
});
