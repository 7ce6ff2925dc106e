import type { RpcPort } from '#shared/rpc/port.ts';
import { createBridgePort } from './bridgePort.ts';
import { openLoopbackPort } from './webSocketPort.ts';

/** The line to the host behind a page: Electron's main process, or the server that sent the page. */
export function openHostPort(page: Window): RpcPort {
  return page.ieumBridge ? createBridgePort(page.ieumBridge) : openLoopbackPort(page);
}
