import { newId } from '#host/newId.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import type { RpcPort } from '#shared/rpc/port.ts';
import { makeTempDir, startHost } from '../host/support.ts';
import type { TestHost } from '../host/support.ts';
import type { HostOptions } from '#host/createHost.ts';
import type { MakeTransport, PageLine, Transport } from './transport.ts';

/** What a test may do to messages at the host's end of every line. */
export interface Tap {
  /** Returns false to lose a message before the host sees it. */
  onRequest: (message: unknown) => boolean;
  /** Returns false to lose a message after the host has done what it answers. */
  onReply: (message: unknown) => boolean;
}

export interface Page {
  readonly client: RpcClient<IeumContract>;
  readonly line: PageLine;
}

/** One host with pages on one transport. */
export interface World extends Pick<TestHost, 'host' | 'lines' | 'tick'> {
  readonly dataDir: string;
  readonly tap: Tap;
  connect(): Promise<Page>;
  stop(): Promise<void>;
}

const EVERYTHING = (): boolean => true;

export async function createWorld(
  makeTransport: MakeTransport,
  options: Partial<HostOptions> = {},
): Promise<World> {
  const dir = makeTempDir();
  const { host, lines, tick } = startHost(dir.path, options);
  const tap: Tap = { onRequest: EVERYTHING, onReply: EVERYTHING };
  const transport: Transport = await makeTransport((port) => void host.connect(tapped(port, tap)));
  return {
    host,
    lines,
    tick,
    dataDir: dir.path,
    tap,
    async connect() {
      const line = await transport.connect();
      return { line, client: createClient(contract, line.port, newId) };
    },
    async stop() {
      await transport.stop();
      await host.stop();
      dir.remove();
    },
  };
}

function tapped(port: RpcPort, tap: Tap): RpcPort {
  return {
    get state() {
      return port.state;
    },
    send(message) {
      if (tap.onReply(message)) port.send(message);
    },
    onMessage: (listener) =>
      port.onMessage((message) => {
        if (tap.onRequest(message)) listener(message);
      }),
    onState: (listener) => port.onState(listener),
    close: () => port.close(),
  };
}
