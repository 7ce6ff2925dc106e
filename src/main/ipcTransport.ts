import { ipcMain } from 'electron';
import type { IpcMainEvent, WebContents } from 'electron';
import { Listeners } from '#shared/rpc/port.ts';
import type { PortState, RpcPort } from '#shared/rpc/port.ts';
import type { Log } from '#host/log.ts';
import type { OwnPageTest } from './ownOrigin.ts';

export const IPC_CHANNEL = 'ieum:rpc';

/** The host's end of the line to one loaded page. */
class IpcPort implements RpcPort {
  state: PortState = 'open';
  readonly #contents: WebContents;
  readonly #messages = new Listeners<unknown>();
  readonly #states = new Listeners<PortState>();

  constructor(contents: WebContents) {
    this.#contents = contents;
  }

  send(message: unknown): void {
    if (this.state !== 'open' || this.#contents.isDestroyed()) return;
    this.#contents.send(IPC_CHANNEL, message);
  }

  receive(message: unknown): void {
    if (this.state === 'open') this.#messages.emit(message);
  }

  onMessage(listener: (message: unknown) => void) {
    return this.#messages.add(listener);
  }

  onState(listener: (state: PortState) => void) {
    return this.#states.add(listener);
  }

  close(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.#states.emit('closed');
    this.#messages.clear();
    this.#states.clear();
  }
}

export interface IpcTransportOptions {
  readonly isOwnPage: OwnPageTest;
  readonly log: Log;
  /** Called once for each page that loads and speaks, before its first message is delivered. */
  readonly onPort: (port: RpcPort) => void;
}

/**
 * Gives each loaded page one port. A page is known by its web contents until that navigates,
 * reloads, crashes or is destroyed: then the port closes, and what the next page says comes from a
 * new one, so that the host never takes two pages for one.
 * @returns stops listening and closes every port
 */
export function listenForPages({ isOwnPage, log, onPort }: IpcTransportOptions): () => void {
  const ports = new Map<WebContents, IpcPort>();

  function portOf(contents: WebContents): IpcPort {
    const known = ports.get(contents);
    if (known) return known;
    const port = new IpcPort(contents);
    ports.set(contents, port);
    const end = (): void => {
      contents.off('did-navigate', end);
      contents.off('render-process-gone', end);
      contents.off('destroyed', end);
      if (ports.get(contents) === port) ports.delete(contents);
      port.close();
    };
    // Not sent for `#…` and history changes within the page.
    contents.on('did-navigate', end);
    contents.on('render-process-gone', end);
    contents.on('destroyed', end);
    port.onState(end);
    onPort(port);
    return port;
  }

  function receive(event: IpcMainEvent, message: unknown): void {
    const refusal = refusalOf(event, isOwnPage);
    if (refusal !== null) {
      log.warn('message dropped', { reason: refusal });
      return;
    }
    portOf(event.sender).receive(message);
  }

  ipcMain.on(IPC_CHANNEL, receive);
  return () => {
    ipcMain.off(IPC_CHANNEL, receive);
    for (const port of [...ports.values()]) port.close();
  };
}

/**
 * Any frame can send on any channel, so the sender is checked each time
 * (https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages).
 */
function refusalOf({ sender, senderFrame }: IpcMainEvent, isOwnPage: OwnPageTest): string | null {
  // Gone between sending and now.
  if (senderFrame === null || senderFrame.detached) return 'the frame is gone';
  if (senderFrame !== sender.mainFrame) return 'not the main frame';
  return isOwnPage(senderFrame.url) ? null : 'not our own page';
}
