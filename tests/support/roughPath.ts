import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';

/** What a network does to one direction of what passes. */
export interface Roughness {
  /** 0 to 100. One packet of each 100/n is lost, which one is chance: any stretch loses its share. */
  readonly lossPercent?: number;
  /** Milliseconds that each packet takes longer. */
  readonly delayMs?: number;
  /** Milliseconds: half of them up to so much sooner, half up to so much later, evenly spread. */
  readonly jitterMs?: number;
}

/**
 * A UDP port in front of another, with the weather of a bad network between. It stands in for the
 * kernel's netem, which not every kernel has. The order of packets may change, as on a real one.
 */
export interface RoughPath {
  readonly port: number;
  /** A direction left out is smooth. `out` is away from who speaks to the port. */
  set(roughness: { readonly out?: Roughness; readonly in?: Roughness }): void;
  close(): void;
}

export async function layRoughPath(
  target: { readonly host: string; readonly port: number },
  random: () => number = Math.random,
): Promise<RoughPath> {
  let roughness: Parameters<RoughPath['set']>[0] = {};
  const near = createSocket('udp4');
  const far = new Map<string, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const droppers = { out: newDropper(random), in: newDropper(random) };

  function pass(direction: 'out' | 'in', send: () => void): void {
    const { lossPercent = 0, delayMs = 0, jitterMs = 0 } = roughness[direction] ?? {};
    if (droppers[direction](lossPercent / 100)) return;
    const ms = Math.max(0, delayMs + jitterMs * (2 * random() - 1));
    if (ms === 0) return send();
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, ms);
    timers.add(timer);
  }

  near.on('message', (data, { address, port }) => {
    const key = `${address}:${port}`;
    let socket = far.get(key);
    if (!socket) {
      socket = createSocket('udp4');
      socket.on('message', (answer) => pass('in', () => near.send(answer, port, address)));
      far.set(key, socket);
    }
    const through = socket;
    pass('out', () => through.send(data, target.port, target.host));
  });
  near.bind(0, '127.0.0.1');
  await once(near, 'listening');

  return {
    port: near.address().port,
    set: (now) => (roughness = now),
    close() {
      for (const timer of timers) clearTimeout(timer);
      near.close();
      for (const socket of far.values()) socket.close();
    },
  };
}

/** Of each 1/share packets loses one, at a place that chance gives. */
function newDropper(random: () => number): (share: number) => boolean {
  let place = 0;
  let lostAt = 0;
  let block = 0;
  return (share) => {
    if (share <= 0) return false;
    if (place >= block) {
      place = 0;
      block = Math.round(1 / share);
      lostAt = Math.floor(random() * block);
    }
    return place++ === lostAt;
  };
}
