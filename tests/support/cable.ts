import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/**
 * A cable between a phone and its server, to be cut by a test: it forwards a TCP port, and can
 * fall silent without closing (half-open), be torn, or refuse new connections.
 */
export interface Cable {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Connections made since the beginning. */
  readonly made: number;
  /** Nothing passes any more, new connections neither, and nobody is told. */
  freeze(): void;
  /** New connections pass again. The frozen ones stay dead, as after a firewall forgot them. */
  thaw(): void;
  /** Resets every connection. New ones pass. */
  tear(): void;
  /** Resets every connection and refuses new ones until `mend`. */
  unplug(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function layCable(target: { host: string; port: number }): Promise<Cable> {
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  let frozen = false;
  let made = 0;

  const server = createServer((near) => {
    made += 1;
    const far = connect(target);
    const pair = { near, far, dead: frozen };
    pairs.add(pair);
    const relay = (from: Socket, to: Socket): void => {
      from.on('data', (data) => {
        if (!pair.dead) to.write(data);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        // A frozen end learns nothing of the other.
        if (!pair.dead) to.destroy();
        pairs.delete(pair);
      });
    };
    relay(near, far);
    relay(far, near);
  });

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  function tear(): void {
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  async function unplug(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    tear();
    await closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get open() {
      return pairs.size;
    },
    get made() {
      return made;
    },
    freeze() {
      frozen = true;
      for (const pair of pairs) pair.dead = true;
    },
    thaw() {
      frozen = false;
    },
    tear,
    unplug,
    mend: () => listen(port),
    async close() {
      if (server.listening) await unplug();
    },
  };
}
