/** Calls once after so many milliseconds unless called off; injected so that tests do not wait. */
export type Later = (ms: number, run: () => void) => () => void;

/** Does not keep the process alive by itself. */
export const realLater: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
