/** `closed` is for good; `down` may come back. */
export type PortState = 'open' | 'down' | 'closed';

export type Unsubscribe = () => void;

/**
 * One end of a transport: carries whole JSON-safe messages, in order, while it is `open`.
 * What is sent while it is not open is dropped: the client above keeps what has no reply yet and
 * sends it again, so a transport never needs a queue of its own.
 */
export interface RpcPort {
  readonly state: PortState;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  onState(listener: (state: PortState) => void): Unsubscribe;
  close(): void;
}

/** A set of listeners; the small part every port and emitter is made of. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  add(listener: (value: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
