/**
 * Electron's line, from the page's port through the real preload script and the real transport of
 * main; only Electron itself is a stand-in (tests/electron/stub), which carries messages by
 * structured clone as Electron does.
 */
import { vi } from 'vitest';
import { createLog } from '#host/log.ts';
import type { IeumBridge } from '#shared/rpc/bridge.ts';
import { listenForPages } from '../../src/main/ipcTransport.ts';
import { ownPageTest } from '../../src/main/ownOrigin.ts';
import { createBridgePort } from '../../src/renderer/src/api/bridgePort.ts';
import { FakeWebContents } from '../electron/stub/electron.ts';
import { contractSuite } from './contractSuite.ts';
import type { MakeTransport } from './transport.ts';

/** The preload script as one page has it: its own copy, with its own `ipcRenderer`. */
async function loadPreload(contents: FakeWebContents): Promise<IeumBridge> {
  vi.resetModules();
  const { ipcRenderer, recorded } = await import('../electron/stub/electron.ts');
  await import('../../src/preload/index.ts');
  ipcRenderer.toMain = (channel, message) => {
    queueMicrotask(() => contents.speak(channel, message));
  };
  contents.on('fake:to-page', (channel: string, message: unknown) => {
    ipcRenderer.emit(channel, {}, message);
  });
  return recorded.exposed.get('ieumBridge') as IeumBridge;
}

const makeElectronTransport: MakeTransport = (serve) => {
  const pages: FakeWebContents[] = [];
  const stop = listenForPages({
    isOwnPage: ownPageTest(),
    log: createLog(() => undefined),
    onPort: serve,
  });
  return Promise.resolve({
    async connect() {
      const contents = new FakeWebContents('app://ieum/index.html');
      pages.push(contents);
      const port = createBridgePort(await loadPreload(contents));
      // A page closes its line by going away, and no sooner.
      port.onState((state) => {
        if (state === 'closed') contents.destroy();
      });
      return { port };
    },
    stop() {
      for (const page of pages) page.destroy();
      stop();
      return Promise.resolve();
    },
  });
};

contractSuite('Electron IPC', makeElectronTransport);
