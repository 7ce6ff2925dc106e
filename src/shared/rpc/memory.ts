import { Listeners } from './port.ts';
import type { PortState, RpcPort } from './port.ts';

class MemoryPort implements RpcPort {
  state: PortState = 'open';
  peer: MemoryPort | null = null;
  readonly messages = new Listeners<unknown>();
  readonly states = new Listeners<PortState>();
  /** Which unbroken stretch of the line this is. */
  stretch = 0;

  send(message: unknown): void {
    if (this.state !== 'open') return;
    // Through JSON, as on a wire: a Date, a Map or a class must not slip through in tests.
    const wire = JSON.stringify(message);
    const { peer, stretch } = this;
    void Promise.resolve().then(() => {
      // What was under way when the line broke is lost, also when it is back by now.
      if (peer?.state === 'open' && this.stretch === stretch) peer.messages.emit(JSON.parse(wire));
    });
  }

  onMessage(listener: (message: unknown) => void) {
    return this.messages.add(listener);
  }

  onState(listener: (state: PortState) => void) {
    return this.states.add(listener);
  }

  become(state: PortState): void {
    if (this.state === state || this.state === 'closed') return;
    this.state = state;
    if (state !== 'open') this.stretch += 1;
    this.states.emit(state);
  }

  close(): void {
    this.become('closed');
    this.peer?.become('closed');
  }
}

export interface MemoryPair {
  readonly client: RpcPort;
  readonly server: RpcPort;
  /** Drops the line: messages under way are lost, as when a socket breaks. */
  drop(): void;
  restore(): void;
}

/** Two joined ports within one process, for tests. */
export function createMemoryPair(): MemoryPair {
  const client = new MemoryPort();
  const server = new MemoryPort();
  client.peer = server;
  server.peer = client;
  return {
    client,
    server,
    drop() {
      client.become('down');
      server.become('down');
    },
    restore() {
      server.become('open');
      client.become('open');
    },
  };
}
