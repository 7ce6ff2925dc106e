import type { IeumContract } from '#shared/contract/index.ts';
import type { Notice } from '#shared/contract/notices.ts';
import type { NoticeAction } from '#shared/domain/notice/notice.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { DeskService } from './desk.ts';

/** The system's own notifications: what only a desktop shell can show with buttons. */
export interface NoticeShell {
  /** One with the id of an earlier one takes its place. */
  show(notice: Notice, pressed: (action: NoticeAction) => void): void;
  close(id: string): void;
  /** Brings the app's own window in front. */
  raise(): void;
}

export interface NoticesServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly desk: Pick<DeskService, 'holds'>;
  /** Null where the shell has none. */
  readonly shell: NoticeShell | null;
}

type NoticesHandlers = Pick<Handlers<IeumContract>, 'notices.show' | 'notices.close'>;

export function createNoticesService(options: NoticesServiceOptions): NoticesHandlers {
  const { announcer, desk, shell } = options;
  return {
    'notices.show': ({ deskId, notice }, connection) => {
      if (!desk.holds(connection, deskId)) {
        throw new AppError('desk.taken', 'Only the page that holds the phone tells of it.');
      }
      shell?.show(notice, (action) => {
        // Put off is done without looking.
        if (action !== 'snooze') shell.raise();
        announcer.emit('notices.pressed', { id: notice.id, action });
      });
      return { shown: shell !== null };
    },
    'notices.close': ({ id }) => {
      shell?.close(id);
      return {};
    },
  };
}
