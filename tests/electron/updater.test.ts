/**
 * The real electron-updater, as it is on Windows, against a real server on loopback. What Windows itself
 * does stands in: the question to PowerShell who signed a file, and the installer.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { ClientRequest, RequestOptions, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NsisUpdater } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnsignedUpdate } from '#host/services/updates.ts';
import { readPackageNote } from '../../src/main/packageNote.ts';
import { createUpdater } from '../../src/main/updater.ts';
import { recordLog } from './stub/recordLog.ts';

/** Electron's own way through the network is not here. */
class LoopbackExecutor extends ElectronHttpExecutor {
  override createRequest(options: RequestOptions, callback: (response: never) => void) {
    return request(options, callback as never) as never as ReturnType<
      ElectronHttpExecutor['createRequest']
    > &
      ClientRequest;
  }
}

let folder: string;
let server: Server;
let url: string;
let served: Map<string, Buffer | string>;
/** Publishers whose signature was asked about. */
let asked: string[];
let signature: string | null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-update-'));
  served = new Map();
  asked = [];
  signature = null;
  server = createServer((incoming, response) => {
    const body = served.get(new URL(incoming.url ?? '/', 'http://x').pathname);
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(
    join(folder, 'app-update.yml'),
    `provider: generic\nurl: https://updates.example.com/ieum\npublisherName:\n  - The Ieum authors\n`,
  );
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function publish(version: string, installer: Buffer, digest = installer): void {
  const sha512 = createHash('sha512').update(digest).digest('base64');
  const note = [
    `version: ${version}`,
    `files:\n  - url: Ieum-Setup.exe\n    sha512: ${sha512}\n    size: ${installer.length}`,
    `path: Ieum-Setup.exe\nsha512: ${sha512}\nreleaseDate: '2026-11-27T00:00:00.000Z'`,
  ].join('\n');
  // electron-updater asks by the system it really runs on.
  for (const name of ['/latest.yml', '/latest-linux.yml', '/latest-mac.yml']) {
    served.set(name, note);
  }
  served.set('/Ieum-Setup.exe', installer);
}

function windowsApp(version = '0.1.0') {
  const updater = new NsisUpdater(null, {
    ...{ version, name: 'ieum', isPackaged: true, baseCachePath: join(folder, 'cache') },
    ...{ appUpdateConfigPath: join(folder, 'app-update.yml'), userDataPath: folder },
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  Object.assign(updater, { httpExecutor: new LoopbackExecutor() });
  updater.disableDifferentialDownload = true;
  updater.verifyUpdateCodeSignature = (publishers, file) => {
    asked.push(...publishers);
    return Promise.resolve(existsSync(file) ? signature : 'no file');
  };
  const { log, lines } = recordLog();
  return { port: createUpdater(log, () => Promise.resolve(updater)), updater, lines };
}

describe('an update', () => {
  it('that is newer and signed is fetched, and is there for when the app ends', async () => {
    publish('0.2.0', Buffer.from('the installer'));
    const { port, updater } = windowsApp();
    expect(await port.check(url)).toBe('0.2.0');
    await port.fetch();
    expect(asked).toEqual(['The Ieum authors']);
    expect(updater.autoInstallOnAppQuit).toBe(true);
  });

  it('that the publisher has not signed is refused and thrown away', async () => {
    publish('0.2.0', Buffer.from('an installer of somebody else'));
    signature = 'SignerCertificate: CN=Somebody';
    const { port, lines } = windowsApp();
    await port.check(url);
    await expect(port.fetch()).rejects.toBeInstanceOf(UnsignedUpdate);
    expect(existsSync(join(folder, 'cache', 'ieum', 'pending', 'Ieum-Setup.exe'))).toBe(false);
    expect(lines).toMatchObject([{ message: 'updater' }]);
  });

  it('whose bytes are not those that were announced is refused before anybody is asked', async () => {
    publish('0.2.0', Buffer.from('changed on the way'), Buffer.from('the installer'));
    const { port } = windowsApp();
    await port.check(url);
    await expect(port.fetch()).rejects.toBeInstanceOf(UnsignedUpdate);
    expect(asked).toEqual([]);
  });

  it.each([
    ['the same', '0.1.0'],
    ['older', '0.0.9'],
  ])('that is %s is none', async (_what, version) => {
    publish(version, Buffer.from('x'));
    expect(await windowsApp().port.check(url)).toBeNull();
  });

  it('that cannot be had is an error, not "nothing newer"', async () => {
    await expect(windowsApp().port.check(url)).rejects.toThrow();
  });
});

describe('what the package says', () => {
  it('is the address and whether the publisher is known', () => {
    expect(readPackageNote(folder)).toEqual({
      ...{ address: 'https://updates.example.com/ieum', publisherKnown: true },
    });
  });

  it('is nothing where there is none', () => {
    expect(readPackageNote(join(folder, 'nowhere'))).toEqual({
      ...{ address: null, publisherKnown: false },
    });
  });
});
