import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemorySecrets } from '#host/secrets.ts';
import { readShellArguments } from '../../src/main/shellArguments.ts';
import type { FakeSession } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

type Stub = typeof import('./stub/electron.ts');

const { argv } = process;
let dataDir: string;
let electron: Stub;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ieum-shell-'));
});

afterEach(async () => {
  electron.app.emit('will-quit');
  process.argv = argv;
  vi.unstubAllEnvs();
  await vi.waitFor(() => rmSync(dataDir, { recursive: true, force: true }));
});

/** Runs src/main/index.ts as Electron would. */
async function start(prepare: (stub: Stub) => void = () => undefined): Promise<Stub> {
  vi.resetModules();
  electron = await import('./stub/electron.ts');
  process.argv = ['electron', '.', '--data-dir', dataDir, 'tel:+821012345678'];
  prepare(electron);
  await import('../../src/main/index.ts');
  return electron;
}

async function startWindow(prepare?: (stub: Stub) => void) {
  const stub = await start(prepare);
  const window = await vi.waitFor(() => {
    const [first] = stub.recorded.windows;
    if (!first || first.loaded.length === 0) throw new Error('no window yet');
    return first;
  });
  return { stub, window };
}

describe('starting', () => {
  it('opens one window, on the app scheme, shown when it is ready', async () => {
    const { stub, window } = await startWindow();
    expect(stub.recorded.windows).toHaveLength(1);
    expect(window.loaded).toEqual(['app://ieum/index.html']);
    expect(window.options.show).toBe(false);
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
    expect(stub.recorded.errorBoxes).toEqual([]);
  });

  it('gives every window the safe preferences', async () => {
    const { stub } = await startWindow();
    for (const { options } of stub.recorded.windows) {
      expect(options.webPreferences).toEqual({
        preload: expect.stringMatching(/preload[\\/]index\.cjs$/) as string,
        contextIsolation: true,
        sandbox: true,
        webSecurity: true,
        allowRunningInsecureContent: false,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        backgroundThrottling: false,
        spellcheck: false,
        autoplayPolicy: 'no-user-gesture-required',
        navigateOnDragDrop: false,
      });
      expect(options.minWidth).toBeLessThanOrEqual(1024);
      expect(options.minHeight).toBeLessThanOrEqual(640);
    }
  });

  it('registers the scheme and the switches before Electron is ready', async () => {
    const { stub } = await startWindow();
    expect(stub.recorded.schemes).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ]);
    expect([...stub.recorded.handlers.keys()]).toEqual(['app']);
    expect(stub.app.commandLine.switches).toEqual(['allow-loopback-in-peer-connection']);
    expect(stub.app.calls.indexOf('requestSingleInstanceLock')).toBeLessThan(
      stub.app.calls.indexOf('whenReady'),
    );
  });

  it('guards permissions, devices, navigation and messages before the window exists', async () => {
    const { stub, window } = await startWindow();
    const session: FakeSession = stub.session.defaultSession;
    expect(session.permissionRequest).toBeTypeOf('function');
    expect(session.permissionCheck).toBeTypeOf('function');
    expect(session.devicePermission).toBeTypeOf('function');
    expect(session.listenerCount('select-hid-device')).toBe(1);
    expect(window.webContents.windowOpenHandler?.({ url: 'file:///etc/passwd' })).toEqual({
      action: 'deny',
    });
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      expect(window.webContents.listenerCount(event)).toBe(1);
    }
    expect(window.webContents.listenerCount('render-process-gone')).toBeGreaterThan(0);
    expect(stub.app.listenerCount('child-process-gone')).toBe(1);
    expect(stub.ipcMain.eventNames()).toEqual(['ieum:rpc']);
  });

  it('loads the development server only when it is not packaged', async () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173');
    const packaged = await startWindow();
    expect(packaged.window.loaded).toEqual(['app://ieum/index.html']);
    packaged.stub.app.emit('will-quit');
    const development = await startWindow((stub) => (stub.app.isPackaged = false));
    expect(development.window.loaded).toEqual(['http://localhost:5173']);
  });
});

