import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { openFile } from '#host/db/database.ts';
import { rebuildOutbox } from '#host/db/outbox.ts';
import { hashOf } from '#host/pictures/pictureFiles.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { WORDS_ONLY } from '#shared/domain/outbox/content.ts';
import type { Attachment } from '#shared/domain/outbox/content.ts';
import { missedTextsSchema } from '#shared/domain/outbox/policy.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { gif, jpeg, png } from '../support/pictures.ts';
import { scriptedGateway } from '../support/scriptedGateway.ts';
import type { ScriptedGateway } from '../support/scriptedGateway.ts';
import { virtualTime } from '../support/virtualTime.ts';
import type { VirtualTime } from '../support/virtualTime.ts';
import { MOBILE, somebody } from './customerFacts.ts';
import { CANNOT_MOUNT, mountTmpfs } from './mounts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';
import { textSaid, written } from './textFacts.ts';

/** A Wednesday, two in the afternoon in Seoul. */
const WEDNESDAY = Date.UTC(2026, 10, 25, 5);
const DAY = 86_400_000;

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let client: RpcClient<IeumContract>;
let time: VirtualTime;
let gateway: ScriptedGateway;

function start(path = join(dir.path, 'data')): void {
  test = startHost(path, {
    ...{ clock: time.clock, later: time.later, textWays: () => [gateway.way] },
  });
  ({ client } = test.connect());
}
const folder = (): string => join(dir.path, 'data', 'pictures');
const files = (): string[] => readdirSync(folder()).sort();
const put = (bytes: Buffer) => client.call('pictures.put', { bytes: bytes.toString('base64') });

async function attach(bytes: Buffer, fileName = '사진.jpg'): Promise<Attachment> {
  const { sha256, type, size } = await put(bytes);
  return { fileName, type, size, sha256 };
}
const showing = (attachments: Attachment[]) => ({ content: { ...WORDS_ONLY, attachments } });

async function write(attachments: Attachment[]): Promise<string> {
  const fact = written({ at: time.clock(), ...showing(attachments) });
  await client.call('outbox.append', { facts: [fact] });
  return fact.textId;
}
const holdOf = async (id: string): Promise<unknown> =>
  (await client.call('outbox.outlook', { ids: [id] })).holds[0]?.why ?? null;

