import type { CustomerWords } from '#shared/domain/practice/mirror.ts';
import type { PracticeScenario } from '#shared/domain/practice/scenario.ts';
import type { Visit } from '#shared/domain/script/run.ts';

/** One thing the simulated customer said. */
export interface Caption {
  readonly id: string;
  readonly at: number;
  readonly speaker: 'customer' | 'system';
  readonly text: { readonly ko: string; readonly en: string };
}

/** A customer as they were played in a call. */
export interface Played {
  readonly scenario: Pick<PracticeScenario, 'title' | 'mood' | 'lines' | 'trueNeed'>;
  readonly said: readonly CustomerWords[];
}

/** What a trainee can do besides phoning. */
export interface Practice {
  readonly scenarios: readonly Pick<
    PracticeScenario,
    'id' | 'title' | 'summary' | 'mood' | 'script'
  >[];
  /** Whom a trainee can call, and what then happens. */
  readonly phoneBook: readonly {
    readonly number: string;
    readonly title: { readonly ko: string; readonly en: string };
  }[];
  /** The simulated customer calls in. */
  callIn(scenarioId: string): void;
  /** The agent has left a step of the guided script; the customer may react to it. */
  guided(sipCallId: string, stepId: string, how: NonNullable<Visit['how']>): void;
  /** A text with so many times to choose from has reached this number; they answer it later. */
  offered(number: string, slots: number): void;
  /** What a call was about and what the customer said in it, also after it; null: no customer. */
  played(sipCallId: string): Played | null;
  /** Puts the exchange away, with everything it plays. */
  close(): void;
}
