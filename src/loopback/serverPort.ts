import type { RawData, WebSocket } from 'ws';
import { LOOPBACK_PING, LOOPBACK_PONG } from '#shared/rpc/loopback.ts';
import { Listeners } from '#shared/rpc/port.ts';
import type { PortState, RpcPort } from '#shared/rpc/port.ts';

/** A page that misses this many milliseconds' worth of one ping is gone. */
export const HEARTBEAT_MS = 5_000;

/**
 * The host's end of one page's line. It ends with its socket: a page that returns has a new one,
 * and is known by its desk and by the ids in its requests.
 */
export function createServerPort(socket: WebSocket, heartbeatMs = HEARTBEAT_MS): RpcPort {
  const messages = new Listeners<unknown>();
  const states = new Listeners<PortState>();
  let state: PortState = 'open';
  let answered = true;

  // A page that vanished without a FIN would be kept for ever (RFC 6455 §5.5.2).
  const heartbeat = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, heartbeatMs);
  heartbeat.unref();

  function ended(): void {
    if (state === 'closed') return;
    state = 'closed';
    clearInterval(heartbeat);
    states.emit('closed');
    messages.clear();
    states.clear();
  }

  socket.on('pong', () => (answered = true));
  socket.on('close', ended);
  // Said again as `close`; without a listener it would end the process.
  socket.on('error', () => undefined);
  socket.on('message', (data, isBinary) => {
    answered = true;
    // 1003 and 1007: a kind of data that is not spoken, and text that is not what it should be.
    if (isBinary) return socket.close(1003);
    const text = textOf(data);
    if (text === LOOPBACK_PING) return socket.send(LOOPBACK_PONG);
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return socket.close(1007);
    }
    if (state === 'open') messages.emit(message);
  });

  return {
    get state() {
      return state;
    },
    send(message) {
      if (state === 'open' && socket.readyState === socket.OPEN) {
        socket.send(JSON.stringify(message));
      }
    },
    onMessage: (listener) => messages.add(listener),
    onState: (listener) => states.add(listener),
    close() {
      // 1001: going away.
      socket.close(1001);
      ended();
    },
  };
}

/** One buffer, since `binaryType` is left as it is: 'nodebuffer'. */
export function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}
