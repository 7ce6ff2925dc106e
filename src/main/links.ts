import { app, clipboard } from 'electron';
import type { Host } from '#host/host.ts';
import type { Log } from '#host/log.ts';
import type { Desktop } from '#host/services/links.ts';
import { findLink, LINK_SCHEMES } from '#shared/domain/link/link.ts';
import type { Settings } from '#shared/contract/settings.ts';

export interface LinkListener {
  /** Where links go from now on; first those that came before there was a host. */
  deliverTo(open: (link: string) => void): void;
}

/**
 * Links from the system: macOS tells by an event, the others start the app again with the link
 * among its arguments. Has to be called before the app is ready, since one may have started it.
 * @param first the link this start came with
 * @param raise brings the window to the front, for every second start
 */
export function listenForLinks(first: string | null, raise: () => void): LinkListener {
  const early: string[] = first === null ? [] : [first];
  let deliver = (link: string): void => void early.push(link);

  app.on('open-url', (event, url) => {
    event.preventDefault();
    raise();
    deliver(url);
  });
  app.on('second-instance', (_event, argv, _folder, sent) => {
    raise();
    // Chromium may reorder the arguments and add its own; what the other start sent is as it was.
    const link = linkOf(sent) ?? findLink(argv);
    if (link !== null) deliver(link);
  });
  return {
    deliverTo(open) {
      deliver = open;
      for (const link of early.splice(0)) open(link);
    },
  };
}

/** What a second start sends to the first: `requestSingleInstanceLock(sentBy(argv))`. */
export function sentBy(argv: readonly string[]): { readonly link: string | null } {
  return { link: findLink(argv) };
}

function linkOf(sent: unknown): string | null {
  const link = typeof sent === 'object' && sent !== null && 'link' in sent ? sent.link : null;
  return typeof link === 'string' ? findLink([link]) : null;
}

/** Behind `--` nothing is taken for an option, whatever the link holds. */
const BEFORE_LINK = ['--'];

/** Asks the system for links, or no longer, as the setting says. */
export function followLinkSetting(host: Pick<Host, 'settings' | 'onSettings'>, log: Log): void {
  let asked: boolean | null = null;

  function follow({ openLinks }: Settings): void {
    if (openLinks === asked) return;
    const first = asked === null;
    asked = openLinks;
    // Not wanted, and never asked for in this run: whatever the system does is somebody's choice.
    if (!openLinks && first) return;
    for (const scheme of LINK_SCHEMES) {
      const done = openLinks
        ? app.setAsDefaultProtocolClient(scheme, process.execPath, ownArguments())
        : app.removeAsDefaultProtocolClient(scheme, process.execPath, ownArguments());
      if (!done) log.warn('the system did not take the wish about links', { scheme, openLinks });
    }
  }

  follow(host.settings);
  host.onSettings(follow);
}

/** Unpackaged, Electron has to be told which app it is. */
function ownArguments(): string[] {
  return app.isPackaged ? BEFORE_LINK : [app.getAppPath(), ...BEFORE_LINK];
}

export function desktopOf(): Desktop {
  return {
    readClipboard: () => clipboard.readText(),
    linkSchemes: () =>
      LINK_SCHEMES.filter((scheme) =>
        app.isDefaultProtocolClient(scheme, process.execPath, ownArguments()),
      ),
  };
}
