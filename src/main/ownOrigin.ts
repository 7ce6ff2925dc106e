/**
 * The page's own origin. A scheme of the app's own instead of `file:`: a page from `file:` could
 * read other files, and every `file:` page would share its storage
 * (https://www.electronjs.org/docs/latest/tutorial/security#18-avoid-usage-of-the-file-protocol-and-prefer-usage-of-custom-protocols).
 */
export const APP_SCHEME = 'app';
export const APP_HOST = 'ieum';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;
/** The card of incoming calls: a page of its own, with nothing of the phone in it. */
export const CARD_URL = `${APP_SCHEME}://${APP_HOST}/card.html`;

/** Tells whether an address belongs to the app's own page. */
export type OwnPageTest = (url: string) => boolean;

/**
 * @param developmentUrl electron-vite's server while developing; never given in a packaged app
 */
export function ownPageTest(developmentUrl?: string): OwnPageTest {
  const development = developmentUrl === undefined ? null : parse(developmentUrl);
  return (url) => {
    const parsed = parse(url);
    if (!parsed || parsed.username !== '' || parsed.password !== '') return false;
    // `URL.origin` is the text "null" for every scheme Node does not know, so the parts are
    // compared one by one.
    if (parsed.protocol === `${APP_SCHEME}:`) return parsed.host === APP_HOST;
    return development !== null && parsed.origin === development.origin;
  };
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
