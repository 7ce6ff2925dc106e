import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { TEN_O_CLOCK, wholeCall } from './facts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makePieces } from './recordingPieces.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const DAY = 86_400_000;

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let client: ReturnType<TestHost['connect']>['client'];
let now = TEN_O_CLOCK;

/** @param recording null: the file says nothing of it */
function provision(recording: object | null): string {
  const file = join(dir.path, 'provision.json');
  const account = { uri: 'sip:1001@pbx.example.com', servers: ['wss://pbx.example.com/ws'] };
  const policy = recording === null ? {} : { policy: { recording } };
  writeFileSync(file, JSON.stringify({ version: 1, account, ...policy }));
  return file;
}

function start(
  recording: object | null = { mode: 'agent' },
  dataDir = join(dir.path, 'data'),
): void {
  test = startHost(dataDir, { clock: () => now, provisioningFile: provision(recording) });
  ({ client } = test.connect());
}

async function restart(recording?: object | null): Promise<void> {
  await test.host.stop();
  start(recording);
}

const folder = (): string => join(dir.path, 'data', 'recordings');
const fileOf = (id: string): string => join(folder(), `${id}.ogg`);

/** A call of a customer, and a recording of it that has begun. */
async function begin(startedAt = now): Promise<{ id: string; callId: string }> {
  const facts = wholeCall({ at: startedAt });
  await client.call('calls.append', { facts });
  const callId = facts[0]?.callId ?? '';
  const id = newId();
  await client.call('recordings.begin', { id, callId, kind: 'call', startedAt });
  return { id, callId };
}

async function record(seconds: number, startedAt = now): Promise<{ id: string; callId: string }> {
  const made = await begin(startedAt);
  const piece = makePieces();
  for (let seq = 0; seq < seconds; seq += 1) {
    await client.call('recordings.append', { id: made.id, seq, data: piece(seq === seconds - 1) });
  }
  await client.call('recordings.end', {
    ...{ id: made.id, endedAt: startedAt + seconds * 1_000, reason: 'call-ended' },
  });
  return made;
}

const rowsOf = async (callId: string) => (await client.call('recordings.ofCall', { callId })).rows;
const isRecorded = async (id: string) => (await client.call('calls.get', { id })).row.recorded;
const factsOf = async (id: string) =>
  (await client.call('calls.get', { id })).facts.flatMap((fact) =>
    fact.type === 'recording' ? [fact.what] : [],
  );

