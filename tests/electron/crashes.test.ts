import { beforeEach, expect, it } from 'vitest';
import { logLostProcesses, recoverPage } from '../../src/main/crashes.ts';
import { app, BrowserWindow, recorded } from './stub/electron.ts';
import { recordLog } from './stub/recordLog.ts';

beforeEach(() => {
  recorded.errorBoxes.length = 0;
  app.removeAllListeners('child-process-gone');
});

function openPage() {
  const window = new BrowserWindow({});
  const { log, lines } = recordLog();
  recoverPage(window as never, () => 0, log);
  const fall = (reason: string) =>
    window.webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  return { window, lines, fall };
}

it('loads the page again three times a minute, then says so in words', () => {
  const { window, lines, fall } = openPage();
  for (let time = 0; time < 3; time += 1) fall('crashed');
  expect([window.webContents.reloads, recorded.errorBoxes]).toEqual([3, []]);
  fall('crashed');
  expect(window.webContents.reloads).toBe(3);
  expect(recorded.errorBoxes[0]).toContain('저장된 기록은 그대로 있습니다');
  expect(lines).toHaveLength(4);
});

it('leaves a page that was closed in order alone', () => {
  const { window, lines, fall } = openPage();
  fall('clean-exit');
  expect([window.webContents.reloads, lines]).toEqual([0, []]);
});

it('logs a page that does not answer, and lost processes of Chromium', () => {
  const { window, lines } = openPage();
  window.emit('unresponsive');
  expect(lines).toMatchObject([{ level: 'warn', message: 'page unresponsive' }]);
  const { log, lines: lost } = recordLog();
  logLostProcesses(log);
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 });
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
  expect(lost).toMatchObject([{ level: 'error', message: 'process gone' }]);
});
