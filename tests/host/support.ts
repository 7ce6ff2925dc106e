import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost } from '#host/createHost.ts';
import type { Host, HostOptions } from '#host/host.ts';
import { createLog } from '#host/log.ts';
import type { LogLine } from '#host/log.ts';
import { newId } from '#host/newId.ts';
import { createMemorySecrets } from '#host/secrets.ts';
import type { Ticker } from '#host/ticker.ts';
import { contract } from '#shared/contract/index.ts';
import type { IeumContract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { createMemoryPair } from '#shared/rpc/memory.ts';
import type { MemoryPair } from '#shared/rpc/memory.ts';

export function makeTempDir(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'ieum-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A ticker that ticks when a test says so. */
export function createManualTicker(): { readonly ticker: Ticker; readonly tick: () => void } {
  const ticks = new Set<() => void>();
  return {
    ticker: (_everyMs, tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    tick: () => {
      for (const tick of ticks) tick();
    },
  };
}

export interface TestHost {
  readonly host: Host;
  readonly lines: LogLine[];
  /** Lets the host try its storage again, as its timer would. */
  readonly tick: () => void;
  /** A page of its own, over memory. */
  readonly connect: () => { readonly client: RpcClient<IeumContract>; readonly pair: MemoryPair };
}

/** One short script; the app's own are read by the tests of the app's own. */
export const SCRIPTS = join(import.meta.dirname, '../fixtures/scripts');

export function startHost(dataDir: string, options: Partial<HostOptions> = {}): TestHost {
  const lines: LogLine[] = [];
  const { ticker, tick } = createManualTicker();
  const host = createHost({
    paths: { dataDir },
    scriptsDir: SCRIPTS,
    clock: Date.now,
    log: createLog((line) => lines.push(line)),
    secrets: createMemorySecrets(),
    version: '0.0.0-test',
    capabilities: { shell: 'browser', keystore: false },
    ticker,
    // No text leaves in a test that does not say so.
    later: () => () => undefined,
    // A test's clock runs, and is not set, unless the test says so.
    uptime: options.clock ?? Date.now,
    ...options,
  });
  return {
    host,
    lines,
    tick,
    connect() {
      const pair = createMemoryPair();
      host.connect(pair.server);
      return { client: createClient(contract, pair.client, newId), pair };
    },
  };
}
