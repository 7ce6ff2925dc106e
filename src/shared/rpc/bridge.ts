/** What the preload script exposes to the page as `ieumBridge`: two functions, nothing else. */
export interface IeumBridge {
  send(message: unknown): void;
  /** @returns stops listening */
  onMessage(listener: (message: unknown) => void): () => void;
}
