import { Web } from 'sip.js';
import type { Logger } from 'sip.js/lib/core/index.js';

/** Options of `ServerListTransport`. */
export interface ServerListOptions {
  /** `wss://` addresses in the order in which they are tried. */
  readonly servers: readonly string[];
  /** Seconds to wait for a socket to open. */
  readonly connectionTimeout: number;
}

/** Close code of the private range (RFC 6455 §7.4.2): the server did not answer any more. */
const ABANDONED = 4_000;

/**
 * SIP.js's WebSocket transport over a list of servers. The first is preferred: each new connection
 * begins with it, and moves along the list only while connecting fails.
 */
export class ServerListTransport extends Web.Transport {
  readonly #servers: readonly string[];
  readonly #connectionTimeoutMs: number;
  #index = 0;

  constructor(logger: Logger, options: ServerListOptions) {
    super(logger, {
      server: options.servers[0] ?? '',
      connectionTimeout: options.connectionTimeout,
      // On by default: it would write every message, passwords' digests included, to the console.
      traceSip: false,
    });
    this.#servers = options.servers;
    this.#connectionTimeoutMs = options.connectionTimeout * 1_000;
  }

  override get server(): string {
    return this.#servers[this.#index] ?? super.server;
  }

  tryNextServer(): void {
    this.#index = (this.#index + 1) % Math.max(1, this.#servers.length);
  }

  preferFirstServer(): void {
    this.#index = 0;
  }

  get onSubstitute(): boolean {
    return this.#index > 0;
  }

  /** Whether the preferred server takes a connection for SIP now; this one is closed again. */
  firstServerAnswers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = new WebSocket(this.#servers[0] ?? '', 'sip');
      const settle = (answers: boolean) => (): void => {
        clearTimeout(limit);
        resolve(answers);
        socket.close();
      };
      const limit = setTimeout(settle(false), this.#connectionTimeoutMs);
      socket.addEventListener('open', settle(true), { once: true });
      socket.addEventListener('error', settle(false), { once: true });
    });
  }

  /**
   * Takes an open socket for closed, now. Closing it would wait for an answer that does not come:
   * Chromium gives the other end twelve seconds for the closing handshake.
   */
  abandon(): void {
    const socket = this.ws;
    if (!socket || !this.isConnected()) return;
    // SIP.js hears of it as of any loss; what the old socket may still bring, it passes over.
    socket.dispatchEvent(new CloseEvent('close', { code: ABANDONED }));
    socket.close(ABANDONED);
  }
}
