import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Stub = typeof import('./stub/electron.ts');
type Window = Stub['recorded']['windows'][number];

const { argv } = process;
let dataDir: string;
let electron: Stub;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ieum-links-'));
});

afterEach(async () => {
  electron.app.emit('will-quit');
  process.argv = argv;
  await vi.waitFor(() => rmSync(dataDir, { recursive: true, force: true }));
});

async function start(
  args: readonly string[],
  prepare: (stub: Stub) => void = () => undefined,
): Promise<Window> {
  vi.resetModules();
  electron = await import('./stub/electron.ts');
  process.argv = ['electron', '.', '--data-dir', dataDir, ...args];
  prepare(electron);
  await import('../../src/main/index.ts');
  return vi.waitFor(() => {
    const [window] = electron.recorded.windows;
    if (!window || window.loaded.length === 0) throw new Error('no window yet');
    return window;
  });
}

/** What the host answers this window's page. */
async function ask(window: Window, method: string, input: unknown): Promise<unknown> {
  const id = `${method}-${window.webContents.sent.length}`;
  window.webContents.speak('ieum:rpc', { id, method, input });
  const reply = await vi.waitFor(() => {
    const found = window.webContents.sent.find(
      ({ message }) => (message as { id?: string }).id === id,
    );
    if (!found) throw new Error('no answer yet');
    return found.message as { data: unknown };
  });
  return reply.data;
}

const waiting = async (window: Window): Promise<unknown> =>
  ((await ask(window, 'links.waiting', {})) as { opened: { link: unknown } | null }).opened?.link ??
  null;

const number = (text: string): object => ({ ok: true, text, extension: null });

describe('a link', () => {
  it('that started the app waits for the page', async () => {
    const window = await start(['--', 'tel:010-1234-5678']);
    expect(await waiting(window)).toEqual(number('010-1234-5678'));
  });

  it('that came by event before there was a window waits too', async () => {
    const window = await start([], ({ app }) => {
      // Sent as soon as somebody listens, which must be before the app is ready.
      app.once('newListener', (name: string) => {
        expect(app.calls).not.toContain('whenReady');
        queueMicrotask(() => name === 'open-url' && open('tel:02-123-4567'));
      });
    });
    expect(await waiting(window)).toEqual(number('02-123-4567'));
  });

  it('by event raises the window and is not left to the system', async () => {
    const window = await start([]);
    window.calls.length = 0;
    expect(open('callto:1001')).toBe(true);
    expect(window.calls).toEqual(['show', 'focus']);
    expect(await waiting(window)).toEqual(number('1001'));
  });

  it('of a second start comes with what that start sent, else from its arguments', async () => {
    const window = await start([]);
    const second = (args: readonly string[], sent: unknown): boolean =>
      electron.app.emit('second-instance', {}, args, '/', sent);
    second(['electron', '--', 'tel:1'], { link: 'tel:010-1111-2222' });
    expect(await waiting(window)).toEqual(number('010-1111-2222'));
    second(['electron', '--allow-file-access', 'tel:010-3333-4444'], undefined);
    expect(await waiting(window)).toEqual(number('010-3333-4444'));
    second(['electron'], { link: ['tel:1'] });
    second(['electron'], { link: '--inspect' });
    expect(await waiting(window)).toEqual(number('010-3333-4444'));
    expect(window.calls.slice(-2)).toEqual(['show', 'focus']);
  });

  it('is sent to the first by a second start', async () => {
    vi.resetModules();
    electron = await import('./stub/electron.ts');
    electron.app.hasLock = false;
    process.argv = ['electron', '.', '--data-dir', dataDir, '--', 'tel:010-1234-5678'];
    await import('../../src/main/index.ts');
    expect(electron.app.sentToFirst).toEqual({ link: 'tel:010-1234-5678' });
  });

  it('that is refused is told as refused, and dials nothing', async () => {
    const window = await start(['sip:1001@evil.example?Subject=x']);
    expect(await waiting(window)).toEqual({ ok: false, code: 'headers' });
    expect(electron.recorded.opened).toEqual([]);
  });
});

describe('the system', () => {
  const schemes = ['tel', 'callto', 'sip', 'sips'];

  it('is asked for links only as the setting says, with nothing taken for an option', async () => {
    const window = await start([]);
    expect([...electron.app.protocolClients.keys()]).toEqual([]);
    await ask(window, 'settings.update', { patch: { openLinks: true } });
    expect([...electron.app.protocolClients]).toEqual(schemes.map((scheme) => [scheme, ['--']]));
    expect(await ask(window, 'links.schemes', {})).toEqual({ schemes });
    await ask(window, 'settings.update', { patch: { openLinks: false } });
    expect(await ask(window, 'links.schemes', {})).toEqual({ schemes: [] });
  });

  it('that does not listen is told as it is', async () => {
    const window = await start([], ({ app }) => (app.refusesProtocols = true));
    await ask(window, 'settings.update', { patch: { openLinks: true } });
    expect(await ask(window, 'links.schemes', {})).toEqual({ schemes: [] });
  });

  it('gives the clipboard to the page that asks, at most ten thousand characters of it', async () => {
    const window = await start([], ({ clipboard }) => (clipboard.text = '가'.repeat(20_000)));
    const { text } = (await ask(window, 'clipboard.read', {})) as { text: string };
    expect(text).toHaveLength(10_000);
  });
});

/** @returns whether the system's own handling was prevented */
function open(url: string): boolean {
  let prevented = false;
  electron.app.emit('open-url', { preventDefault: () => (prevented = true) }, url);
  return prevented;
}
