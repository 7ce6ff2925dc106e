import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { Protocol } from 'electron';
import type { Host } from '#host/host.ts';
import { MEDIA_PATH, mediaAnswer } from '#host/media.ts';
import { CONTENT_SECURITY_POLICY_HEADER } from '#shared/contentSecurityPolicy.ts';
import { APP_SCHEME, APP_HOST } from './ownOrigin.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.webm': 'audio/webm',
  '.woff2': 'font/woff2',
};

/** Sent with every answer, errors included. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY_HEADER,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Has to be called before the app is ready: later the scheme would be an opaque one. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      // `secure` makes the page a secure context, without which there is no microphone.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
}

/** @param media asked only for what a page was given a ticket for */
export function serveApp(protocol: Protocol, rendererDir: string, media: Host['media']): void {
  protocol.handle(
    APP_SCHEME,
    (request) => answerMedia(request, media) ?? answer(request, rendererDir),
  );
}

/** @returns null when it is not about a recording */
export function answerMedia(
  { method, url, headers }: Pick<Request, 'method' | 'url' | 'headers'>,
  media: Host['media'],
): Response | null {
  const { protocol, host, pathname } = new URL(url);
  const own = protocol === `${APP_SCHEME}:` && host === APP_HOST;
  if (!own || !pathname.startsWith(MEDIA_PATH)) return null;
  const file = method === 'GET' ? media(pathname.slice(MEDIA_PATH.length)) : null;
  if (!file) return plain(404);
  const { status, headers: more, part } = mediaAnswer(file, headers.get('range'));
  const body = part && Readable.toWeb(createReadStream(file.path, part));
  return new Response(body as ReadableStream | null, {
    status,
    headers: { ...SECURITY_HEADERS, ...more },
  });
}

/** Answers with a file below `rendererDir`, and with 404 for everything else. */
export async function answer(
  { method, url }: Pick<Request, 'method' | 'url'>,
  rendererDir: string,
): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405);
  const file = fileOf(url, rendererDir);
  if (file === null) return plain(404);
  try {
    const body = await readFile(file);
    const type = CONTENT_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return new Response(method === 'HEAD' ? null : new Uint8Array(body), {
      headers: { ...SECURITY_HEADERS, 'Content-Type': type, 'Cache-Control': 'no-cache' },
    });
  } catch {
    // Not there, a folder, or not readable: the page has no use for the difference.
    return plain(404);
  }
}

/**
 * `..` is already gone from a parsed address, but `%2e%2e%2f` and, on Windows, `..\` and `C:` only
 * take shape here; so the joined path itself is looked at.
 */
function fileOf(url: string, rendererDir: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST) return null;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\') || path.includes(':')) return null;
  const file = join(rendererDir, path === '/' ? 'index.html' : path);
  return file.startsWith(rendererDir + sep) ? file : null;
}

function plain(status: 404 | 405): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}
