/**
 * Ports of one laboratory: a block nobody else uses, so that several laboratories run at once.
 */
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

/** Where everything of a laboratory is. Another address where the phone has a network of its own. */
export const LOOPBACK = process.env['IEUM_LAB_ADDRESS'] ?? '127.0.0.1';

/** Below the ephemeral range (32768 on Linux): an outgoing connection never takes one. */
const FIRST = 10_000;
const BLOCK = 3_200;
const BLOCKS = 7;
const CONTROL = 400;
const RTPENGINE = 2_400;
/** RTP of sipp: four ports a run, used again from the first after sixteen. */
const SIPP = 64;
const SIPP_STEP = 4;
/** Relayed addresses of the TURN server, one for each allocation. */
const TURN = 40;

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export class PortBlock {
  readonly #lock: Server;
  readonly #sippFirst: number;
  readonly #controlEnd: number;
  #next: number;
  #sippNext = 0;
  /** 600 calls' worth: rtpengine takes two ports for each side of one. */
  readonly rtpengine: PortRange;
  /** RTP of baresip. */
  readonly customers: PortRange;
  readonly turn: PortRange;

  constructor(lock: Server, first: number) {
    this.#lock = lock;
    this.#next = first + 1;
    this.#controlEnd = first + CONTROL;
    this.rtpengine = { first: first + CONTROL, last: first + CONTROL + RTPENGINE - 1 };
    this.customers = { first: first + CONTROL + RTPENGINE, last: first + BLOCK - SIPP - TURN - 1 };
    this.turn = { first: first + BLOCK - SIPP - TURN, last: first + BLOCK - SIPP - 1 };
    this.#sippFirst = first + BLOCK - SIPP;
  }

  takeMedia(): number {
    const port = this.#sippFirst + this.#sippNext;
    this.#sippNext = (this.#sippNext + SIPP_STEP) % SIPP;
    return port;
  }

  /**
   * The next port of the block that is free for UDP and TCP.
   * @throws Error when the block is used up.
   */
  async take(): Promise<number> {
    while (this.#next < this.#controlEnd) {
      const port = this.#next++;
      if (await isFree(port)) return port;
    }
    throw new Error('the laboratory has no control port left');
  }

  release(): Promise<void> {
    return new Promise((resolve) => this.#lock.close(() => resolve()));
  }
}

/**
 * Reserves a block by holding a listening socket on its first port: the kernel gives it back
 * when this process ends, however it ends.
 * @throws Error when every block is taken.
 */
export async function reservePorts(): Promise<PortBlock> {
  for (let index = 0; index < BLOCKS; index += 1) {
    const first = FIRST + index * BLOCK;
    const lock = await listen(first);
    if (lock === undefined) continue;
    lock.unref();
    return new PortBlock(lock, first);
  }
  throw new Error(`no free port block: ${BLOCKS} laboratories run already?`);
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server === undefined) return false;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return await new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: LOOPBACK, exclusive: true }, () =>
      socket.close(() => resolve(true)),
    );
  });
}
