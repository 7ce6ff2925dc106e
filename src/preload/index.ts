import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { IeumBridge } from '#shared/rpc/bridge.ts';

/** Written out, not imported: a preload must not pull in anything of main. */
const IPC_CHANNEL = 'ieum:rpc';

/**
 * All the page gets of Electron: one line of messages to and from the host. `ipcRenderer` itself
 * stays here, since with it a page could speak on any channel.
 */
const bridge: IeumBridge = {
  send(message) {
    ipcRenderer.send(IPC_CHANNEL, message);
  },
  onMessage(listener) {
    // The event object leads back to `ipcRenderer`: it is not passed on.
    const forward = (_event: IpcRendererEvent, message: unknown): void => listener(message);
    ipcRenderer.on(IPC_CHANNEL, forward);
    return () => {
      ipcRenderer.off(IPC_CHANNEL, forward);
    };
  },
};

contextBridge.exposeInMainWorld('ieumBridge', bridge);
