import type { IeumContract } from '#shared/contract/index.ts';
import type { OpenedLink } from '#shared/contract/links.ts';
import { readLink } from '#shared/domain/link/link.ts';
import { AppError } from '#shared/errors.ts';
import type { Announcer, Handlers } from '#shared/rpc/server.ts';
import type { Log } from '../log.ts';

/** What a desktop shell does for links and the clipboard. */
export interface Desktop {
  readClipboard(): Promise<string>;
  /** For which schemes the system opens this app. */
  linkSchemes(): readonly string[];
}

export interface LinksServiceOptions {
  readonly announcer: Announcer<IeumContract>;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** In lower case; null without an account. */
  readonly ownDomain: () => string | null;
  readonly desktop: Desktop | null;
}

export interface LinksService {
  readonly handlers: Pick<
    Handlers<IeumContract>,
    'links.open' | 'links.waiting' | 'links.taken' | 'links.schemes' | 'clipboard.read'
  >;
  /** A link that the system, or a second start, handed to the shell. */
  open(link: string): void;
}

const LONGEST_CLIPBOARD = 10_000;

/** Keeps the newest link until a page has taken it. Nothing here ever dials. */
export function createLinksService(options: LinksServiceOptions): LinksService {
  const { announcer, clock, newId, log, ownDomain, desktop } = options;
  let waiting: OpenedLink | null = null;
  let lastId = '';

  function open(text: string, id: string): void {
    if (id === lastId) return;
    lastId = id;
    const link = readLink(text, ownDomain());
    // Never the link: it is a customer's number.
    log.info('link', link.ok ? { read: true } : { read: false, code: link.code });
    waiting = { id, at: clock(), link };
    announcer.emit('links.opened', waiting);
  }

  return {
    open: (link) => open(link, newId()),
    handlers: {
      'links.open': ({ id, link }) => {
        open(link, id);
        return {};
      },
      'links.waiting': () => ({ opened: waiting }),
      'links.taken': ({ id }) => {
        if (waiting?.id === id) waiting = null;
        return {};
      },
      'links.schemes': () => ({ schemes: [...(desktop?.linkSchemes() ?? [])] }),
      'clipboard.read': async () => {
        if (!desktop) throw new AppError('clipboard.unavailable', 'The page reads it itself.');
        return { text: (await desktop.readClipboard()).slice(0, LONGEST_CLIPBOARD) };
      },
    },
  };
}
