import type { RpcPort } from '#shared/rpc/port.ts';

/** One page's end of a line. */
export interface PageLine {
  readonly port: RpcPort;
  /** Breaks the line: what is under way is lost. Absent where a line cannot break and return. */
  drop?(): void;
  /** Resolves once the line is open again. */
  restore?(): Promise<void>;
}

/** A way for pages to reach the host. */
export interface Transport {
  connect(): Promise<PageLine>;
  stop(): Promise<void>;
}

/** @param serve gives the host's end of each new line to the host */
export type MakeTransport = (serve: (port: RpcPort) => void) => Promise<Transport>;
