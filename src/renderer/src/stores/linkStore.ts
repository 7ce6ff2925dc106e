import { defineStore } from 'pinia';
import { shallowRef, watch } from 'vue';
import type { OpenedLink } from '#shared/contract/links.ts';
import { arrivalOf } from '#shared/domain/link/arrival.ts';
import { newId, useHost } from '../api/host.ts';
import { listenForOtherTabs } from '../api/linkInAddress.ts';
import { useAppStore } from './appStore.ts';
import { usePhoneStore } from './phoneStore.ts';
import { useScreenStore } from './screenStore.ts';

/** The dial box itself: with the focus there nobody is writing anything else. */
const DIAL_BOX = 'dial-input';

function isTypingElsewhere(): boolean {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement.dataset['testid'] === DIAL_BOX) {
    return false;
  }
  return (
    activeElement.isContentEditable ||
    activeElement instanceof HTMLTextAreaElement ||
    (activeElement instanceof HTMLInputElement && activeElement.type === 'text')
  );
}

/** Links that were opened: into the dial box or, where something would be lost, offered. */
export const useLinkStore = defineStore('link', () => {
  const host = useHost();
  const app = useAppStore();
  const phone = usePhoneStore();
  const screen = useScreenStore();

  /** Waits for the agent's word, or says why it was refused. */
  const shown = shallowRef<OpenedLink | null>(null);
  /** Whom to ask for behind a number of a link, as long as that number is in the dial box. */
  const extension = shallowRef<{ readonly text: string; readonly digits: string } | null>(null);

  /** A link may be told and asked for at once. */
  let lastId = '';

  /** Only the page that holds the phone: another one has no dial box to speak of. */
  function arrive(opened: OpenedLink | null): void {
    if (opened === null || app.desk !== 'mine' || opened.id === lastId) return;
    lastId = opened.id;
    const { link } = opened;
    const typing = isTypingElsewhere();
    const desk = { dialText: phone.dialText, calls: phone.calls.length, typing };
    shown.value = opened;
    if (link.ok && arrivalOf(link.text, desk) === 'fill') fill();
    // Nothing more will come of it.
    else if (!link.ok) tellTaken(opened);
  }

  function tellTaken({ id }: OpenedLink): void {
    // Without the host it stays waiting there, and is offered again: no harm.
    host.call('links.taken', { id }).catch(() => undefined);
  }

  /** Into the dial box. It is never dialled here. */
  function fill(): void {
    const opened = shown.value;
    if (!opened?.link.ok) return;
    const { text, extension: digits } = opened.link;
    phone.dialText = text;
    extension.value = digits === null ? null : { text, digits };
    screen.go('phone');
    dismiss();
  }

  function dismiss(): void {
    if (shown.value) tellTaken(shown.value);
    shown.value = null;
  }

  /** @param id the same from every window that was told of it */
  function open(link: string, id: string): void {
    host.call('links.open', { id, link }).catch(() => undefined);
  }

  /** For which schemes the system opens this app. */
  async function schemes(): Promise<readonly string[]> {
    return (await host.call('links.schemes', {})).schemes;
  }

  /**
   * Asks the browser to bring links to this window's address; it then asks the person. Only `tel:`
   * and `sip:` may be asked for (HTML §8.9.1.3).
   * @returns false where the browser cannot
   */
  function askBrowser(): boolean {
    try {
      for (const scheme of ['tel', 'sip']) {
        navigator.registerProtocolHandler(scheme, `${location.origin}/?link=%s`);
      }
      return true;
    } catch {
      return false;
    }
  }

  async function askWaiting(): Promise<void> {
    const { opened } = await host.call('links.waiting', {});
    arrive(opened);
  }

  /** @param link that the page itself was opened with */
  function start(link: string | null): void {
    host.on('links.opened', arrive);
    // What came before there was a page, while the line was down, or while another page had the
    // phone.
    watch([() => app.desk, () => app.hostState], () => void askWaiting().catch(() => undefined), {
      immediate: true,
    });
    listenForOtherTabs(open);
    if (link !== null) open(link, newId());
  }

  return { shown, extension, fill, dismiss, schemes, askBrowser, start };
});
