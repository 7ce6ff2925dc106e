import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  readonly path: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The file a request's raw target means, within one folder.
 * @param target as it came: not normalised by a URL parser, which would hide a `..`
 * @returns null for everything else: other names, folders, hidden files, links out of the folder
 */
export async function findStaticFile(root: string, target: string): Promise<StaticFile | null> {
  const [rawPath = ''] = target.split(/[?#]/);
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return null;
  }
  if (path === '/') path = '/index.html';
  const [empty, ...segments] = path.split('/');
  if (empty !== '' || segments.some((segment) => !isPlainName(segment))) return null;
  try {
    const folder = await realpath(root);
    const file = await realpath(join(folder, ...segments));
    if (!file.startsWith(folder + sep)) return null;
    const found = await stat(file);
    if (!found.isFile()) return null;
    const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { path: file, type, size: found.size };
  } catch {
    return null;
  }
}

/** No parent, no hidden file, no Windows separator, drive or stream, no control character. */
function isPlainName(segment: string): boolean {
  return /^[^.\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(segment);
}

export async function sendFile(
  response: ServerResponse,
  { path, type, size }: StaticFile,
  withBody: boolean,
): Promise<void> {
  response.writeHead(200, {
    'content-type': type,
    'content-length': size,
    // Built files carry a hash of what they hold in their names; the page itself does not.
    'cache-control': type.startsWith('text/html') ? 'no-store' : 'private, max-age=3600',
  });
  if (withBody) await pipeline(createReadStream(path), response);
  else response.end();
}
