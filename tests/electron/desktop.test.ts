import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '#host/newId.ts';
import { hasSystemTray } from '../../src/main/systemTray.ts';
import { ended, started } from '../host/facts.ts';
import { startShell } from './page.ts';
import type { ShellPage } from './page.ts';

// The first start reads the whole host from its sources.
vi.setConfig({ testTimeout: 20_000 });

const { argv } = process;
const DESK = newId();
let folder: string;
let dataDir: string;
let page: ShellPage;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-desktop-'));
  dataDir = join(folder, 'data');
  systemSays(true);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  page.electron.app.emit('will-quit');
  process.argv = argv;
  await vi.waitFor(() => rmSync(folder, { recursive: true, force: true }));
});

/** The program by which a Linux desktop is asked for its tray, with its answer. */
function systemSays(tray: boolean): void {
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, 'gdbus'), `#!/bin/sh\necho '(${String(tray)},)'\n`, { mode: 0o755 });
  vi.stubEnv('PATH', [programs, process.env['PATH']].join(delimiter));
}

async function start(
  args: readonly string[] = [],
  prepare: Parameters<typeof startShell>[1] = () => undefined,
): Promise<ShellPage> {
  page = await startShell(['--data-dir', dataDir, ...args], prepare);
  page.window.emit('ready-to-show');
  return page;
}

type Tray = ShellPage['electron']['recorded']['trays'][number];
type FakeMenu = NonNullable<Tray['menu']>;

function tray(): Tray & { readonly menu: FakeMenu } {
  const [first] = page.electron.recorded.trays;
  if (!first?.menu) throw new Error('there is no tray');
  return first as Tray & { readonly menu: FakeMenu };
}
const icon = (): string => /([a-z-]+)(?:Panel)?\.png$/.exec(tray().image.path)?.[1] ?? '';
const menu = (): FakeMenu => {
  const last = page.electron.recorded.menus.at(-1);
  if (!last) throw new Error('there is no menu');
  return last;
};

const settings = (desktop: object): Promise<unknown> =>
  page.call('settings.update', {
    patch: { desktop: { closeToTray: true, autostart: false, startHidden: true, ...desktop } },
  });

/** The page holds the phone, and is in a call. @returns its id */
async function talk(): Promise<string> {
  await page.call('desk.claim', { deskId: DESK });
  const call = started({ direction: 'outbound', at: Date.now() });
  await page.call('calls.append', { facts: [call] });
  return call.callId;
}
const hangUp = (callId: string): Promise<unknown> =>
  page.call('calls.append', { facts: [ended(callId, Date.now())] });

describe('the tray', () => {
  it('shows the status and follows it, drawn anew only where something changed', async () => {
    await start();
    expect(tray().tooltip).toBe('이음 · 아직 전화를 받지 않음');
    expect(icon()).toBe('off');
    await page.call('desk.claim', { deskId: DESK });
    expect([tray().tooltip, icon()]).toEqual(['이음 · 전화 받는 중', 'available']);
    const { drawn } = tray();
    await page.call('settings.update', { patch: { ringVolume: 0.5 } });
    expect(tray().drawn).toBe(drawn);
    const callId = await talk();
    expect([tray().tooltip, icon()]).toEqual(['이음 · 통화 중', 'in-call']);
    await hangUp(callId);
    expect(icon()).toBe('after-call');
  });

  it('changes the status as the page does, and the page hears of it', async () => {
    await start();
    await page.call('desk.claim', { deskId: newId() });
    tray().menu.choose('회의');
    await vi.waitFor(() => expect(tray().tooltip).toMatch(/^이음 · 회의 · /));
    expect(page.heard('availability.changed')).toBe(true);
    expect(await page.call('availability.status', {})).toMatchObject({
      span: { kind: 'away', reasonId: 'meeting', by: 'agent' },
    });
    tray().menu.choose('전화 받기');
    await vi.waitFor(() => expect(icon()).toBe('available'));
    // Nothing came to the front for that.
    expect(page.window.calls).toEqual(['show']);
  });

  it('opens the window by a click, and its places by the menu', async () => {
    await start();
    page.window.hide();
    tray().emit('click');
    expect(page.window.calls.slice(-2)).toEqual(['show', 'focus']);
    await page.call('app.info', {});
    tray().menu.choose('설정…');
    await vi.waitFor(() => expect(page.heard('desktop.goTo')).toBe(true));
  });

  it('speaks the language of the settings', async () => {
    await start();
    await page.call('settings.update', { patch: { language: 'en' } });
    expect(tray().tooltip).toBe('Ieum · Not taking calls yet');
    expect(menu().labels).toContain('Zoom in');
  });

  it('marks no key with an & in the name of a reason', async () => {
    await start();
    const { awayReasons } = (await page.call('settings.get', {})) as { awayReasons: object[] };
    const own = { ...awayReasons[0], id: 'own', name: 'R&D' };
    await page.call('settings.update', { patch: { awayReasons: [own, ...awayReasons] } });
    expect(tray().menu.labels).toContain('R&&D');
  });
});

