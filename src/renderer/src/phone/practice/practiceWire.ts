import type { DeferredQueue } from './deferredQueue.ts';

/**
 * The wire between the phone's transport and the exchange: two directions, in order, never
 * re-entrant, and it can be cut. What is under way when it is cut is lost, as on a real line.
 */
export interface PracticeWire {
  /** The phone plugs in. Only the latest connection counts; an older one is dropped. */
  connect(end: PhoneEnd): WireConnection;
  /** The exchange sends to the phone. Lost when no phone is connected. */
  toPhone(text: string): void;
  readonly connected: boolean;
  setUp(up: boolean): void;
  dispose(): void;
}

export interface PhoneEnd {
  connected(): void;
  /** The wire refused or dropped the connection. Called at most once, and nothing follows. */
  dropped(error: Error): void;
  received(text: string): void;
}

export interface WireConnection {
  /** False when the connection is gone. */
  send(text: string): boolean;
  close(closed: () => void): void;
}

export interface ExchangeEnd {
  received(text: string): void;
  /** The phone's connection ended, whoever ended it. */
  disconnected(): void;
}

export function createPracticeWire(queue: DeferredQueue, exchange: ExchangeEnd): PracticeWire {
  /** The connection in use: messages that belong to an older one are dropped on arrival. */
  let current: { readonly phone: PhoneEnd; open: boolean } | null = null;
  let up = true;

  function drop(message: string): void {
    const dropped = current;
    if (dropped === null) return;
    current = null;
    const wasOpen = dropped.open;
    dropped.open = false;
    queue.add(() => {
      dropped.phone.dropped(new Error(message));
      if (wasOpen) exchange.disconnected();
    });
  }

  return {
    connect(phone) {
      drop('Another phone was connected to the practice exchange');
      const connection = { phone, open: false };
      current = connection;
      queue.add(() => {
        if (current !== connection) return;
        if (up) {
          connection.open = true;
          phone.connected();
        } else {
          current = null;
          phone.dropped(new Error('The practice exchange is out of reach'));
        }
      });
      return {
        send(text) {
          if (current !== connection || !connection.open) return false;
          queue.add(() => {
            if (current === connection) exchange.received(text);
          });
          return true;
        },
        close(closed) {
          if (!connection.open && current === connection) current = null;
          // Not at once: what was sent before closing (the last BYE) still arrives first.
          queue.add(() => {
            const wasOpen = connection.open;
            connection.open = false;
            if (current === connection) current = null;
            closed();
            if (wasOpen) exchange.disconnected();
          });
        },
      };
    },
    toPhone(text) {
      const connection = current;
      if (connection === null || !connection.open) return;
      queue.add(() => {
        if (current === connection && connection.open) connection.phone.received(text);
      });
    },
    get connected() {
      return current?.open ?? false;
    },
    setUp(value) {
      up = value;
      if (!up) drop('The practice exchange went away');
    },
    dispose() {
      drop('The practice exchange was closed');
      queue.add(() => queue.dispose());
    },
  };
}
