import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Stub = typeof import('./stub/electron.ts');

const { argv } = process;
const DESK = '0192f0c0-0000-7000-8000-000000000001';
const CALL = '0192f0c0-0000-7000-8000-0000000000aa';
const OTHER = '0192f0c0-0000-7000-8000-0000000000bb';
let dataDir: string;
let electron: Stub;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ieum-card-'));
});

afterEach(async () => {
  electron.app.emit('will-quit');
  process.argv = argv;
  await vi.waitFor(() => rmSync(dataDir, { recursive: true, force: true }));
});

const card = (...callIds: readonly string[]): object => ({
  calls: callIds.map((callId) => ({
    ...{
      callId,
      who: '김하늘',
      lines: ['세 번째 전화'],
      startedAt: 1_800_000_000_000,
      canText: true,
    },
  })),
  ...{ language: 'ko', dark: false, keys: { answer: 'Ctrl+Shift+F8', decline: '' } },
  words: {
    ...{
      title: '전화가 왔습니다',
      answer: '받기',
      decline: '거절',
      text: '거절하고 문자',
      open: '열기',
    },
    more: '',
  },
});

/** The shell with its page, which holds the phone; in front, as after a click. */
async function startPage() {
  vi.resetModules();
  electron = await import('./stub/electron.ts');
  process.argv = ['electron', '.', '--data-dir', dataDir];
  await import('../../src/main/index.ts');
  const main = await vi.waitFor(() => {
    const [first] = electron.recorded.windows;
    if (!first || first.loaded.length === 0) throw new Error('no window yet');
    return first;
  });
  const { webContents } = main;
  let asked = 0;
  async function call(method: string, input: object, from = webContents): Promise<unknown> {
    const id = `call-${(asked += 1)}`;
    from.speak('ieum:rpc', { id, method, input });
    return vi.waitFor(() => {
      const replies = from.sent.map(({ message }) => message as { id?: string; data?: unknown });
      const reply = replies.find((one) => one.id === id);
      if (!reply) throw new Error('no answer yet');
      return reply.data;
    });
  }
  main.show();
  main.focus();
  await call('desk.claim', { deskId: DESK, takeOver: false });
  const ring = (...ids: readonly string[]) =>
    call('callCard.tell', { deskId: DESK, card: ids.length === 0 ? null : card(...ids) });
  return { main, call, ring, cards: () => electron.recorded.windows.slice(1) };
}

describe('the card of an incoming call', () => {
  it('is not there while the app’s window is in front', async () => {
    const { ring, cards } = await startPage();
    await ring(CALL);
    expect(cards()).toEqual([]);
  });

  it('is shown without the focus, over all others, with the safe preferences of every window', async () => {
    const { main, ring, cards } = await startPage();
    main.blur();
    const [window] = cards();
    expect(window?.loaded).toEqual(['app://ieum/card.html']);
    expect(window?.visible).toBe(false);
    await ring(CALL);
    expect(window?.calls).toEqual([
      'setAlwaysOnTop true screen-saver',
      'setVisibleOnAllWorkspaces true',
      'hide',
      'showInactive',
    ]);
    expect(window?.options).toMatchObject({
      ...{ focusable: false, alwaysOnTop: true, skipTaskbar: true, show: false, frame: false },
    });
    expect(window?.options.webPreferences).toEqual(main.options.webPreferences);
    expect(window?.bounds).toEqual({ x: 1504, y: 796, width: 400, height: 228 });
    expect(main.calls).toEqual(['show', 'focus']);
  });

  it('comes and goes with the window in front, and with the call', async () => {
    const { main, ring, cards } = await startPage();
    await ring(CALL);
    main.blur();
    const [window] = cards();
    expect(window?.visible).toBe(true);
    main.focus();
    expect(window?.visible).toBe(false);
    main.blur();
    expect(window?.visible).toBe(true);
    await ring();
    expect(window?.visible).toBe(false);
  });

  it.each(['minimised', 'hidden'] as const)('is shown over a window that is %s', async (how) => {
    const { main, ring, cards } = await startPage();
    if (how === 'hidden') main.hide();
    else {
      main.minimized = true;
      main.emit('minimize');
    }
    await ring(CALL);
    expect(cards()[0]?.visible).toBe(true);
  });

  it('grows with a second call', async () => {
    const { main, ring, cards } = await startPage();
    main.blur();
    await ring(CALL, OTHER);
    expect(cards()[0]?.bounds).toMatchObject({ y: 576, height: 448 });
  });

  it('is not shown where the agent does not want it', async () => {
    const { main, ring, call, cards } = await startPage();
    main.blur();
    await ring(CALL);
    await call('settings.update', { patch: { callCard: false } });
    expect(cards()[0]?.visible).toBe(false);
    await call('settings.update', { patch: { callCard: true } });
    expect(cards()[0]?.visible).toBe(true);
  });

  it('passes its buttons to the page of the phone, with the call they were on', async () => {
    const { main, ring, call, cards } = await startPage();
    main.blur();
    await ring(CALL);
    const [window] = cards();
    const contents = window?.webContents;
    expect(await call('callCard.state', {}, contents)).toMatchObject({ card: card(CALL) });
    expect(await call('callCard.press', { callId: CALL, action: 'answer' }, contents)).toEqual({
      taken: true,
    });
    const heard = main.webContents.sent.map(({ message }) => message);
    expect(heard).toContainEqual({
      event: 'callCard.pressed',
      data: { callId: CALL, action: 'answer' },
    });
    // Answering leaves the agent where they are; a text is written in the app's window.
    expect(main.calls).toEqual(['show', 'focus']);
    await call('callCard.press', { callId: CALL, action: 'text' }, contents);
    expect(main.calls).toEqual(['show', 'focus', 'show', 'focus']);
  });

  it('a button of a call that rings no more does nothing', async () => {
    const { main, ring, call } = await startPage();
    main.blur();
    await ring(CALL);
    await ring(OTHER);
    const before = main.webContents.sent.length;
    expect(await call('callCard.press', { callId: CALL, action: 'answer' })).toEqual({
      taken: false,
    });
    const since = main.webContents.sent.slice(before).map(({ message }) => message);
    expect(since.filter((one) => 'event' in (one as object))).toEqual([]);
  });

  it('goes with the page that said what rings', async () => {
    const { main, ring, cards } = await startPage();
    main.blur();
    await ring(CALL);
    main.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(cards()[0]?.visible).toBe(false);
  });

  it('that fell is made anew by the next call; the app’s page is left alone', async () => {
    const { main, ring, cards } = await startPage();
    main.blur();
    cards()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    expect(cards()[0]?.calls).toContain('destroy');
    await ring(CALL);
    expect(cards()[1]?.visible).toBe(true);
    expect(main.webContents.reloads).toBe(0);
  });

  it('does not keep the app from ending', async () => {
    const { main, cards } = await startPage();
    main.blur();
    main.emit('closed');
    expect(cards()[0]?.calls).toContain('destroy');
  });
});
