import { app, shell } from 'electron';
import type { WebContents } from 'electron';
import { DEFAULT_EXTERNAL_POLICY, decideExternal } from '#shared/domain/url/urlGate.ts';
import type { Log } from '#host/log.ts';
import type { OwnPageTest } from './ownOrigin.ts';

/**
 * The one page never leaves itself: no navigation, no second window, no web view. A link that asks
 * for a new window goes through the URL gate to the system's browser instead. Set on every web
 * contents there will ever be, so that one made by mistake is bound too.
 */
export function lockNavigation(isOwnPage: OwnPageTest, log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, isOwnPage, log));
}

function lockContents(contents: WebContents, isOwnPage: OwnPageTest, log: Log): void {
  contents.on('will-navigate', (details) => {
    // A reload of the page itself also comes here.
    if (details.isMainFrame && details.url === contents.getURL() && isOwnPage(details.url)) return;
    details.preventDefault();
    log.warn('navigation denied', { scheme: schemeOf(details.url) });
  });
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame) return;
    details.preventDefault();
    log.warn('frame denied', { scheme: schemeOf(details.url) });
  });
  contents.on('will-redirect', (details) => {
    details.preventDefault();
    log.warn('redirect denied', { scheme: schemeOf(details.url) });
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('webview denied', {});
  });
  contents.setWindowOpenHandler(({ url }) => {
    const decision = decideExternal(url, DEFAULT_EXTERNAL_POLICY);
    if (decision.open) {
      shell.openExternal(decision.url).catch((error: unknown) => {
        log.warn('the system could not open a link', { error: String(error) });
      });
    } else {
      log.warn('link refused', { reason: decision.reason, scheme: schemeOf(url) });
    }
    return { action: 'deny' };
  });
}

/** Logs never hold whole addresses: a `tel:` one is a customer's number. */
function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : 'unreadable';
}
