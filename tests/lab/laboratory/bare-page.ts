/** Bundles a page of the tests, such as the bare SIP.js one, and serves it on 127.0.0.1, a secure context for a microphone. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { build } from 'vite';
import { LOOPBACK } from './ports.ts';

export interface ServedPage {
  readonly url: string;
  stop(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
};

/** @param outFolder where the bundle goes, such as a folder of the laboratory */
export function serveBarePage(outFolder: string): Promise<ServedPage> {
  return servePage(join(import.meta.dirname, 'bare-page'), outFolder);
}

/** @param root the folder of its `index.html` */
export async function servePage(root: string, outFolder: string): Promise<ServedPage> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: { outDir: outFolder, emptyOutDir: true, minify: false, target: 'esnext' },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    const file = normalize(join(outFolder, path === '/' ? 'index.html' : path));
    if (!file.startsWith(outFolder + sep)) {
      response.writeHead(404).end();
      return;
    }
    readFile(file).then(
      (body) => {
        const type = TYPES[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
