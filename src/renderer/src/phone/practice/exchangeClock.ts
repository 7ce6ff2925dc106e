/** Time as the exchange sees it, injected so that tests run on virtual time. */
export interface ExchangeClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs a task once after `ms`; the result cancels it. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: ExchangeClock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
