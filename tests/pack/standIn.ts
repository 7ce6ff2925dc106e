import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronVersion } from '../../scripts/start/electronRuntime.ts';

/** The place of the fuses in Electron's program: @electron/fuses, `SENTINEL`. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** In the order of `FuseV1Options` in @electron/fuses. */
export const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;

/**
 * What electron-builder needs of Electron's runtime, which this place cannot fetch: a program with the
 * fuses of a fresh one (`10110101`, and `1` of the last), a version, and files it renames or carries over.
 */
export function writeStandIn(folder: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const fuses = Buffer.concat([
    Buffer.from(SENTINEL),
    Buffer.from([1, FUSES.length]),
    Buffer.from('101100011'),
  ]);
  const program = Buffer.concat([Buffer.from('#!/bin/sh\nexit 0\n'), Buffer.alloc(64), fuses]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([program, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  writeFileSync(join(folder, 'version'), electronVersion());
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/ko.pak']) {
    writeFileSync(join(folder, name), 'stand-in');
  }
}

/** What the fuses in a packed program say, by name. */
export function readFuses(program: Buffer): Readonly<Record<string, boolean>> {
  const at = program.indexOf(SENTINEL) + SENTINEL.length;
  const wire = program.subarray(at + 2, at + 2 + FUSES.length).toString('latin1');
  return Object.fromEntries(FUSES.map((name, index) => [name, wire[index] === '1']));
}
