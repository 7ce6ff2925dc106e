import { defineStore } from 'pinia';
import type { Notice } from '#shared/contract/notices.ts';
import type { NoticeAction, NoticeKind } from '#shared/domain/notice/notice.ts';
import { useHost } from '../api/host.ts';
import { useAppStore } from './appStore.ts';

/** Something that whoever looks at another window wants to know. */
export interface News {
  readonly kind: NoticeKind;
  /** What it is about: later news of the same takes the place of what is shown. */
  readonly id: string;
  readonly about: { readonly name: string | null; readonly number: string };
  /** @param who as far as the desk lets a notice say it */
  title(who: string): string;
  /** Nothing of a person. */
  readonly body?: string;
  /** What somebody has written. */
  readonly words?: string;
  /** What its buttons do; `open` is also a click on it. */
  readonly run: Partial<Readonly<Record<NoticeAction, () => void>>>;
}

interface Teller {
  tell(news: News): void;
  end(id: string): void;
}

/** As many as wait for the part that shows them, which is fetched after the first moment. */
const MOST_WAITING = 20;

/** News for outside the window. Whether, how and how often it is shown is the teller's. */
export const useNoticeStore = defineStore('notice', () => {
  const host = useHost();
  const app = useAppStore();
  let teller: Teller | null = null;
  const waiting: News[] = [];

  return {
    tell(news: News): void {
      if (teller) teller.tell(news);
      else if (waiting.length < MOST_WAITING) waiting.push(news);
    },
    /** It means nothing any more. */
    end: (id: string): void => teller?.end(id),
    tellBy(by: Teller): void {
      teller = by;
      for (const news of waiting.splice(0)) by.tell(news);
    },
    /** By the shell. */
    show: (notice: Notice): void =>
      void host.call('notices.show', { deskId: app.deskId, notice }).catch(() => undefined),
    close: (id: string): void => void host.call('notices.close', { id }).catch(() => undefined),
    listen: (pressed: (id: string, action: NoticeAction) => void): (() => void) =>
      host.on('notices.pressed', ({ id, action }) => {
        if (app.desk === 'mine') pressed(id, action);
      }),
  };
});
