import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_HOTKEYS } from '#shared/domain/hotkeys/hotkeys.ts';

type Stub = typeof import('./stub/electron.ts');

const { argv } = process;
const DEFAULT_KEYS = ['F8', 'F9', 'F4', 'F2', 'F6'].map((key) => `Control+Shift+${key}`);
let dataDir: string;
let electron: Stub;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ieum-hotkeys-'));
});

afterEach(async () => {
  electron.app.emit('will-quit');
  process.argv = argv;
  await vi.waitFor(() => rmSync(dataDir, { recursive: true, force: true }));
});

/** The shell with its page, which asks and hears over the line of messages. */
async function startPage(prepare: (stub: Stub) => void = () => undefined) {
  vi.resetModules();
  electron = await import('./stub/electron.ts');
  process.argv = ['electron', '.', '--data-dir', dataDir];
  prepare(electron);
  await import('../../src/main/index.ts');
  const window = await vi.waitFor(() => {
    const [first] = electron.recorded.windows;
    if (!first || first.loaded.length === 0) throw new Error('no window yet');
    return first;
  });
  const { webContents } = window;
  const heard = (): readonly unknown[] => webContents.sent.map(({ message }) => message);
  let asked = 0;
  async function call(method: string, input: object): Promise<unknown> {
    const id = `call-${(asked += 1)}`;
    webContents.speak('ieum:rpc', { id, method, input });
    return vi.waitFor(() => {
      const reply = heard().find((one) => (one as { id?: string }).id === id);
      if (!reply) throw new Error('no answer yet');
      return (reply as { data: unknown }).data;
    });
  }
  const keys = (): readonly string[] => [...electron.globalShortcut.registered.keys()];
  return { window, heard, call, keys, shortcut: electron.globalShortcut };
}

const settings = (patch: object) => ['settings.update', { patch }] as const;

it('none is registered before the agent wants any', async () => {
  const { call, keys } = await startPage();
  expect(await call('hotkeys.state', {})).toMatchObject({
    available: true,
    keys: { answer: 'off' },
  });
  expect(keys()).toEqual([]);
});

it('wanted, each is registered, and a press is told to the page', async () => {
  const { call, keys, heard, shortcut, window } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  expect(keys()).toEqual(DEFAULT_KEYS);
  shortcut.press('Control+Shift+F8');
  await vi.waitFor(() =>
    expect(heard()).toContainEqual({ event: 'hotkeys.pressed', data: { action: 'answer' } }),
  );
  // Answering takes the focus from nothing.
  expect(window.calls).toEqual([]);
});

it('transfer brings the window in front, since the number is typed there', async () => {
  const { call, shortcut, window } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  shortcut.press('Control+Shift+F6');
  expect(window.calls).toEqual(['show', 'focus']);
});

it('changed, the old one is let go of and the new one registered', async () => {
  const { call, keys } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  const answer = { code: 'KeyA', ctrl: true, alt: true, shift: false, meta: false };
  await call(...settings({ hotkeys: { ...DEFAULT_HOTKEYS, answer, mute: null } }));
  expect(keys()).toEqual(['Control+Alt+A', ...DEFAULT_KEYS.filter((key) => !/F8|F4/.test(key))]);
  await call(...settings({ hotkeysOn: false }));
  expect(keys()).toEqual([]);
});

it('another setting changes nothing about them', async () => {
  const { call, heard } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  const before = heard().length;
  await call(...settings({ theme: 'dark' }));
  expect(JSON.stringify(heard().slice(before))).not.toContain('hotkeys.changed');
});

it('one that another program has is told, and the others work', async () => {
  const { call, keys } = await startPage((stub) =>
    stub.globalShortcut.taken.add('Control+Shift+F9'),
  );
  await call(...settings({ hotkeysOn: true }));
  expect(await call('hotkeys.state', {})).toMatchObject({
    keys: { answer: 'on', hangUp: 'taken', mute: 'on' },
  });
  expect(keys()).not.toContain('Control+Shift+F9');
});

it('a key the system keeps for itself is not asked for', async () => {
  const { call, keys } = await startPage();
  const answer = { code: 'Delete', ctrl: true, alt: true, shift: false, meta: false };
  const none = { hangUp: null, mute: null, hold: null, transfer: null };
  await call(...settings({ hotkeysOn: true, hotkeys: { answer, ...none } }));
  expect(keys()).toEqual([]);
});

it('while a key is chosen none acts; a page that goes ends it', async () => {
  const { call, shortcut, window } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  await call('hotkeys.suspend', { suspended: true });
  expect(shortcut.suspended).toBe(true);
  // The chosen key is registered although all are suspended.
  const answer = { code: 'F7', ctrl: true, alt: false, shift: true, meta: false };
  await call(...settings({ hotkeys: { ...DEFAULT_HOTKEYS, answer } }));
  expect([...shortcut.registered.keys()]).toContain('Control+Shift+F7');
  expect(shortcut.suspended).toBe(true);
  window.webContents.load('app://ieum/index.html');
  expect(shortcut.suspended).toBe(false);
});

it('all are given back when the app ends', async () => {
  const { call, keys, shortcut } = await startPage();
  await call(...settings({ hotkeysOn: true }));
  expect(keys()).toHaveLength(5);
  electron.app.emit('will-quit');
  expect(shortcut.registered.size).toBe(0);
});

it('are there again at the next start', async () => {
  const first = await startPage();
  await first.call(...settings({ hotkeysOn: true }));
  electron.app.emit('will-quit');
  const second = await startPage();
  expect(second.keys()).toEqual(DEFAULT_KEYS);
});
