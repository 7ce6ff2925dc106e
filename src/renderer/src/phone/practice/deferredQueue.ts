/**
 * Runs tasks later, one after another, in the order given: never inside the call that added them.
 * This is what a socket's message event is to a browser, and what keeps the practice exchange from
 * re-entering SIP.js.
 */
export interface DeferredQueue {
  add(task: () => void): void;
  /** Drops what is waiting and takes no more. */
  dispose(): void;
}

/**
 * @param onError receives what a task throws; the tasks behind it still run.
 *
 * A MessageChannel rather than `setTimeout(0)`: timers of a hidden window are held back to one a
 * second, and an agent may well answer a call from the tray.
 */
export function createDeferredQueue(onError: (error: unknown) => void): DeferredQueue {
  const channel = new MessageChannel();
  const tasks: (() => void)[] = [];
  let disposed = false;

  channel.port1.onmessage = () => {
    const task = tasks.shift();
    if (task === undefined) return;
    try {
      task();
    } catch (error) {
      onError(error);
    }
  };

  return {
    add(task) {
      if (disposed) return;
      tasks.push(task);
      channel.port2.postMessage(null);
    },
    dispose() {
      disposed = true;
      tasks.length = 0;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
