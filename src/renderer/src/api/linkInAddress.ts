/*
 * A `tel:` link that the browser was asked to bring here (`registerProtocolHandler`) opens a tab of
 * its own with the link in its address. That tab has no token and can do nothing but pass the link
 * on to the window that has the phone, which is of the same origin.
 */

const CHANNEL = 'ieum.links';
/** Milliseconds a window that is there needs to answer, however busy. */
const ANSWER_LIMIT_MS = 3_000;

interface Word {
  readonly type: 'link' | 'taken';
  readonly id: string;
  readonly link?: string;
}

/** The link in this page's address, which is cleaned at once: nothing of it stays in the history. */
export function takeLink({ location, history }: Window): string | null {
  const link = new URLSearchParams(location.search).get('link');
  if (link !== null) history.replaceState(null, '', location.pathname + location.hash);
  return link;
}

/** @returns whether a window with the phone took it */
export function passOn(link: string, id: string, limitMs = ANSWER_LIMIT_MS): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    const end = (taken: boolean): void => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    const timer = setTimeout(() => end(false), limitMs);
    channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.type === 'taken' && data.id === id) end(true);
    };
    channel.postMessage({ type: 'link', id, link } satisfies Word);
  });
}

export function listenForOtherTabs(onLink: (link: string, id: string) => void): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.type !== 'link' || typeof data.link !== 'string') return;
    channel.postMessage({ type: 'taken', id: data.id } satisfies Word);
    onLink(data.link, data.id);
  };
}
