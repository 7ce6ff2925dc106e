import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import { decideCrash } from '#shared/domain/shell/crashPolicy.ts';
import type { Log } from '#host/log.ts';

/** Loads the page again when its process is gone. Logged are reasons only, nothing of a person. */
export function recoverPage(window: BrowserWindow, clock: () => number, log: Log): void {
  let reloads: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const decision = decideCrash(reason, reloads, clock());
    if (decision.action === 'ignore') return;
    log.error('page gone', { reason, exitCode, next: decision.action });
    if (decision.action === 'reload') {
      ({ reloads } = decision);
      window.webContents.reload();
    } else {
      dialog.showErrorBox(
        '이음 화면이 계속 멈춥니다 / The window of Ieum keeps failing',
        '저장된 기록은 그대로 있습니다. 이음을 닫고 다시 시작해 주세요. 계속되면 관리자에게 알려 주세요.\nStored records are untouched. Close Ieum and start it again; if it stays, tell your administrator.',
      );
    }
  });
  window.on('unresponsive', () => log.warn('page unresponsive', {}));
}

/** Chromium's own processes, such as those of graphics and sound, start again by themselves. */
export function logLostProcesses(log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.error('process gone', { type, reason, exitCode });
  });
}