describe('the data folder', () => {
  it('is the one named, with Chromium’s own files and so the lock below it', async () => {
    const { stub } = await startWindow();
    expect(stub.app.getPath('userData')).toBe(join(dataDir, 'electron'));
    expect(existsSync(join(dataDir, 'electron/ieum.log'))).toBe(true);
  });

  it.each([
    [['.', '--data-dir', '/d', '--provision', '/p.json'], '/d', '/p.json', false],
    [['.', '--data-dir=/d', '--inspect', 'tel:1'], '/d', null, false],
    [['.', '--data-dir'], null, null, false],
    [['--no-sandbox', 'sip:100@example.com', '--hidden'], null, null, true],
  ])('%j', (given, expected, provisioningFile, hidden) => {
    expect(readShellArguments(given)).toEqual({ dataDir: expected, provisioningFile, hidden });
  });

  it('that cannot be used leaves Electron its own, and the app starts all the same', async () => {
    writeFileSync(join(dataDir, 'electron'), 'a file where a folder should be');
    const { stub } = await startWindow((prepared) => prepared.app.paths.set('userData', dataDir));
    expect(stub.app.getPath('userData')).toBe(dataDir);
  });

  it('of another Ieum is left alone, in words', async () => {
    const { createHost } = await import('#host/createHost.ts');
    const other = createHost({
      paths: { dataDir },
      scriptsDir: dataDir,
      clock: Date.now,
      log: recordLog().log,
      secrets: createMemorySecrets(),
      version: '0.0.0',
      capabilities: { shell: 'browser', keystore: false },
    });
    const stub = await start();
    await vi.waitFor(() => expect(stub.app.calls.at(-1)).toBe('exit 2'));
    expect(stub.recorded.errorBoxes[0]).toContain(dataDir);
    expect(stub.recorded.windows).toEqual([]);
    await other.stop();
  });
});

describe('a page', () => {
  it('is answered by the host', async () => {
    const { window } = await startWindow();
    window.webContents.speak('ieum:rpc', { id: '1', method: 'app.info', input: {} });
    await vi.waitFor(() => expect(window.webContents.sent).toHaveLength(1));
    expect(window.webContents.sent[0]).toMatchObject({
      channel: 'ieum:rpc',
      message: {
        id: '1',
        ok: true,
        data: { capabilities: { shell: 'electron', keystore: true, globalHotkeys: true } },
      },
    });
  });

  it('is told honestly when the system keeps no secrets', async () => {
    const { window } = await startWindow((stub) => (stub.safeStorage.backend = 'basic_text'));
    window.webContents.speak('ieum:rpc', { id: '1', method: 'app.info', input: {} });
    await vi.waitFor(() => expect(window.webContents.sent).toHaveLength(1));
    expect(window.webContents.sent[0]?.message).toMatchObject({
      data: { capabilities: { keystore: process.platform !== 'linux' } },
    });
  });
});

describe('a second start', () => {
  it('ends at once and opens nothing', async () => {
    const stub = await start((prepared) => (prepared.app.hasLock = false));
    expect(stub.app.calls).toEqual(['requestSingleInstanceLock', 'exit 0']);
    expect(stub.recorded.windows).toEqual([]);
    expect(stub.recorded.handlers.size).toBe(0);
  });

  it('brings the first one to the front', async () => {
    const { stub, window } = await startWindow();
    window.minimized = true;
    stub.app.emit('second-instance', {}, ['electron', '.'], '/', {});
    expect(window.calls).toEqual(['restore', 'show', 'focus']);
  });
});

describe('ending', () => {
  it('quits with the last window and leaves no listener behind', async () => {
    const { stub, window } = await startWindow();
    stub.app.emit('window-all-closed');
    expect(stub.app.calls.at(-1)).toBe('quit');
    window.webContents.speak('ieum:rpc', { id: '1', method: 'app.info', input: {} });
    stub.app.emit('will-quit');
    expect(stub.ipcMain.eventNames()).toEqual([]);
  });

  it('says what happened when it cannot start', async () => {
    const stub = await start((prepared) => {
      prepared.session.defaultSession.setDevicePermissionHandler = () => {
        throw new Error('broken');
      };
    });
    await vi.waitFor(() => expect(stub.app.calls.at(-1)).toBe('exit 1'));
    expect(stub.recorded.errorBoxes[0]).toContain('이음을 시작하지 못했습니다');
    expect(stub.recorded.errorBoxes[0]).toContain('broken');
  });
});

describe('export without a window', () => {
  const asked = async (...args: readonly string[]): Promise<Stub> => {
    vi.resetModules();
    electron = await import('./stub/electron.ts');
    process.argv = ['ieum', 'export', '--data-dir', dataDir, ...args];
    await import('../../src/main/index.ts');
    return electron;
  };

  it('tells its status to whoever started it, and opens, locks and asks for nothing', async () => {
    const complain = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const stub = await asked('--from', '2026-11-01');
    await vi.waitFor(() => expect(stub.app.calls).toEqual(['exit 64']));
    expect(String(complain.mock.calls[0]?.[0])).toContain(
      'Missing: --to, --format, --out, --reason',
    );
    expect(String(complain.mock.calls[0]?.[0])).toContain('ieum export --from DAY');
    expect(stub.recorded.windows).toEqual([]);
    expect(stub.recorded.schemes).toEqual([]);
    expect(existsSync(join(dataDir, 'electron'))).toBe(false);
    complain.mockRestore();
  });
});
