import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  ACTIONS_OF,
  groupAt,
  grouped,
  NO_PACE,
  paced,
  whoOnNotice,
  wordsOnNotice,
} from '#shared/domain/notice/notice.ts';
import type { Pace } from '#shared/domain/notice/notice.ts';
import { useAppStore } from '../../stores/appStore.ts';
import { useNoticeStore } from '../../stores/noticeStore.ts';
import type { News } from '../../stores/noticeStore.ts';
import { useSettingsStore } from '../../stores/settingsStore.ts';

const GROUP = 'group';
/** What a system shows of a text. */
const LONGEST = { title: 200, body: 400 } as const;

interface Shown {
  readonly run: News['run'];
  /** Null where the shell shows it. */
  readonly browser: Notification | null;
}

/**
 * Shows news over other windows: by the shell with its buttons, else by the browser where the person
 * has allowed it. Never while the window is in front, where it is said already.
 */
export function useShownNotices(): void {
  const { t } = useI18n();
  const app = useAppStore();
  const notices = useNoticeStore();
  const settings = useSettingsStore();

  const shown = new Map<string, Shown>();
  let pace: Pace = NO_PACE;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // What is hidden in the tray may still count as visible: it must have the focus as well.
  const isInFront = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
  const native = (): boolean => app.info?.capabilities.notices === true;

  function tell(news: News): void {
    if (app.desk !== 'mine' || !settings.settings.notices.on || isInFront()) return;
    const next = paced(pace, news.kind, Date.now());
    ({ pace } = next);
    if (next.show) show(news);
    else plan();
  }

  function show({ kind, id, about, title, body = '', words = '', run }: News): void {
    const policy = settings.settings.notices;
    const nobody = policy.who ? 'common.hiddenNumber' : 'notices.somebody';
    const said = wordsOnNotice(words, policy);
    put(
      id,
      title(whoOnNotice(about, policy) ?? t(nobody)),
      [body, said].filter((part) => part !== '').join('\n'),
      ACTIONS_OF[kind].filter((action) => run[action] !== undefined),
      run,
    );
  }

  function put(
    id: string,
    title: string,
    body: string,
    actions: readonly (keyof News['run'])[],
    run: News['run'],
  ): void {
    const texts = { title: title.slice(0, LONGEST.title), body: body.slice(0, LONGEST.body) };
    if (native()) {
      shown.set(id, { run, browser: null });
      const buttons = actions.map((action) => ({ action, text: t(`notices.actions.${action}`) }));
      notices.show({ id, ...texts, actions: buttons });
      return;
    }
    const browser = byBrowser(id, texts.title, texts.body);
    if (browser) shown.set(id, { run, browser });
  }

  function byBrowser(id: string, title: string, body: string): Notification | null {
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return null;
    try {
      // Buttons are for service workers alone (Notifications API §2): it is clicked as a whole.
      const notification = new Notification(title, { body, tag: id });
      notification.onclick = () => {
        window.focus();
        press(id, 'open');
      };
      return notification;
    } catch {
      // Some systems allow it and have nowhere to show it: the window has said it.
      return null;
    }
  }

  function press(id: string, action: keyof News['run']): void {
    const one = shown.get(id);
    end(id);
    one?.run[action]?.();
  }

  function end(id: string): void {
    const one = shown.get(id);
    shown.delete(id);
    if (one?.browser) one.browser.close();
    else if (one) notices.close(id);
  }

  /** Those that were too many are told together. */
  function plan(): void {
    clearTimeout(timer);
    const at = groupAt(pace);
    if (at !== null) timer = setTimeout(tellGroup, Math.max(0, at - Date.now()));
  }

  function tellGroup(): void {
    const { held } = pace;
    if (held === 0 || isInFront()) return;
    pace = grouped(pace, Date.now());
    put(GROUP, t('notices.more', { n: held }), t('notices.moreText'), [], {
      open: () => undefined,
    });
  }

  // Whoever looks at the window sees what was held there.
  useEventListener(window, 'focus', () => (pace = { ...pace, held: 0 }));
  notices.tellBy({ tell, end });
  onScopeDispose(notices.listen(press));
  onScopeDispose(() => clearTimeout(timer));
}