beforeEach(() => {
  dir = makeTempDir();
  time = virtualTime(WEDNESDAY);
  gateway = scriptedGateway({ forms: ['sms', 'lms', 'mms'] });
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

describe('a picture', () => {
  it('is a file for this person alone, under its hash, and is there after a restart', async () => {
    const bytes = jpeg({ width: 1_500, height: 1_440 });
    const sha256 = hashOf(bytes);
    expect(await put(bytes)).toEqual({
      ...{ sha256, type: 'image/jpeg', size: bytes.length, width: 1_500, height: 1_440 },
    });
    expect(files()).toEqual([sha256]);
    expect(statSync(join(folder(), sha256)).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
    await put(bytes);
    expect(files()).toEqual([sha256]);
    await test.host.stop();
    start();
    expect(await client.call('pictures.get', { sha256 })).toEqual({
      ...{ type: 'image/jpeg', bytes: bytes.toString('base64') },
    });
  });

  it('is what its own first bytes say, and nothing else', async () => {
    expect(await put(png())).toMatchObject({ type: 'image/png' });
    expect(await put(gif())).toMatchObject({ type: 'image/gif' });
    for (const none of [Buffer.from('사진이 아닙니다'), Buffer.from('RIFF\x01\0\0\0WEBPVP8 ')]) {
      await expect(put(none)).rejects.toMatchObject({ code: 'picture.invalid' });
    }
    await expect(put(jpeg({ bytes: 307_201 }))).rejects.toMatchObject({
      code: 'picture.too-large',
    });
    expect(files()).toHaveLength(2);
  });

  it('that no text took in a week is removed, and one that is needed never', async () => {
    const needed = await attach(jpeg({ mark: 1 }));
    const idle = await attach(jpeg({ mark: 2 }));
    const id = await write([needed]);
    time.setClock(WEDNESDAY + 6 * DAY);
    test.tick();
    expect(files()).toEqual([needed.sha256, idle.sha256].sort());
    time.setClock(WEDNESDAY + 8 * DAY);
    test.tick();
    expect(files()).toEqual([needed.sha256]);
    await client.call('outbox.append', {
      facts: [textSaid(id, time.clock(), { type: 'cancelled' })],
    });
    test.tick();
    expect(files()).toEqual([needed.sha256]);
  });

  it('is removed by hand only where no text needs it', async () => {
    const needed = await attach(jpeg({ mark: 1 }));
    const idle = await attach(jpeg({ mark: 2 }));
    await write([needed]);
    const remove = ({ sha256 }: Attachment) => client.call('pictures.remove', { sha256 });
    expect(await remove(needed)).toEqual({ removed: false });
    expect(await remove(idle)).toEqual({ removed: true });
    expect(await remove(idle)).toEqual({ removed: false });
    await expect(client.call('pictures.get', { sha256: idle.sha256 })).rejects.toMatchObject({
      code: 'picture.unknown',
    });
    expect(files()).toEqual([needed.sha256]);
  });

  it('that a text lets go is removed with the next cleaning, but for one another text shows', async () => {
    const shared = await attach(jpeg({ mark: 1 }));
    const own = await attach(jpeg({ mark: 2 }));
    const id = await write([shared, own]);
    await write([shared]);
    const edited = { type: 'edited', body: '사진 없이', content: WORDS_ONLY } as const;
    await client.call('outbox.append', { facts: [textSaid(id, time.clock(), edited)] });
    test.tick();
    expect(files()).toEqual([shared.sha256]);
  });

  it('is needed by the same texts when the outbox is made again from its facts', async () => {
    await write([await attach(jpeg())]);
    await test.host.stop();
    const db = openFile(join(dir.path, 'data', 'ieum.sqlite'));
    const links = () => db.prepare('SELECT * FROM text_pictures').all();
    const before = links();
    expect(before).toHaveLength(1);
    rebuildOutbox(db);
    expect(links()).toEqual(before);
    db.close();
    start();
  });

  it('whose writing a crash cut short, or that was never written down, is swept at the start', async () => {
    await put(jpeg());
    const [kept] = files();
    await test.host.stop();
    writeFileSync(join(folder(), `${'a'.repeat(64)}.part`), 'half');
    writeFileSync(join(folder(), 'b'.repeat(64)), 'whole, and unknown');
    start();
    expect(files()).toEqual([kept]);
  });

  it('goes with the customer it was for, at once, and nothing of it stays in the facts', async () => {
    const kim = somebody('김하늘', [MOBILE]);
    await client.call('customers.append', { facts: kim.facts });
    const own = await attach(jpeg({ mark: 1 }), '진단서.jpg');
    const other = await attach(jpeg({ mark: 2 }));
    const to = { e164: MOBILE.e164, dialled: MOBILE.number };
    const fact = written({ ...to, at: time.clock(), ...showing([own, other]) });
    const another = { e164: '+821055556666', dialled: '01055556666' };
    const theirs = written({ ...another, at: time.clock(), ...showing([other]) });
    await client.call('outbox.append', { facts: [fact, theirs] });
    const erase = { id: newId(), customerId: kim.id, reason: '고객 요청', contacts: true };
    await client.call('customers.erase', erase);
    expect(files()).toEqual([other.sha256]);
    const { row } = await client.call('outbox.get', { id: fact.textId });
    expect(row.content.attachments).toMatchObject([
      { fileName: '—', sha256: '' },
      { fileName: '—', sha256: '' },
    ]);
    await expect(client.call('pictures.get', { sha256: own.sha256 })).rejects.toMatchObject({
      code: 'picture.unknown',
    });
  });
});

describe('a text with pictures', () => {
  beforeEach(async () => {
    const missedTexts = { ...missedTextsSchema.parse({}), quiet: false };
    await client.call('settings.update', { patch: { missedTexts } });
  });

  it('leaves as an MMS with the very bytes', async () => {
    const [one, two] = [jpeg({ mark: 1 }), jpeg({ mark: 2, width: 700 })];
    await write([await attach(one, '앞.jpg'), await attach(two, '뒤.jpg')]);
    await time.pass(1_000);
    expect(gateway.asked).toMatchObject([
      // What the agent calls a picture is nothing a gateway needs to know.
      { form: 'mms', attachments: [{ name: 'picture-1.jpg' }, { name: 'picture-2.jpg' }] },
    ]);
    const bytes = gateway.asked[0]?.attachments.map((file) => Buffer.from(file.bytes));
    expect(bytes).toEqual([one, two]);
  });

  it.each([
    ['is gone', (path: string) => rmSync(path)],
    ['is no longer what it was', (path: string) => writeFileSync(path, 'something else')],
    ['cannot be read', (path: string) => (rmSync(path), mkdirSync(path))],
  ])('is held while one of them %s, and leaves when it is brought again', async (_why, spoil) => {
    const bytes = jpeg();
    const picture = await attach(bytes);
    const path = join(folder(), picture.sha256);
    spoil(path);
    const id = await write([picture]);
    await time.pass(1_000);
    expect(await holdOf(id)).toBe('picture');
    expect(gateway.asked).toEqual([]);
    await expect(client.call('pictures.get', { sha256: picture.sha256 })).rejects.toMatchObject({
      code: 'picture.unknown',
    });
    rmSync(path, { recursive: true, force: true });
    await put(bytes);
    await time.pass(1_000);
    expect(gateway.asked).toHaveLength(1);
  });
});

describe('a full disk', () => {
  it('refuses a picture whole, and takes it when there is room', async (context) => {
    context.skip(CANNOT_MOUNT !== null, CANNOT_MOUNT ?? '');
    const disk = mountTmpfs(4_000);
    const data = join(disk.path, 'data');
    await test.host.stop();
    start(data);
    try {
      const bytes = jpeg({ bytes: 300_000 });
      await put(jpeg({ mark: 9 }));
      const filling = join(disk.path, 'filling');
      try {
        for (;;) appendFileSync(filling, Buffer.alloc(4_096));
      } catch {
        // Full.
      }
      const before = readdirSync(join(data, 'pictures'));
      await expect(put(bytes)).rejects.toMatchObject({ code: 'storage.full' });
      expect(readdirSync(join(data, 'pictures'))).toEqual(before);
      rmSync(filling);
      expect(await put(bytes)).toMatchObject({ size: 300_000 });
    } finally {
      await test.host.stop();
      disk.remove();
      start();
    }
  });
});
