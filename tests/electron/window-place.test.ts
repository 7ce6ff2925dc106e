import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryFile } from '../../src/main/memoryFile.ts';
import { createWindow } from '../../src/main/window.ts';
import { firstPlace, keepPlace } from '../../src/main/windowPlace.ts';
import { app, BrowserWindow, recorded, screen } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

let folder: string;
let path: string;
const { displays: usual } = screen;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-place-'));
  path = join(folder, 'shell.json');
  recorded.windows.length = 0;
  await app.whenReady();
});
afterEach(() => {
  screen.removeAllListeners();
  screen.displays = usual;
  rmSync(folder, { recursive: true });
});

/** Opens the window as the shell does; `settle` is the moment after which nothing moves any more. */
function open() {
  let waiting: (() => void) | null = null;
  const { log, lines } = recordLog();
  const memory = openMemoryFile(path, log);
  const place = firstPlace(memory);
  createWindow('/preload.cjs', place, 'shown');
  const window = recorded.windows.at(-1);
  if (!window) throw new Error('no window');
  const zoom = keepPlace(window as never, place, memory, (_ms, run) => {
    waiting = run;
    return () => (waiting = null);
  });
  window.emit('ready-to-show');
  const settle = (): void => {
    const run = waiting;
    waiting = null;
    run?.();
  };
  return { window, zoom, settle, lines };
}

const SECOND = {
  id: 2,
  bounds: { x: 1920, y: 0, width: 2560, height: 1440 },
  workArea: { x: 1920, y: 0, width: 2560, height: 1400 },
};

describe('the place of the window', () => {
  it('is kept when it has settled, and taken again at the next start', () => {
    const { window, settle } = open();
    window.setBounds({ x: 100, y: 50, width: 900, height: 700 });
    settle();
    expect(open().window.options).toMatchObject({ x: 100, y: 50, width: 900, height: 700 });
  });

  it('is kept on closing, at once', () => {
    const { window } = open();
    window.bounds = { x: 7, y: 8, width: 900, height: 700 };
    window.close();
    expect(open().window.options).toMatchObject({ x: 7, y: 8 });
    expect(window).toBeInstanceOf(BrowserWindow);
  });

  it('is maximised when it is first seen, as it was', () => {
    const { window, settle } = open();
    window.maximize();
    settle();
    expect(open().window.calls).toEqual(['show', 'maximize']);
  });

  it('follows a display that is unplugged and comes back where it was with it', () => {
    screen.displays = [...usual, SECOND];
    const { window, settle } = open();
    window.setBounds({ x: 3000, y: 200, width: 1000, height: 700 });
    settle();
    screen.displays = usual;
    // The system has moved it already, and tells of both in some order.
    window.setBounds({ x: 1800, y: 900 });
    screen.emit('display-removed');
    settle();
    expect(window.bounds).toEqual({ x: 920, y: 340, width: 1000, height: 700 });
    screen.displays = [...usual, SECOND];
    screen.emit('display-added');
    settle();
    expect(window.bounds).toEqual({ x: 3000, y: 200, width: 1000, height: 700 });
  });

  it('is the usual one where the file is broken, which does no harm', () => {
    writeFileSync(path, '{"windows":[{"arr');
    const { window, lines } = open();
    expect(window.options).toMatchObject({ width: 1280, height: 800 });
    expect(window.options).not.toHaveProperty('x');
    window.setBounds({ x: 1, y: 2 });
    window.close();
    expect([JSON.parse(readFileSync(path, 'utf8')), lines]).toMatchObject([
      { windows: [{ state: { bounds: { x: 1, y: 2 } } }], toldOfTray: false },
      [],
    ]);
  });

  it('is written whole beside the old one, for this person alone', () => {
    open().window.close();
    expect(readdirSync(folder)).toEqual(['shell.json']);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it('that cannot be written is logged, and the window works', () => {
    const { window, lines } = open();
    rmSync(folder, { recursive: true });
    window.close();
    expect(lines).toMatchObject([
      { level: 'warn', message: 'the place of the window was not kept' },
    ]);
    folder = mkdtempSync(join(tmpdir(), 'ieum-place-'));
  });

  it('is not that of the full screen', () => {
    const { window, settle } = open();
    window.setBounds({ x: 10, y: 10 });
    settle();
    window.fullScreen = true;
    window.setBounds({ x: 0, y: 0, width: 1920, height: 1080 });
    settle();
    expect(open().window.options).toMatchObject({ x: 10, y: 10 });
  });

  it('has a smallest size, and no listener is left of a window that is gone', () => {
    const { window } = open();
    expect(window.options).toMatchObject({ minWidth: 360, minHeight: 560 });
    window.close();
    expect(screen.eventNames()).toEqual([]);
  });
});
