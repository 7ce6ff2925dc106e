/** One thing the simulated customer said. */
export interface Caption {
  readonly id: string;
  readonly at: number;
  readonly speaker: 'customer' | 'system';
  readonly text: { readonly ko: string; readonly en: string };
}

/** What a trainee can do besides phoning. */
export interface Practice {
  readonly scenarios: readonly {
    readonly id: string;
    readonly title: { readonly ko: string; readonly en: string };
    readonly summary: { readonly ko: string; readonly en: string };
    readonly mood: string;
  }[];
  /** Whom a trainee can call, and what then happens. */
  readonly phoneBook: readonly {
    readonly number: string;
    readonly title: { readonly ko: string; readonly en: string };
  }[];
  /** The simulated customer calls in. */
  callIn(scenarioId: string): void;
  /** Puts the exchange away, with everything it plays. */
  close(): void;
}
