import type { IeumBridge } from '#shared/rpc/bridge.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { PortState, RpcPort } from '#shared/rpc/port.ts';

declare global {
  interface Window {
    /** Only there in Electron. */
    readonly ieumBridge?: IeumBridge;
  }
}

/** The page's end of Electron's line. It is open for as long as the page is there. */
export function createBridgePort(bridge: IeumBridge): RpcPort {
  const states = new Listeners<PortState>();
  const messages = new Listeners<unknown>();
  let state: PortState = 'open';
  const stop = bridge.onMessage((message) => messages.emit(message));
  return {
    get state() {
      return state;
    },
    send(message) {
      if (state === 'open') bridge.send(message);
    },
    onMessage: (listener) => messages.add(listener),
    onState: (listener) => states.add(listener),
    close() {
      if (state === 'closed') return;
      state = 'closed';
      stop();
      states.emit('closed');
    },
  };
}
