import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#host/newId.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import type { RpcPort } from '#shared/rpc/port.ts';
import { makeTempDir, startHost } from '../host/support.ts';
import type { TestHost } from '../host/support.ts';
import type { HostOptions } from '#host/host.ts';
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

export interface WorldOptions extends Partial<HostOptions> {
  /** `blocked`: a file is where the data folder should be. */
  readonly folder?: 'usable' | 'blocked';
}

const EVERYTHING = (): boolean => true;

export async function createWorld(
  makeTransport: MakeTransport,
  { folder = 'usable', ...options }: WorldOptions = {},
): Promise<World> {
  const dir = makeTempDir();
  const dataDir = join(dir.path, 'data');
  if (folder === 'blocked') writeFileSync(dataDir, '');
  const { host, lines: log, tick } = startHost(dataDir, options);
  const tap: Tap = { onRequest: EVERYTHING, onReply: EVERYTHING };
  const lines: PageLine[] = [];
  const transport: Transport = await makeTransport((port) => void host.connect(tapped(port, tap)));
  return {
    host,
    lines: log,
    tick,
    dataDir,
    tap,
    async connect() {
      const line = await transport.connect();
      lines.push(line);
      return { line, client: createClient(contract, line.port, newId) };
    },
    async stop() {
      for (const { port } of lines) port.close();
      await transport.stop();
      await host.stop();
      dir.remove();
    },
  };
}

/** A line loses no message from its middle: with one, all that follow on it are lost. */
function tapped(port: RpcPort, tap: Tap): RpcPort {
  let broken = false;
  let returns = 0;
  port.onState((state) => {
    if (state !== 'open') return;
    broken = false;
    returns += 1;
  });

  function passes(message: unknown, keep: (message: unknown) => boolean): boolean {
    if (broken) return false;
    const before = returns;
    if (keep(message)) return true;
    broken = returns === before;
    return false;
  }

  return {
    get state() {
      return port.state;
    },
    send(message) {
      if (passes(message, (one) => tap.onReply(one))) port.send(message);
    },
    onMessage: (listener) =>
      port.onMessage((message) => {
        if (passes(message, (one) => tap.onRequest(one))) listener(message);
      }),
    onState: (listener) => port.onState(listener),
    close: () => port.close(),
  };
}
