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
  { needsOrigin }: { readonly needsOrigin: boolean },
): string | null {
  const authority = `127.0.0.1:${port}`;
  if (headers.host !== authority) return 'host';
  const { origin } = headers;
  if (origin === undefined ? needsOrigin : origin !== `http://${authority}`) return 'origin';
  const from = headers['sec-fetch-site'];
  if (from !== undefined && from !== 'none' && from !== 'same-origin') return 'site';
  return null;
}
