import { app, Notification } from 'electron';
import type { NoticeShell } from '#host/services/notices.ts';
import type { Log } from '#host/log.ts';

/** As in electron-builder.yml: Windows shows no notice of an app that it does not know by this. */
const APP_ID = 'app.ieum.softphone';

/** @returns null where the system has no notifications */
export function systemNotices(raise: () => void, log: Log): NoticeShell | null {
  if (!Notification.isSupported()) return null;
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID);
  /** Kept: one that is collected as garbage is heard of no more. */
  const open = new Map<string, Notification>();

  function close(id: string): void {
    const notification = open.get(id);
    open.delete(id);
    notification?.close();
  }

  return {
    raise,
    close,
    show({ id, title, body, actions }, pressed) {
      close(id);
      const notification = new Notification({
        title,
        body,
        // The app has sounds of its own, and rings while its window is hidden.
        silent: true,
        // Where the system shows no buttons, the notice itself is clicked.
        actions: actions.map(({ text }) => ({ type: 'button', text })),
      });
      const forget = (): void => {
        if (open.get(id) === notification) open.delete(id);
      };
      notification.on('click', () => {
        forget();
        pressed('open');
      });
      notification.on('action', (_details, index) => {
        forget();
        const action = actions[index]?.action;
        if (action) pressed(action);
      });
      notification.on('close', forget);
      notification.on('failed', (_event, error) => {
        forget();
        log.warn('notice not shown', { error });
      });
      open.set(id, notification);
      notification.show();
    },
  };
}
