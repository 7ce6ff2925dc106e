import { once } from 'node:events';
import { WebSocket } from 'ws';
import { newId } from '#host/newId.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import {
  LOOPBACK_PROTOCOL,
  LOOPBACK_RPC_PATH,
  LOOPBACK_TOKEN_PREFIX,
} from '#shared/rpc/loopback.ts';
import { createWebSocketPort } from '../../src/renderer/src/api/webSocketPort.ts';
import { textOf } from '../../src/loopback/serverPort.ts';

/**
 * A further page of a host in a process of its own, without a page.
 * @param url with the launch's token, as the host says it
 */
export async function openHostClient(url: string): Promise<RpcClient<IeumContract>> {
  const { origin, host, hash } = new URL(url);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const socket = new WebSocket(
    `ws://${host}${LOOPBACK_RPC_PATH}`,
    [LOOPBACK_PROTOCOL, LOOPBACK_TOKEN_PREFIX + token],
    { origin },
  );
  await once(socket, 'open');
  const port = createWebSocketPort({
    open(events) {
      setImmediate(() => events.opened());
      socket.on('message', (data) => events.message(textOf(data)));
      socket.on('close', () => events.ended());
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    stillWelcome: () => Promise.resolve(false),
    random: () => 0,
  });
  return createClient(contract, port, newId);
}
