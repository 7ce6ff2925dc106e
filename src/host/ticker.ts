/** Calls back again and again until stopped; injected so that tests do not wait. */
export type Ticker = (everyMs: number, tick: () => void) => () => void;

/** Does not keep the process alive by itself. */
export const realTicker: Ticker = (everyMs, tick) => {
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