describe('closing the window', () => {
  it('leaves the phone on in the tray, and says so once', async () => {
    await start();
    page.window.close();
    await vi.waitFor(() => expect(page.electron.recorded.messageBoxes).toHaveLength(1));
    expect([page.window.visible, page.window.destroyed]).toEqual([false, false]);
    const [box] = page.electron.recorded.messageBoxes;
    expect(box).toMatchObject({
      ...{ message: '창을 닫아도 이음은 전화를 받습니다', defaultId: 0, cancelId: 0 },
    });
    box?.press('알겠습니다');
    page.window.show();
    page.window.close();
    await vi.waitFor(() => expect(page.window.visible).toBe(false));
    expect(page.electron.recorded.messageBoxes).toHaveLength(1);
    expect(page.electron.app.calls).not.toContain('quit');
  });

  it('is undone by the dock of macOS', async () => {
    await start();
    page.window.hide();
    page.electron.app.emit('activate');
    expect(page.window.visible).toBe(true);
  });

  it('quits where the system has no tray to find the app again', async () => {
    systemSays(false);
    await start();
    page.window.close();
    await vi.waitFor(() => expect(page.window.destroyed).toBe(true));
    expect(await hasSystemTray()).toBe(false);
  });

  it('quits where the settings say so', async () => {
    await start();
    await settings({ closeToTray: false });
    page.window.close();
    await vi.waitFor(() => expect(page.window.destroyed).toBe(true));
    expect(page.electron.app.calls).toContain('quit');
    expect(page.electron.recorded.messageBoxes).toEqual([]);
  });

  it('does not end a call that goes on in the tray', async () => {
    await start();
    await talk();
    page.window.close();
    await vi.waitFor(() => expect(page.window.visible).toBe(false));
    expect(page.heard('desktop.leaving')).toBe(false);
    expect(page.window.destroyed).toBe(false);
  });
});

