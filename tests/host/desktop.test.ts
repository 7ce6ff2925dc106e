import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DesktopShell } from '#host/services/desktop.ts';
import { newId } from '#host/newId.ts';
import type { ShellState } from '#shared/domain/shell/tray.ts';
import { ended, started, TEN_O_CLOCK } from './facts.ts';
import { made } from './promiseFacts.ts';
import { makeTempDir, startHost } from './support.ts';
import type { TestHost } from './support.ts';

const HOUR = 3_600_000;

let dir: ReturnType<typeof makeTempDir>;
let test: TestHost;
let now: number;
let shown: ShellState[];

beforeEach(() => {
  dir = makeTempDir();
  now = TEN_O_CLOCK;
  shown = [];
  const desktopShell: DesktopShell = {
    show: (state) => void shown.push(state),
    hasTray: () => Promise.resolve(true),
    autostart: () => 'off',
  };
  test = startHost(join(dir.path, 'data'), { clock: () => now, desktopShell });
});
afterEach(async () => {
  await test.host.stop();
  dir.remove();
});

const last = (): ShellState | undefined => shown.at(-1);

async function atDesk() {
  const { client, pair } = test.connect();
  await client.call('desk.claim', { deskId: newId() });
  return { client, pair };
}

describe('what a desktop shell is shown', () => {
  it('is there from the first moment, before any page', () => {
    expect(shown).toHaveLength(1);
    expect(last()).toMatchObject({ language: 'ko', calls: 0, talking: false, next: null });
  });

  it('is the first promise of the worklist, and how many are overdue as time goes by', async () => {
    const { client } = await atDesk();
    const later = made({ name: '이바다', window: { from: now, to: now + 3 * HOUR } });
    await client.call('promises.append', { facts: [later, made()] });
    expect(last()).toMatchObject({ next: { name: '김철수', dueAt: now + 2 * HOUR }, overdue: 0 });
    now += 2 * HOUR + 1;
    expect(last()?.overdue).toBe(0);
    test.tick();
    expect(last()).toMatchObject({ next: { name: '김철수' }, overdue: 1 });
  });

  it('counts the calls of the page that holds the phone, ringing ones too', async () => {
    const { client, pair } = await atDesk();
    const call = started();
    await client.call('calls.append', { facts: [call] });
    expect(last()).toMatchObject({ calls: 1, talking: false });
    await client.call('calls.append', {
      facts: [{ id: newId(), callId: call.callId, at: call.at + 1_000, type: 'answered' }],
    });
    expect(last()).toMatchObject({ calls: 1, talking: true });
    // Its audio went with it: whatever the records say, nobody is on the line.
    pair.server.close();
    expect(test.host.desktop.state()).toMatchObject({ calls: 0, talking: false });
  });

  it('is left alone by what does not concern it', async () => {
    const { client } = await atDesk();
    const count = shown.length;
    await client.call('app.log', { level: 'info', message: 'x' });
    await client.call('templates.list', {});
    expect(shown).toHaveLength(count);
  });
});

describe('a status chosen in the shell', () => {
  it('has the length and the name that the reason has in the settings', async () => {
    const { client } = await atDesk();
    const { awayReasons } = await client.call('settings.get', {});
    const own = { ...awayReasons[0]!, id: 'floor', name: '매장 지원', minutes: 25 };
    await client.call('settings.update', { patch: { awayReasons: [own, ...awayReasons] } });
    await test.host.desktop.choose({ reasonId: 'floor' });
    expect((await client.call('availability.status', {})).span).toMatchObject({
      ...{ reasonId: 'floor', reasonName: '매장 지원', until: now + 25 * 60_000, by: 'agent' },
    });
  });

  it('does not end a protected break, and harms nothing by trying', async () => {
    const { client } = await atDesk();
    await test.host.desktop.choose({ reasonId: 'protected-break' });
    await test.host.desktop.choose('available');
    expect((await client.call('availability.status', {})).span).toMatchObject({
      reasonId: 'protected-break',
    });
    expect(test.lines.at(-1)).toMatchObject({ level: 'warn' });
  });

  it('is for after the call when the agent has called somebody', async () => {
    const { client } = await atDesk();
    const call = started({ direction: 'outbound' });
    await client.call('calls.append', { facts: [call] });
    await test.host.desktop.choose({ reasonId: 'meal' });
    expect(last()?.status).toMatchObject({
      ...{ span: { kind: 'available' }, reserved: { reasonId: 'meal' } },
    });
    await client.call('calls.append', { facts: [ended(call.callId, call.at + 1)] });
    expect(last()?.calls).toBe(0);
  });
});

it('a host without a shell shows nothing, and says that it has none', async () => {
  const other = makeTempDir();
  const plain = startHost(join(other.path, 'data'), { clock: () => now });
  const { client } = plain.connect();
  expect(await client.call('desktop.state', {})).toEqual({ tray: false, autostart: 'unavailable' });
  expect((await client.call('app.info', {})).capabilities.desktop).toBe(false);
  await plain.host.stop();
  other.remove();
});