beforeEach(() => {
  dir = makeTempDir();
  now = TEN_O_CLOCK;
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

describe('whether anything is recorded', () => {
  it.each([
    ['without a word about it', null],
    ['when it is off', { mode: 'off' }],
  ])('refuses %s, and makes no folder', async (_when, policy) => {
    await restart(policy);
    await expect(begin()).rejects.toMatchObject({ code: 'recording.not-allowed' });
    expect(existsSync(folder())).toBe(false);
  });

  it('tells the page the policy, and whether there is anything to find', async () => {
    expect(await client.call('recordings.policy', {})).toEqual({
      policy: { mode: 'agent', notice: 'spoken', noticeText: null, retentionDays: 90 },
      any: false,
    });
    await record(1);
    expect((await client.call('recordings.policy', {})).any).toBe(true);
  });
});

describe('a recording', () => {
  it('is a file for this person alone, its name an id, and a row tied to its call', async () => {
    const { id, callId } = await record(3);
    expect(readdirSync(folder())).toEqual([`${id}.ogg`]);
    expect(statSync(fileOf(id)).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    const [row] = await rowsOf(callId);
    const file = readFileSync(fileOf(id));
    expect(row).toMatchObject({
      ...{ id, callId, kind: 'call', state: 'ended', endReason: 'call-ended' },
      ...{ startedAt: TEN_O_CLOCK, endedAt: TEN_O_CLOCK + 3_000, durationMs: 2_994 },
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(await isRecorded(callId)).toBe(true);
    expect(await factsOf(callId)).toEqual(['started']);
  });

  it('passes over a piece that is there already, also after its end', async () => {
    const { id, callId } = await begin();
    const piece = makePieces();
    const first = { id, seq: 0, data: piece() };
    const answer = await client.call('recordings.append', first);
    expect(await client.call('recordings.append', first)).toEqual(answer);
    expect(statSync(fileOf(id)).size).toBe(answer.bytes);
    await client.call('recordings.end', { id, endedAt: now, reason: 'agent' });
    await client.call('recordings.append', first);
    const end = await client.call('recordings.end', { id, endedAt: now + 9, reason: 'agent' });
    expect(end.endedAt).toBe(now);
    await expect(
      client.call('recordings.append', { id, seq: 1, data: piece() }),
    ).rejects.toMatchObject({ code: 'recording.closed' });
    expect(await factsOf(callId)).toEqual(['started']);
  });

  it('tells of a gap and which piece it waits for, and goes on with it', async () => {
    const { id } = await begin();
    const piece = makePieces();
    const pieces = [piece(), piece(), piece()];
    const append = (seq: number) =>
      client.call('recordings.append', { id, seq, data: pieces[seq] ?? '' });
    await append(0);
    await expect(append(2)).rejects.toMatchObject({
      code: 'recording.gap',
      details: { expected: 1 },
    });
    await append(1);
    await append(2);
  });

  it('of which nothing came is none', async () => {
    const { id, callId } = await begin();
    await client.call('recordings.end', { id, endedAt: now, reason: 'agent' });
    expect(await rowsOf(callId)).toEqual([]);
    expect(await isRecorded(callId)).toBe(false);
    expect(readdirSync(folder())).toEqual([]);
  });

  it('is found by the filter of the call log, and no longer when it is deleted', async () => {
    await client.call('calls.append', { facts: wholeCall() });
    const { id, callId } = await record(1);
    const found = async () =>
      (await client.call('calls.list', { filter: { text: '', recorded: true } })).rows.map(
        (row) => row.id,
      );
    expect(await found()).toEqual([callId]);
    await client.call('recordings.delete', { id, reason: '잘못 녹음함' });
    expect(await found()).toEqual([]);
  });
});

describe('when nobody says that it is over', () => {
  it('is closed at the next start with all that was acknowledged, and nothing half', async () => {
    const { id, callId } = await begin();
    const piece = makePieces();
    let bytes = 0;
    for (let seq = 0; seq < 3; seq += 1) {
      ({ bytes } = await client.call('recordings.append', { id, seq, data: piece() }));
    }
    await test.host.stop();
    // Half of a piece that was never acknowledged.
    appendFileSync(fileOf(id), Buffer.from(piece(), 'base64').subarray(0, 40));
    start();
    await expect.poll(async () => (await rowsOf(callId))[0]?.state).toBe('interrupted');
    const [row] = await rowsOf(callId);
    expect(row).toMatchObject({ bytes, durationMs: 2_994, endReason: 'app.interrupted' });
    expect(statSync(fileOf(id)).size).toBe(bytes);
    expect(await factsOf(callId)).toEqual(['started', 'interrupted']);
  });

  it('a page that still speaks goes on where it was, and what it sends again is not doubled', async () => {
    const { id, callId } = await begin();
    const piece = makePieces();
    const pieces = [piece(), piece(), piece()];
    const append = (seq: number) =>
      client.call('recordings.append', { id, seq, data: pieces[seq] ?? '' });
    await append(0);
    await append(1);
    await restart();
    await expect.poll(async () => (await rowsOf(callId))[0]?.state).toBe('interrupted');
    await append(1);
    await append(2);
    await client.call('recordings.end', { id, endedAt: now, reason: 'call-ended' });
    expect((await rowsOf(callId))[0]).toMatchObject({ state: 'ended', durationMs: 2_994 });
    const whole = Buffer.concat(pieces.map((data) => Buffer.from(data, 'base64')));
    expect(readFileSync(fileOf(id)).equals(whole)).toBe(true);
  });

  it('another page at the desk closes what the earlier one left', async () => {
    await client.call('desk.claim', { deskId: newId(), takeOver: true });
    const { id, callId } = await begin();
    await client.call('recordings.append', { id, seq: 0, data: makePieces()() });
    await test.connect().client.call('desk.claim', { deskId: newId(), takeOver: true });
    await expect.poll(async () => (await rowsOf(callId))[0]?.state).toBe('interrupted');
  });

  it('a file that a power failure made shorter is played to where it ends', async () => {
    const { id, callId } = await begin();
    const piece = makePieces();
    const sizes: number[] = [];
    for (let seq = 0; seq < 3; seq += 1) {
      const { bytes } = await client.call('recordings.append', { id, seq, data: piece() });
      sizes.push(bytes);
    }
    await test.host.stop();
    truncateSync(fileOf(id), (sizes[1] ?? 0) + 17);
    start();
    await expect.poll(async () => (await rowsOf(callId))[0]?.durationMs).toBe(1_994);
    expect(statSync(fileOf(id)).size).toBe(sizes[1]);
  });
});

describe('listening', () => {
  const readAll = (path: string): Buffer | null => {
    const media = test.host.media(path.replace('/recordings/', ''));
    return media && readFileSync(media.path);
  };

  it('gives a way to the sound that nobody can guess, and writes down who asked', async () => {
    const { id } = await record(2);
    const { path } = await client.call('recordings.listen', { id });
    expect(path).toMatch(/^\/recordings\/[\w-]{43}$/);
    expect(readAll(path)?.equals(readFileSync(fileOf(id)))).toBe(true);
    expect(test.host.media('x')).toBeNull();
    const { entries } = await client.call('access.list', {
      ...{ subjectKind: 'recording', subjectId: id },
    });
    expect(entries).toMatchObject([
      { action: 'recording.listen', person: '+821099991234', reason: '', at: now },
    ]);
    const { agentId } = await client.call('app.info', {});
    expect(entries[0]?.agentId).toBe(agentId);
  });

  it('ends ten minutes after it was last used', async () => {
    const { id } = await record(1);
    const { path } = await client.call('recordings.listen', { id });
    now += 599_000;
    expect(readAll(path)).not.toBeNull();
    now += 599_000;
    expect(readAll(path)).not.toBeNull();
    now += 600_001;
    expect(readAll(path)).toBeNull();
  });

  it('saves under a name without anything of the customer, for a reason', async () => {
    const { id } = await record(1);
    await expect(client.call('recordings.export', { id, reason: '  ' })).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const { path } = await client.call('recordings.export', { id, reason: '분쟁 조정 제출' });
    const media = test.host.media(path.replace('/recordings/', ''));
    expect(media?.saveAs).toBe('ieum-2026-11-21-100000.ogg');
    const { entries } = await client.call('access.list', {
      ...{ subjectKind: 'recording', subjectId: id },
    });
    expect(entries).toMatchObject([{ action: 'recording.export', reason: '분쟁 조정 제출' }]);
  });

  it('is refused while it is made, after it is deleted, and without its file', async () => {
    const open = await begin();
    await expect(client.call('recordings.listen', { id: open.id })).rejects.toMatchObject({
      code: 'recording.busy',
    });
    const { id } = await record(1);
    const { path } = await client.call('recordings.listen', { id });
    await client.call('recordings.delete', { id, reason: '요청' });
    expect(readAll(path)).toBeNull();
    const gone = { code: 'recording.gone' };
    await expect(client.call('recordings.listen', { id })).rejects.toMatchObject(gone);
    await client.call('recordings.restore', { id });
    rmSync(fileOf(id));
    await expect(client.call('recordings.listen', { id })).rejects.toMatchObject(gone);
    await expect(client.call('recordings.listen', { id: newId() })).rejects.toMatchObject({
      code: 'recording.unknown',
    });
  });
});

describe('removing', () => {
  it('can be taken back for a day; then the sound goes and the row stays', async () => {
    const { id, callId } = await record(1);
    const deleted = await client.call('recordings.delete', { id, reason: '고객 요청' });
    expect(deleted).toMatchObject({ deleteReason: '고객 요청', restorableUntil: now + DAY });
    expect(await isRecorded(callId)).toBe(false);
    await client.call('recordings.restore', { id });
    expect(await isRecorded(callId)).toBe(true);

    await client.call('recordings.delete', { id, reason: '고객 요청' });
    now += DAY - 1;
    test.tick();
    expect(existsSync(fileOf(id))).toBe(true);
    now += 1;
    test.tick();
    expect(existsSync(fileOf(id))).toBe(false);
    expect(await rowsOf(callId)).toEqual([]);
    await expect(client.call('recordings.restore', { id })).rejects.toMatchObject({
      code: 'recording.gone',
    });
    expect(await factsOf(callId)).toEqual(['started', 'deleted', 'restored', 'deleted', 'expired']);
    const { entries } = await client.call('access.list', {
      ...{ subjectKind: 'recording', subjectId: id },
    });
    expect(entries.map(({ action, reason }) => `${action} ${reason}`.trim())).toEqual([
      'recording.remove deleted',
      'recording.delete 고객 요청',
      'recording.restore',
      'recording.delete 고객 요청',
    ]);
  });

  it('comes by itself when the days are over, and can be counted before', async () => {
    await restart({ mode: 'agent', retentionDays: 30 });
    const old = await record(1, now - 30 * DAY);
    const soon = await record(1, now - 25 * DAY);
    const fresh = await record(1);
    const size = statSync(fileOf(fresh.id)).size;
    const before = { kept: 3, bytes: 3 * size, due: 1, soon: 1 };
    expect(await client.call('recordings.retention', {})).toEqual(before);
    // Asking removes nothing.
    expect(readdirSync(folder())).toHaveLength(3);
    test.tick();
    expect(existsSync(fileOf(old.id))).toBe(false);
    expect([soon, fresh].map(({ id }) => existsSync(fileOf(id)))).toEqual([true, true]);
    expect(await isRecorded(old.callId)).toBe(false);
  });

  it('never comes by itself where nobody has decided, as with a file that has a fault', async () => {
    const { id } = await record(1, now - 3_000 * DAY);
    // Under the policy of 90 days it would go now; this run has no policy at all.
    await restart({ mode: 'sometimes' });
    test.tick();
    expect(existsSync(fileOf(id))).toBe(true);
    expect((await client.call('recordings.retention', {})).due).toBe(0);
  });
});

describe('an organisation’s own notice', () => {
  it('is given out as it is, and the words with it', async () => {
    const sound = join(dir.path, 'notice.ogg');
    writeFileSync(sound, 'own sound');
    await restart({ mode: 'always', noticeFile: 'notice.ogg', noticeText: '녹음합니다.' });
    const notice = await client.call('recordings.notice', {});
    expect(Buffer.from(notice.sound ?? '', 'base64').toString()).toBe('own sound');
    expect((await client.call('recordings.policy', {})).policy.noticeText).toBe('녹음합니다.');
    rmSync(sound);
    expect(await client.call('recordings.notice', {})).toEqual({ sound: '' });
  });

  it.each([
    ['is not there', 'notice.file-unreadable', null],
    ['is empty', 'notice.file-unreadable', 0],
    ['is too large', 'notice.too-large', 600_001],
  ])('that %s is a fault of the file', async (_what, code, size) => {
    if (size !== null) writeFileSync(join(dir.path, 'notice.ogg'), Buffer.alloc(size));
    await restart({ mode: 'always', noticeFile: 'notice.ogg' });
    const { provisioning } = await client.call('account.get', {});
    expect(provisioning?.faults).toMatchObject([{ code, field: 'policy.recording.noticeFile' }]);
    // Half a file is not what the administrator meant: nothing is recorded.
    expect((await client.call('recordings.policy', {})).policy.mode).toBe('off');
  });
});

describe('a full disk', () => {
  it('keeps what was acknowledged, says so, and takes the rest when there is room', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
    await test.host.stop();
    const mount = mountTmpfs(4_096);
    try {
      test = startHost(mount.path, {
        clock: () => now,
        provisioningFile: provision({ mode: 'agent' }),
      });
      ({ client } = test.connect());
      const { id, callId } = await begin();
      const piece = makePieces();
      await client.call('recordings.append', { id, seq: 0, data: piece() });
      const filler = join(mount.path, 'filler');
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(4_096));
      } catch {
        // Full.
      }
      // Larger than what is left of the last block.
      const large = Buffer.concat(
        Array.from({ length: 30 }, () => Buffer.from(piece(), 'base64')),
      ).toString('base64');
      const second = { id, seq: 1, data: large };
      await expect(client.call('recordings.append', second)).rejects.toMatchObject({
        code: 'storage.full',
      });
      rmSync(filler);
      await client.call('recordings.append', second);
      await client.call('recordings.end', { id, endedAt: now, reason: 'call-ended' });
      expect((await rowsOf(callId))[0]).toMatchObject({ durationMs: 30_994, state: 'ended' });
    } finally {
      await test.host.stop();
      mount.remove();
    }
  });
});

it('is what another program plays, to the millisecond', async () => {
  const { id } = await record(3);
  const info = execFileSync('opusinfo', [fileOf(id)], { encoding: 'utf8' });
  expect(info).toContain('Playback length: 0m:02.993s');
  expect(info).not.toMatch(/warning|error/i);
});

describe('a voicemail', () => {
  async function leave(reason = 'call-ended'): Promise<{ id: string; callId: string }> {
    const facts = wholeCall({ at: now });
    await client.call('calls.append', { facts });
    const callId = facts[0]?.callId ?? '';
    const id = newId();
    await client.call('recordings.begin', { id, callId, kind: 'voicemail', startedAt: now });
    const piece = makePieces();
    await client.call('recordings.append', { id, seq: 0, data: piece() });
    await client.call('recordings.append', { id, seq: 1, data: piece(true) });
    await client.call('recordings.end', { id, endedAt: now + 2_000, reason });
    return { id, callId };
  }
  const stateOf = async (id: string) => (await client.call('calls.get', { id })).row.voicemail;
  const found = async () =>
    (await client.call('calls.list', { filter: { voicemail: true } })).rows.map(({ id }) => id);

  it('needs no policy, and is no recording of the call', async () => {
    await restart(null);
    const { id, callId } = await leave();
    expect(await rowsOf(callId)).toMatchObject([{ id, kind: 'voicemail', heardAt: null }]);
    expect(await isRecorded(callId)).toBe(false);
    expect((await client.call('recordings.policy', {})).any).toBe(false);
    expect(await found()).toEqual([callId]);
  });

  it('is new until somebody listens, and stays heard when it is deleted and taken back', async () => {
    const { id, callId } = await leave();
    expect(await stateOf(callId)).toBe('new');
    await client.call('recordings.listen', { id });
    expect(await stateOf(callId)).toBe('heard');
    await client.call('recordings.listen', { id });
    expect(await factsOf(callId)).toEqual(['started', 'heard']);
    expect((await rowsOf(callId))[0]?.heardAt).toBe(now);
    await client.call('recordings.delete', { id, reason: '처리함' });
    expect(await stateOf(callId)).toBeNull();
    expect(await found()).toEqual([]);
    await client.call('recordings.restore', { id });
    expect(await stateOf(callId)).toBe('heard');
  });

  it('that was deleted unheard is new again when it is taken back', async () => {
    const { id, callId } = await leave();
    await client.call('recordings.delete', { id, reason: '잘못 누름' });
    await client.call('recordings.restore', { id });
    expect(await stateOf(callId)).toBe('new');
  });

  it('in which nobody spoke is none, and its sound is kept all the same', async () => {
    const { callId } = await leave('empty');
    expect(await stateOf(callId)).toBeNull();
    expect(await factsOf(callId)).toEqual(['started', 'empty']);
    expect(await rowsOf(callId)).toMatchObject([{ endReason: 'empty', durationMs: 1_994 }]);
  });

  it('that nobody ended is there at the next start with what was acknowledged', async () => {
    const facts = wholeCall({ at: now });
    await client.call('calls.append', { facts });
    const callId = facts[0]?.callId ?? '';
    const id = newId();
    await client.call('recordings.begin', { id, callId, kind: 'voicemail', startedAt: now });
    await client.call('recordings.append', { id, seq: 0, data: makePieces()() });
    await restart();
    await expect.poll(async () => (await rowsOf(callId))[0]?.state).toBe('interrupted');
    expect(await stateOf(callId)).toBe('new');
  });

  it('goes after its own number of days, whatever the policy says of recordings', async () => {
    await restart({ mode: 'agent', retentionDays: 400 });
    const attendant = {
      ...{ takeMessages: true, sayReturnTime: true, messageSeconds: 120 },
      keepDays: 3,
    };
    await client.call('settings.update', { patch: { attendant } });
    const { callId } = await leave();
    const kept = await record(1);
    const [row] = await rowsOf(callId);
    expect(row?.expiresAt).toBe(TEN_O_CLOCK + 3 * DAY);
    now += 3 * DAY + 1;
    test.tick();
    expect(await rowsOf(callId)).toEqual([]);
    expect(await stateOf(callId)).toBeNull();
    expect(await rowsOf(kept.callId)).toHaveLength(1);
  });
});