describe('quitting in a call', () => {
  it('is asked about, and staying is what Enter and Escape do', async () => {
    await start();
    await talk();
    page.electron.app.quit();
    page.electron.app.quit();
    const boxes = page.electron.recorded.messageBoxes;
    expect(boxes).toHaveLength(1);
    expect(boxes[0]).toMatchObject({
      ...{ message: '통화가 아직 끝나지 않았습니다', buttons: ['통화 계속하기', '끊고 종료'] },
      ...{ defaultId: 0, cancelId: 0 },
    });
    boxes[0]?.press('통화 계속하기');
    await page.call('app.info', {});
    expect([page.window.destroyed, page.heard('desktop.leaving')]).toEqual([false, false]);
    // Asked again the next time.
    page.electron.app.quit();
    expect(boxes).toHaveLength(2);
  });

  it('hangs up first, and quits once that is written down', async () => {
    await start();
    const callId = await talk();
    page.electron.app.quit();
    page.electron.recorded.messageBoxes[0]?.press('끊고 종료');
    await vi.waitFor(() => expect(page.heard('desktop.leaving')).toBe(true));
    expect(page.window.destroyed).toBe(false);
    await hangUp(callId);
    await vi.waitFor(() => expect(page.window.destroyed).toBe(true));
  });

  it('asks in the language of the settings, and names how many', async () => {
    await start();
    await page.call('settings.update', { patch: { language: 'en' } });
    await talk();
    await page.call('calls.append', { facts: [started({ at: Date.now() })] });
    page.electron.app.quit();
    expect(page.electron.recorded.messageBoxes[0]).toMatchObject({
      ...{ message: '2 calls are not over yet', buttons: ['Stay in the call', 'Hang up and quit'] },
    });
  });

  it('does not wait for a page that hangs', async () => {
    await start();
    await talk();
    page.electron.app.quit();
    page.electron.recorded.messageBoxes[0]?.press('끊고 종료');
    await vi.waitFor(() => expect(page.window.destroyed).toBe(true), { timeout: 8_000 });
  });

  it('lets an update close the windows, which is never in a call', async () => {
    await start();
    page.electron.autoUpdater.emit('before-quit-for-update');
    page.window.close();
    expect(page.window.destroyed).toBe(true);
  });

  it('is not asked about without a call, nor when Windows itself ends', async () => {
    await start();
    await talk();
    page.window.emit('session-end', {});
    await vi.waitFor(() => expect(page.heard('desktop.leaving')).toBe(true));
    page.electron.app.quit();
    expect(page.electron.recorded.messageBoxes).toEqual([]);
    expect(page.window.destroyed).toBe(true);
  });
});

describe('a start without a window', () => {
  it('shows none until it is asked for', async () => {
    await start(['--hidden']);
    expect(page.window.calls).toEqual([]);
    tray().menu.choose('이음 열기');
    expect(page.window.calls).toEqual(['show', 'focus']);
  });

  it('opens all the same for a link', async () => {
    await start(['--hidden', '--', 'tel:010-1234-5678']);
    expect(page.window.calls).toEqual(['show']);
  });

  it('is only minimised where nothing could bring the window back', async () => {
    systemSays(false);
    await start(['--hidden']);
    expect(page.window.calls).toEqual(['minimize']);
  });
});

describe('the menu of the app', () => {
  it('takes the place of Electron’s, without reloading and without developer tools', async () => {
    await start();
    const roles = menu().all.map(({ role }) => role);
    for (const role of ['reload', 'forceReload', 'toggleDevTools', 'toggleSpellChecker'] as const) {
      expect(roles).not.toContain(role);
    }
    expect(menu().labels.slice(0, 4)).toEqual(['파일', '번호 누르기', '내 상태 바꾸기', '설정…']);
  });

  it('zooms in steps, and what was chosen is kept over a new page and a new start', async () => {
    await start();
    const { webContents } = page.window;
    menu().choose('확대');
    menu().choose('확대');
    expect(webContents.zoomFactor).toBe(1.25);
    webContents.emit('zoom-changed', {}, 'out');
    expect(webContents.zoomFactor).toBe(1.1);
    webContents.zoomFactor = 1;
    webContents.emit('did-finish-load');
    expect(webContents.zoomFactor).toBe(1.1);
    page.electron.app.emit('will-quit');
    await start();
    page.window.webContents.emit('did-finish-load');
    expect(page.window.webContents.zoomFactor).toBe(1.1);
    menu().choose('원래 크기');
    expect(page.window.webContents.zoomFactor).toBe(1);
  });

  it('changes the status in the window', async () => {
    await start();
    await page.call('app.info', {});
    menu().choose('내 상태 바꾸기');
    expect(page.window.calls.slice(-2)).toEqual(['show', 'focus']);
    await vi.waitFor(() => expect(page.heard('desktop.goTo')).toBe(true));
  });
});
