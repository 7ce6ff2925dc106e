/** Milliseconds of one task; a click waits no longer than one of these and one frame. */
export const SLICE_MS = 40;

/** Frames that may wait. More are lost, as they would be on a network that cannot carry them. */
export const MOST_WAITING = 10_000;

export interface SliceDeps {
  /** Milliseconds on a clock that does not jump. */
  readonly now: () => number;
  /** Runs it in a task of its own, after what the agent has clicked meanwhile. */
  readonly later: (task: () => void) => void;
  readonly log: (message: string) => void;
}

/**
 * Chromium hands over all frames that have come in one task: a flood of them would keep the page
 * from answering a click. Here a task handles what fits into it and leaves the rest to the next, in
 * the order in which they came.
 */
export function inSlices(
  handle: (frame: string) => void,
  deps: SliceDeps,
): (frame: string) => void {
  const waiting: string[] = [];
  let spentMs = 0;
  let scheduled = false;

  function run(frame: string): void {
    const began = deps.now();
    handle(frame);
    spentMs += deps.now() - began;
  }

  function nextTask(): void {
    if (scheduled) return;
    scheduled = true;
    deps.later(() => {
      scheduled = false;
      spentMs = 0;
      for (let frame = waiting.shift(); frame !== undefined; frame = waiting.shift()) {
        run(frame);
        if (spentMs >= SLICE_MS) break;
      }
      // Also after the last one, so that the time of this task is forgotten with it.
      if (spentMs > 0 || waiting.length > 0) nextTask();
    });
  }

  return (frame) => {
    if (waiting.length >= MOST_WAITING) {
      deps.log(`Lost a SIP frame of ${frame.length} characters: ${MOST_WAITING} wait already.`);
      return;
    }
    if (waiting.length > 0 || spentMs >= SLICE_MS) waiting.push(frame);
    else run(frame);
    nextTask();
  };
}

/** A task after those that are due, without the four milliseconds that timers wait. */
export function taskRunner(): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const tasks: (() => void)[] = [];
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(null);
  };
}
