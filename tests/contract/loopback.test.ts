import { WebSocket } from 'ws';
import { createLog } from '#host/log.ts';
import {
  LOOPBACK_PROTOCOL,
  LOOPBACK_RPC_PATH,
  LOOPBACK_SESSION_PATH,
  LOOPBACK_TOKEN_PREFIX,
} from '#shared/rpc/loopback.ts';
import { startLoopbackServer } from '../../src/loopback/server.ts';
import { textOf } from '../../src/loopback/serverPort.ts';
import { createSession } from '../../src/loopback/session.ts';
import { createWebSocketPort } from '../../src/renderer/src/api/webSocketPort.ts';
import type { LineEvents } from '../../src/renderer/src/api/webSocketPort.ts';
import { makeTempDir } from '../host/support.ts';
import { contractSuite } from './contractSuite.ts';
import { reconnectSuite } from './reconnectSuite.ts';
import type { MakeTransport } from './transport.ts';

/** A real server and real sockets; the page's port is the real one too. */
const makeLoopbackTransport: MakeTransport = async (serve) => {
  const renderer = makeTempDir();
  const session = createSession(Date.now);
  const server = await startLoopbackServer({
    host: {
      media: () => null,
      connect(port) {
        serve(port);
        return () => port.close();
      },
    },
    onLink: () => undefined,
    session,
    log: createLog(() => undefined),
    rendererDir: renderer.path,
    port: 0,
  });
  return {
    async connect() {
      let socket: WebSocket | null = null;
      let reachable = true;
      const port = createWebSocketPort({
        open(events: LineEvents) {
          if (!reachable) {
            setImmediate(() => events.ended());
            return { send: () => undefined, close: () => undefined };
          }
          const mine = new WebSocket(
            `${server.origin.replace('http', 'ws')}${LOOPBACK_RPC_PATH}`,
            [LOOPBACK_PROTOCOL, LOOPBACK_TOKEN_PREFIX + session.token],
            { origin: server.origin },
          );
          socket = mine;
          mine.on('open', () => events.opened());
          mine.on('message', (data) => events.message(textOf(data)));
          mine.on('close', () => events.ended());
          mine.on('error', () => undefined);
          return {
            send: (text) => {
              if (mine.readyState === WebSocket.OPEN) mine.send(text);
            },
            close: () => mine.close(),
          };
        },
        async stillWelcome() {
          const headers = { authorization: `Bearer ${session.token}` };
          const answer = await fetch(server.origin + LOOPBACK_SESSION_PATH, { headers });
          return answer.status !== 403;
        },
        random: () => 0,
      });
      async function opened(): Promise<void> {
        if (port.state === 'open') return;
        await new Promise<void>((resolve) => {
          const stop = port.onState((state) => {
            if (state !== 'open') return;
            stop();
            resolve();
          });
        });
      }
      await opened();
      return {
        port,
        drop() {
          reachable = false;
          // No closing handshake: the cable is cut.
          socket?.terminate();
        },
        async restore() {
          // The cut is noticed first, or the old line would still count as open.
          while (port.state === 'open' && !reachable) await new Promise(setImmediate);
          reachable = true;
          await opened();
        },
      };
    },
    async stop() {
      await server.close();
      renderer.remove();
    },
  };
};

contractSuite('the loopback WebSocket', makeLoopbackTransport);
reconnectSuite('the loopback WebSocket', makeLoopbackTransport);
