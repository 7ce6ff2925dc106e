import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#host/newId.ts';
import { TEN_O_CLOCK } from './facts.ts';
import { makeSound } from './recordingPieces.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const DAY = 86_400_000;

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let client: ReturnType<TestHost['connect']>['client'];
let now = TEN_O_CLOCK;

function start(): void {
  test = startHost(join(dir.path, 'data'), { clock: () => now });
  ({ client } = test.connect());
}

const folder = (): string => join(dir.path, 'data', 'greetings');

async function save(reasonId: string | null, seconds = 3) {
  now += 1;
  const sound = makeSound(seconds);
  return client.call('greetings.save', { id: newId(), reasonId, sound });
}

const inUse = async () =>
  (await client.call('greetings.list', {})).rows.map(({ id, reasonId }) => [reasonId, id]);

beforeEach(() => {
  dir = makeTempDir();
  now = TEN_O_CLOCK;
  start();
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

describe('a greeting', () => {
  it('is a file for this person alone, and is there after a restart', async () => {
    const id = newId();
    const sound = makeSound(3);
    const row = await client.call('greetings.save', { id, reasonId: 'meeting', sound });
    expect(row).toMatchObject({ id, reasonId: 'meeting', durationMs: 2_994, deletedAt: null });
    expect(readdirSync(folder())).toEqual([`${id}.ogg`]);
    expect(statSync(join(folder(), `${id}.ogg`)).mode & 0o777).toBe(0o600);
    await test.host.stop();
    start();
    expect(await client.call('greetings.list', {})).toEqual({ rows: [row] });
    expect(await client.call('greetings.sound', { id })).toEqual({ sound });
  });

  it('is one for each reason, and one for all others', async () => {
    const general = await save(null);
    const meeting = await save('meeting');
    expect(await inUse()).toEqual([
      [null, general.id],
      ['meeting', meeting.id],
    ]);
  });

  it('takes the place of the one before, which can be had back', async () => {
    const first = await save('meal');
    const second = await save('meal');
    expect(await inUse()).toEqual([['meal', second.id]]);
    await client.call('greetings.restore', { id: first.id });
    expect(await inUse()).toEqual([['meal', first.id]]);
    await client.call('greetings.restore', { id: second.id });
    expect(await inUse()).toEqual([['meal', second.id]]);
  });

  it('that is sent twice is there once', async () => {
    const greeting = { id: newId(), reasonId: null, sound: makeSound(2) };
    const row = await client.call('greetings.save', greeting);
    expect(await client.call('greetings.save', greeting)).toEqual(row);
    expect(await inUse()).toHaveLength(1);
  });

  it('that was deleted can be taken back for a day, and is gone after it', async () => {
    const { id } = await save(null);
    await client.call('greetings.delete', { id });
    expect(await inUse()).toEqual([]);
    now += DAY - 1;
    test.tick();
    await client.call('greetings.restore', { id });
    expect(await inUse()).toEqual([[null, id]]);
    await client.call('greetings.delete', { id });
    now += DAY;
    test.tick();
    expect(readdirSync(folder())).toEqual([]);
    await expect(client.call('greetings.restore', { id })).rejects.toMatchObject({
      code: 'greeting.unknown',
    });
    await expect(client.call('greetings.sound', { id })).rejects.toMatchObject({
      code: 'greeting.unknown',
    });
  });

  it.each([
    ['no sound at all', Buffer.from('hello').toString('base64'), 'greeting.invalid'],
    ['nothing', '', 'greeting.invalid'],
    ['longer than anybody listens', makeSound(91), 'greeting.too-long'],
  ])('that is %s is refused, and the earlier one stays', async (_what, sound, code) => {
    const { id } = await save(null);
    await expect(
      client.call('greetings.save', { id: newId(), reasonId: null, sound }),
    ).rejects.toMatchObject({ code });
    expect(await inUse()).toEqual([[null, id]]);
    expect(readdirSync(folder())).toEqual([`${id}.ogg`]);
  });

  it('that the disk refuses is not there, nor any part of it', async () => {
    // What stands where the folder should be.
    writeFileSync(folder(), '');
    const greeting = { id: newId(), reasonId: null, sound: makeSound(1) };
    await expect(client.call('greetings.save', greeting)).rejects.toMatchObject({
      code: 'storage.failed',
    });
    expect(await inUse()).toEqual([]);
    rmSync(folder());
    await client.call('greetings.save', greeting);
    expect(await inUse()).toEqual([[null, greeting.id]]);
  });
});
