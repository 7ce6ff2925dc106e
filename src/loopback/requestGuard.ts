import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request is not from our own page, or null. The exact Host stops DNS rebinding (another
 * name pointed at 127.0.0.1); Origin and Sec-Fetch-Site stop other pages in the same browser, other
 * servers of this machine included, which are the same site but not the same origin
 * (https://www.w3.org/TR/fetch-metadata/).
 */
export function refusalOf(
  headers: IncomingHttpHeaders,
  port: number,
  {
    needsOrigin,
    fromAnySite = false,
  }: {
    readonly needsOrigin: boolean;
    /** Of a request that may begin on another page; see `isLinkNavigation`. */
    readonly fromAnySite?: boolean;
  },
): string | null {
  const authority = `127.0.0.1:${port}`;
  if (headers.host !== authority) return 'host';
  const { origin } = headers;
  if (origin === undefined ? needsOrigin : origin !== `http://${authority}`) return 'origin';
  const from = headers['sec-fetch-site'];
  if (fromAnySite) return null;
  if (from !== undefined && from !== 'none' && from !== 'same-origin') return 'site';
  return null;
}

/**
 * A `tel:` link that was clicked on another page and that the browser was asked to bring here
 * (HTML §8.9.1.3, `registerProtocolHandler`): it opens the page itself in a tab, with the link in
 * its query and without a token. The page's files are no secret, and it may not be framed.
 */
export function isLinkNavigation(method: string, target: string, headers: IncomingHttpHeaders) {
  return (
    method === 'GET' &&
    target.startsWith('/?link=') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}
