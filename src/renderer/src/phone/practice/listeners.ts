/** A set of listeners. One that throws does not keep the others from hearing. */
export interface Listeners<T> {
  /** The result removes the listener. */
  readonly add: (listener: (value: T) => void) => () => void;
  readonly emit: (value: T) => void;
  readonly clear: () => void;
}

export function createListeners<T>(onError: (error: unknown) => void): Listeners<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          onError(error);
        }
      }
    },
    clear: () => listeners.clear(),
  };
}
